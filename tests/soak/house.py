"""One small world: an account at each provider, a database, and the real code between them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

import httpx

import providers
from bot.announce import Manner
from bot.check import Checked, Checker, Plan
from bot.demo.world import PATHS
from providers.base import Connection, OptionKind, Provider, Secret
from state.database import open_store
from state.messages import Draft
from state.model import Account
from state.rules.calendar import WorkingTime
from state.rules.ladder import Ladder, Rules
from state.sqlite import SqliteStore
from state.store import CheckResult, Failure, Lease
from tests.soak import linode
from tests.soak.books import Books

LADDER = Ladder(before=(7, 3, 1, 0), after=(1, 3, 7), repeat=7, max_repeats=2)
RULES = Rules(LADDER, WorkingTime("UTC", time(9), time(17, 30)), "UTC")
LEASE = timedelta(minutes=15)


class Witness(SqliteStore):
    """The store itself, with an eye on the messages that are handed to it."""

    def __init__(self, path: Path) -> None:
        opened = open_store(path)
        super().__init__(opened._readers, opened._writer)
        self.heard: Counter[str] = Counter()  # message keys
        self.announced: Counter[str] = Counter()  # invoices, as new

    def commit_check(self, lease: Lease, result: CheckResult) -> bool:
        """Record, and remember the messages."""
        self._hear(result.drafts)
        return super().commit_check(lease, result)

    def commit_failure(self, lease: Lease, failure: Failure) -> bool:
        """Record; its message is queued only for the first failure in a row."""
        if not lease.failures:
            self._hear(failure.drafts)
        return super().commit_failure(lease, failure)

    def _hear(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            self.heard[draft.key] += 1
            if draft.what == "new":
                self.announced[f"{draft.account}/{draft.number}"] += 1

    def doubled(self) -> list[str]:
        """Keys that were used twice and invoices that were called new twice."""
        twice = [key for key, times in self.heard.items() if times > 1]
        return twice + [f"{key} as new" for key, times in self.announced.items() if times > 1]


@dataclass(slots=True)
class Watch:
    """One account, watched."""

    books: Books
    account: Account
    connection: Connection
    provider: Provider

    @property
    def name(self) -> linode.Name:
        """Which provider it is at."""
        return self.books.provider

    def restart(self) -> None:
        """Begin anew, as after a restart of the bot: nothing is kept in memory."""
        self.provider = providers.load(self.name).connect(self.connection)


def watch(books: Books, base_url: str, clients: Callable[[], httpx.Client], retries: int) -> Watch:
    """Configure and connect an account."""
    there, name = books.account, books.provider
    spec, path = providers.load(name), linode.PATH if name == "linode" else PATHS[name]
    account = Account(there.name, name, spec.direction, "#billing", spec.timezone, spec.currency)
    given, kinds = there.credentials, {option.name: option.kind for option in spec.options}
    connection = Connection(
        account=account,
        url=f"{base_url}/{there.name}{path}",
        texts={name: given[name] for name in given if kinds[name] is OptionKind.TEXT},
        lists={name: tuple(words) for name, words in there.settings.items()},
        secrets={n: _secret(given[n]) for n in given if kinds[n] is OptionKind.SECRET},
        clients=clients,
        now=books.clock,
        deadline=10.0,
        retries=retries,
    )
    return Watch(books, account, connection, spec.connect(connection))


def _secret(value: str) -> Secret:
    return Secret(lambda: value)


def check(store: Witness, watched: Watch, *, believe: bool = False) -> Checked:
    """Check one account, due or not, as the engine does it."""
    clock = watched.books.clock
    lease = store.claim_account(watched.account.name, clock(), LEASE)
    assert lease is not None, "nobody else checks here"
    manner = Manner(RULES, watched.account.channel)
    plan = Plan(watched.account, watched.provider, timedelta(minutes=30), lambda _: manner)
    return Checker(store, clock, lambda wait: wait).check(plan, lease, believe=believe)
