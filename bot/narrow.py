"""The names in a question looked up: which accounts, which clients, how much."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.lookup import account_named
from bot.slack.commands import Listing, Misunderstood, Threshold, misunderstood, nearest
from bot.slack.render.text import provider_title
from state.model import Direction, InvoiceView
from state.store import (
    AccountView,
    Question,
    Reader,
)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is owed after every filter but the due date.

    `asked` is the question with each name in its place; `accounts` are those it is about.
    """

    asked: Listing
    views: Sequence[InvoiceView]
    accounts: Sequence[AccountView]


@dataclass(frozen=True, slots=True)
class NoSuch:
    """A name was given as an account's or client's, and none is called so."""

    kind: str  # account or client
    name: str
    nearest: str | None


def narrow(store: Reader, asked: Listing) -> Narrowed | NoSuch | Misunderstood:
    """Find what the names mean and keep what they cover."""
    scope = _Scope(store.account_views(), store.invoices(Question(direction=asked.direction)))
    wrong = scope.place(asked)
    if wrong:
        return wrong
    about = [view for view in scope.watched if scope.covers(view, asked)]
    accounts = {view.account.name for view in about}
    views = [view for view in scope.owed if view.account.name in accounts]
    if scope.clients:
        views = [view for view in views if any(_is_client(view, each) for each in scope.clients)]
    if asked.over:
        views = [view for view in views if _is_over(view, asked.over)]
    placed = replace(asked, names=tuple(scope.said), clients=tuple(scope.clients))
    return Narrowed(placed, views, about)


@dataclass(slots=True)
class _Scope:
    """What there is to name, and what was named so far."""

    watched: Sequence[AccountView]
    owed: Sequence[InvoiceView]
    accounts: set[str] = field(default_factory=set)
    clients: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # bare names that mean accounts

    def covers(self, view: AccountView, asked: Listing) -> bool:
        """True if the question is about this account; only those who owe us are clients."""
        named = not self.accounts or view.account.name in self.accounts
        whose = Direction.RECEIVABLE if self.clients else asked.direction
        return named and whose in (None, view.account.direction)

    def place(self, asked: Listing) -> NoSuch | Misunderstood | None:
        """Look up every name; the first that means nothing comes back."""
        names = [view.account.name for view in self.watched]
        for typed in asked.accounts:
            account = account_named(names, typed)
            if account is None:
                return NoSuch("account", typed, nearest(typed, names))
            self.accounts.add(account)
        for typed in asked.clients:
            if not self._has_client(typed):
                return NoSuch("client", typed, nearest(typed, self._clients()))
            self.clients.append(typed)
        return next((wrong for typed in asked.names if (wrong := self._place(typed))), None)

    def _place(self, typed: str) -> Misunderstood | None:
        """A bare name: an account, a provider, part of a client's name, or how accounts begin."""
        exact, begins = self._accounts(typed)
        if not exact and self._has_client(typed):
            self.clients.append(typed)
        elif exact or begins:
            self.accounts |= exact or begins
            self.said.append(typed)
        else:
            names = [view.account.name for view in self.watched]
            return misunderstood(typed, [*names, *self._clients()])
        return None

    def _accounts(self, typed: str) -> tuple[set[str], set[str]]:
        """The accounts of that name or else provider, and those whose names begin so."""
        low = typed.casefold()
        all_ = [view.account for view in self.watched]
        exact = {one.name for one in all_ if one.name.casefold() == low}
        theirs = {
            one.name
            for one in all_
            if low in (one.provider.casefold(), provider_title(one.provider).casefold())
        }
        return exact or theirs, {one.name for one in all_ if one.name.casefold().startswith(low)}

    def _has_client(self, typed: str) -> bool:
        return any(_is_client(view, typed) for view in self.owed)

    def _clients(self) -> list[str]:
        return sorted({view.invoice.client for view in self.owed if view.invoice.client})


def _is_client(view: InvoiceView, typed: str) -> bool:
    return typed.casefold() in (view.invoice.client or "").casefold()


def _is_over(view: InvoiceView, over: Threshold) -> bool:
    """True above the threshold; an unknown amount stays, for it may be above it."""
    money = view.invoice.open
    if money is None:
        return True
    return over.currency in (None, money.currency.code) and money.amount > over.amount
