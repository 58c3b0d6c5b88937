"""Which invoice, which account does somebody mean?

People type a full key, a bare number, or the number printed on the invoice, in any case.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.commands import nearest
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
    names = [view.account.name for view in store.account_views()]
    likely = _by_key(store, reference, names) or _by_any_number(store, reference)
    if len(likely) == 1:
        return likely[0]
    if likely:
        return Unclear(reference, _keys(likely), exact=True)
    known = {str(view.invoice.key): view for view in store.invoices(Question())}
    guess = nearest(reference, known) or nearest(reference, [k.partition("/")[2] for k in known])
    near = [view for key, view in known.items() if guess and guess in (key, key.partition("/")[2])]
    return Unclear(reference, _keys(near), exact=False)


def account_named(names: Sequence[str], typed: str) -> str | None:
    """The account of that name, whatever the case; None if there is none."""
    return next((name for name in names if name.casefold() == typed.casefold()), None)


def _by_key(store: Reader, reference: str, names: Sequence[str]) -> list[InvoiceView]:
    """By full key, or by a number that is looked for in every account."""
    account, slash, number = reference.partition("/")
    named = account_named(names, account)
    keys = [InvoiceKey(named, number)] if slash and named else []
    keys += [InvoiceKey(name, reference) for name in names]
    return store.invoices(Question(keys=tuple(keys), owed_only=False)) if reference else []


def _by_any_number(store: Reader, reference: str) -> list[InvoiceView]:
    """By the number printed on it, or a number written in another case."""
    wanted = reference.casefold()
    views = store.invoices(Question(owed_only=False))
    return [view for view in views if wanted in _names(view)]


def _names(view: InvoiceView) -> set[str]:
    invoice, account = view.invoice, view.account.name
    numbers = {invoice.key.number, invoice.label or invoice.key.number}
    return {name.casefold() for number in numbers for name in (number, f"{account}/{number}")}


def _keys(views: Sequence[InvoiceView]) -> tuple[InvoiceKey, ...]:
    return tuple(view.invoice.key for view in views)
