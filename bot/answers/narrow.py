"""The names in a question looked up, and the question as a search: which accounts, which days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.answers.lookup import account_named
from bot.slack import days
from bot.slack.commands import Listing, Misunderstood, When, misunderstood, nearest
from bot.slack.language import _n
from bot.slack.render.text import provider_title
from bot.slack.words import ME
from state.model import Direction, Standing
from state.search import Amounts, Held, Search, Window
from state.store import AccountView, Reader

_MOST_CLIENTS = 200  # that a part of a name may stand for


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A question that can be searched for.

    `asked` is the question with each name in its place; `accounts` are those it is about.
    """

    asked: Listing
    search: Search
    accounts: Sequence[AccountView]


@dataclass(frozen=True, slots=True)
class NoSuch:
    """A name was given as an account's or client's, and none is called so."""

    kind: str  # account or client
    name: str
    nearest: str | None


def narrow(
    store: Reader, asked: Listing, now: datetime, user: str
) -> Narrowed | NoSuch | Misunderstood:
    """Find what the names mean, and what "today" is for each account."""
    scope = _Scope(store, store.account_views())
    wrong = scope.place(asked)
    if wrong:
        return wrong
    placed = replace(asked, names=tuple(scope.said), clients=tuple(scope.clients))
    narrowed = of_accounts(placed, scope.watched, scope.accounts or None, now)
    return replace(narrowed, search=replace(narrowed.search, held=_held(asked, user)))


def of_accounts(
    asked: Listing, watched: Sequence[AccountView], named: Collection[str] | None, now: datetime
) -> Narrowed:
    """A question whose names were looked up; `named` are the accounts it is about, None: all."""
    whose = Direction.RECEIVABLE if asked.clients else asked.direction  # these have clients
    about = [
        view
        for view in watched
        if (named is None or view.account.name in named) and whose in (None, view.account.direction)
    ]
    search = Search(
        _windows(asked, watched, now),
        undated=asked.when is When.OPEN,
        unclear=asked.when is When.ATTENTION,
        direction=whose,
        accounts=None if named is None else tuple(view.account.name for view in about),
        clients=asked.clients,
        amounts=_amounts(asked),
        standing=Standing.UNKNOWN if asked.unclear else None,
    )
    return Narrowed(asked, search, about)


def _amounts(asked: Listing) -> Amounts | None:
    over, under = asked.over, asked.under
    if over is None and under is None:
        return None
    currency = next((one.currency for one in (over, under) if one is not None), None)
    return Amounts(
        None if over is None else over.amount, None if under is None else under.amount, currency
    )


def _held(asked: Listing, user: str) -> Held | None:
    if asked.unclaimed:
        return Held(nobody=True)
    people = {user if one == ME else one for one in asked.people}
    if asked.care or people:
        return Held(frozenset(asked.care), frozenset(people))
    return None


def _windows(asked: Listing, accounts: Sequence[AccountView], now: datetime) -> dict[str, Window]:
    """The days that are meant, where each account's days begin and end."""
    zones = {view.account.timezone for view in accounts}
    todays = {zone: now.astimezone(ZoneInfo(zone)).date() for zone in sorted(zones)}
    return {zone: _window(asked, today) for zone, today in todays.items()}


def _window(asked: Listing, today: date) -> Window:
    first, last = days.span(asked.bounds, today)
    ahead = today + timedelta(days=asked.days)
    match asked.when:
        case When.OVERDUE:
            last = min(last, today - timedelta(days=1))
        case When.DUE if not asked.bounds:
            first, last = today, ahead
        case When.ATTENTION:
            last = ahead
    return Window(today, first, last)


@dataclass(slots=True)
class _Scope:
    """What there is to name, and what was named so far."""

    store: Reader
    watched: Sequence[AccountView]
    accounts: set[str] = field(default_factory=set)
    clients: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # bare names that mean accounts

    def place(self, asked: Listing) -> NoSuch | Misunderstood | None:
        """Look up every name; the first that means nothing comes back."""
        names = [view.account.name for view in self.watched]
        for typed in asked.accounts:
            account = account_named(names, typed)
            if account is None:
                return NoSuch("account", typed, nearest(typed, names))
            self.accounts.add(account)
        for typed in asked.clients:
            found = self.store.clients(typed, _MOST_CLIENTS + 1)
            if not found:
                return NoSuch("client", typed, nearest(typed, self.store.clients_like(typed)))
            if len(found) > _MOST_CLIENTS:
                return _too_many(typed, found)
            self.clients.append(typed)
        return next((wrong for typed in asked.names if (wrong := self._place(typed))), None)

    def _place(self, typed: str) -> Misunderstood | None:
        """A bare name: an account, a provider, part of a client's name, or how accounts begin."""
        exact, begins = self._accounts(typed)
        if exact:
            self._mean(typed, exact)
            return None
        clients = self.store.clients(typed, _MOST_CLIENTS + 1)
        if begins and (not clients or len(clients) > _MOST_CLIENTS):
            self._mean(typed, begins)
            return None
        if len(clients) > _MOST_CLIENTS:
            return _too_many(typed, clients)
        if clients:
            self.clients.append(typed)
            return None
        names = [view.account.name for view in self.watched]
        return misunderstood(typed, [*names, *self.store.clients_like(typed)])

    def _mean(self, typed: str, accounts: set[str]) -> None:
        self.accounts |= accounts
        self.said.append(typed)

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


def _too_many(typed: str, clients: Sequence[str]) -> Misunderstood:
    example = f'`/invoices client "{clients[0][:60]}"`'
    hint = _n(
        "more than {number} client has that in its name: write more of it, e.g. {command}",
        "more than {number} clients have that in their names: write more of it, e.g. {command}",
        _MOST_CLIENTS,
        command=example,
    )
    return Misunderstood(typed, None, hint)
