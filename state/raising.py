"""Whether a change asks for more money than people agreed to when they took an invoice on."""

from state.model import Amended, Change


def raises_amount(change: Change) -> bool:
    """True if more is open than before, or as much in another currency.

    An amount that was or is unknown raises nothing: nobody can say that it is more.
    """
    if not isinstance(change, Amended):
        return False
    before, after = change.before.open, change.after.open
    if before is None or after is None:
        return False
    return before.currency != after.currency or after.amount > before.amount
