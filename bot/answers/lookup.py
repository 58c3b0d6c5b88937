"""Which invoice, which account does somebody mean?

People type a full key, a bare number, or the number printed on the invoice, in any case.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from state.model import InvoiceKey, InvoiceView
from state.store import Question, Reader


@dataclass(frozen=True, slots=True)
class Unclear:
    """Not exactly one invoice is meant: `keys` are those it could be, or come near."""

    reference: str
    keys: tuple[InvoiceKey, ...]
    exact: bool  # each of `keys` is rightly called so; otherwise they are guesses


def find(store: Reader, reference: str) -> InvoiceView | Unclear:
    """The invoice somebody means by a key or number."""
    exact = _exactly(store, reference)
    if exact is not None:
        return exact
    keyed = "/" in reference  # else nobody asks for the names of accounts
    names = [view.account.name for view in store.account_views()] if keyed else []
    likely = store.numbered(reference, names)
    if len(likely) == 1:
        return likely[0]
    if likely:
        return Unclear(reference, tuple(view.invoice.key for view in likely), exact=True)
    return Unclear(reference, tuple(store.nearly(reference, names)), exact=False)


def _exactly(store: Reader, reference: str) -> InvoiceView | None:
    """The invoice of that very key, as buttons carry it: found without looking at all accounts."""
    try:
        keys = (InvoiceKey.parse(reference),)
    except ValueError:
        return None
    return next(iter(store.invoices(Question(keys=keys, owed_only=False))), None)


def account_named(names: Sequence[str], typed: str) -> str | None:
    """The account of that name, whatever the case; None if there is none."""
    return next((name for name in names if name.casefold() == typed.casefold()), None)
