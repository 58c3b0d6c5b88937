"""How a change reads in the history: its kind and, per field, what it said before and after."""

from datetime import date

from moneyed import Money

from state.model import Amended, Appeared, Change, Invoice, Reopened, Settled, Vanished

_FIELDS = {  # name in the history -> field of the invoice
    "standing": "standing",
    "status": "their_status",
    "open": "open",
    "total": "total",
    "due": "due",
    "issued": "issued",
    "description": "description",
    "client": "client",
    "service": "service",
    "module": "module",
    "label": "label",
}


def kind(change: Change) -> str:
    """The word of the contract: appeared, amended, reopened, settled or vanished."""
    match change:
        case Appeared():
            return "appeared"
        case Amended():
            return "amended"
        case Reopened():
            return "reopened"
        case Settled():
            return "settled"
        case Vanished():
            return "vanished"


def details(change: Change) -> dict[str, str]:
    """What changed, as text: `{"open": "10.00 USD -> 12.00 USD"}`; of a new one the essentials."""
    if isinstance(change, Appeared):
        shown = change.invoice
        return {name: as_text(getattr(shown, name)) for name in ("standing", "open", "due")}
    return _differences(change.before, change.after)


def _differences(before: Invoice, after: Invoice) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, field in _FIELDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            found[name] = f"{as_text(old)} -> {as_text(new)}"
    if before.lines != after.lines:
        found["lines"] = f"{len(before.lines)} lines -> {len(after.lines)} lines"
    if before.url != after.url:
        found["url"] = "changed"  # a link may carry a token, so it is not written out
    return found


def as_text(value: Money | date | str | None) -> str:
    """A fact of an invoice in plain words: `12.50 USD`, `2026-01-31`, `unknown`."""
    match value:
        case None:
            return "unknown"
        case Money():
            return f"{in_digits(value)} {value.currency.code}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def in_digits(money: Money) -> str:
    """The amount with its currency's decimals and nothing else: `12.50`, `1200`, `0.125`."""
    digits = len(str(money.currency.sub_unit)) - 1
    return f"{money.amount:.{digits}f}"
