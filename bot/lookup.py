"""Which invoice, which account does somebody mean?

People type a full key, a bare number, or the number printed on the invoice, in any case.
"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from state.model import InvoiceKey, InvoiceView
from state.store import (
    Question,
    Reader,
)

_GUESSES = 3


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
    return Unclear(reference, _near(store, reference), exact=False)


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


def _near(store: Reader, reference: str) -> tuple[InvoiceKey, ...]:
    """Owed invoices with a key or number like it, the most alike first."""
    keys = [view.invoice.key for view in store.invoices(Question())]
    spelt = {name: key for key in keys for name in (key.number, str(key))}
    alike = difflib.get_close_matches(reference, list(spelt), n=_GUESSES, cutoff=0.75)
    return tuple(dict.fromkeys(spelt[name] for name in alike))


def _keys(views: Sequence[InvoiceView]) -> tuple[InvoiceKey, ...]:
    return tuple(sorted(view.invoice.key for view in views))
