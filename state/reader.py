"""Questions on SQLite: which connection answers which."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from state import agenda, clients, links, numbers, queries, watched
from state.figures.lots import Lot
from state.file import copying
from state.file.connections import Readers
from state.log import audit, chronicle, events
from state.log.chain import Entry, Head, Proof
from state.messages import (
    OutboxItem,
    Post,
)
from state.model import Account, Event, Invoice, InvoiceKey, InvoiceView
from state.rules.countdowns import Hurry, Policy, always
from state.rules.suspension import countdown
from state.search import PAGE, Found, Search
from state.searching import adding, finding
from state.store import (
    AccountView,
    Late,
    Question,
)


def _nobody_knows(_invoice: Invoice, _account: Account) -> None:
    """Give no policy: what was not configured is not guessed."""


def _never(_account: Account) -> int | None:
    return None


class SqliteReader:
    """What may be asked, while another process writes as well. Safe to use from any thread."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self._policy: Policy = _nobody_knows
        self._clock: Callable[[], datetime] | None = None
        self._hurry: Hurry = _never

    def count_down(
        self, policy: Policy, clock: Callable[[], datetime], hurry: Hurry = always
    ) -> None:
        """Have every view carry when its services stop, by the rules that were configured.

        `hurry` says how many days ahead an account's invoices may be grave already, if at all.
        """
        self._policy, self._clock, self._hurry = policy, clock, hurry

    def hurry(self, account: Account) -> int | None:
        """How many days before they are due its invoices may be grave; None: they never are."""
        return self._hurry(account)

    def _counted(self, view: InvoiceView) -> InvoiceView:
        policy = self._policy(view.invoice, view.account)
        if policy is None or self._clock is None:
            return view
        ends = replace(countdown(policy, view.invoice.due), as_of=self._clock())
        return replace(view, countdown=ends)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def began(self) -> datetime | None:
        """When the history begins; None as long as nothing was recorded."""
        with self._readers.moment() as connection:
            return chronicle.began(connection)

    def news_since(self, accounts: Collection[str], since: datetime) -> list[Event]:
        """What was recorded of invoices of these accounts after that moment, oldest first."""
        with self._readers.moment() as connection:
            return chronicle.news_since(connection, accounts, since)

    def configured(self) -> dict[str, str]:
        """What was last recorded of the configuration; empty before it ever was."""
        with self._readers.moment() as connection:
            return chronicle.configured(connection)

    def entries(self) -> Iterator[Entry]:
        """Every entry of the audit log, oldest first; nothing is proved by it."""
        with self._readers.moment() as connection:
            yield from audit.entries(connection)

    def head(self) -> Head:
        """Where the audit log ends, as it is kept beside it; nothing is proved by it."""
        with self._readers.moment() as connection:
            return events.head(connection)

    def verify(self, expected: bytes | None = None) -> Proof:
        """Whether the audit log is as it was written, from its first entry to its newest."""
        with self._readers.moment() as connection:
            return audit.verify(connection, expected)

    def known(self, account: str) -> Mapping[str, Invoice]:
        """Every recorded invoice of an account by number."""
        with self._readers.moment() as connection:
            return queries.known(connection, account)

    def pending(self) -> int:
        """How many messages still have to go out."""
        with self._readers.moment() as connection:
            return queries.pending(connection)

    def living(self, key: InvoiceKey) -> tuple[OutboxItem, Post] | None:
        """The newest message that shows an invoice, if there is one."""
        with self._readers.moment() as connection:
            return queries.living(connection, key)

    def item(self, key: str) -> OutboxItem | None:
        """A message of the outbox by its key."""
        with self._readers.moment() as connection:
            return queries.item(connection, key)

    def invoices(self, question: Question) -> list[InvoiceView]:
        """Invoices by due date, the oldest first and those without one last, then by key."""
        with self._readers.moment() as connection:
            return [self._counted(view) for view in queries.views(connection, question)]

    def search(self, wanted: Search, page: int = 1, size: int = PAGE) -> Found:
        """What is owed of that sort: its sums, and one page; the last one where there are fewer."""
        with self._readers.moment() as connection:
            found = finding.search(connection, wanted, page, size)
        return replace(found, rows=[self._counted(view) for view in found.rows])

    def all_found(self, wanted: Search) -> list[InvoiceView]:
        """Every invoice that a search finds, in its order; for what has to read all of them."""
        with self._readers.moment() as connection:
            return [self._counted(view) for view in finding.everything(connection, wanted)]

    def lots(self, wanted: Search, cuts: Collection[date]) -> list[Lot]:
        """What a search finds, added up: for figures of very many."""
        with self._readers.moment() as connection:
            return adding.found_lots(connection, wanted, cuts)

    def held(self, wanted: Search, cuts: Collection[date], now: datetime) -> list[Lot]:
        """Of that what somebody's decision holds now, by decision, added up in the same way."""
        with self._readers.moment() as connection:
            return adding.held_lots(connection, wanted, cuts, now)

    def numbered(self, reference: str, accounts: Sequence[str]) -> list[InvoiceView]:
        """Invoices, paid ones too, with that number, key or printed number, in any case."""
        with self._readers.moment() as connection:
            keys = numbers.called(connection, reference, accounts)
            return [self._counted(view) for view in queries.by_keys(connection, keys)]

    def nearly(self, reference: str, accounts: Sequence[str]) -> list[InvoiceKey]:
        """Owed invoices whose number or key differs by a letter or two, the nearest first."""
        with self._readers.moment() as connection:
            return numbers.nearly(connection, reference, accounts)

    def linked(self, url: str) -> list[InvoiceView]:
        """Invoices, paid ones too, whose page has exactly this address."""
        with self._readers.moment() as connection:
            keys = links.linked(connection, url)
            return [self._counted(view) for view in queries.by_keys(connection, keys)]

    def clients(self, part: str, most: int) -> list[str]:
        """Clients with something open whose names have that part, in any case; some of them."""
        with self._readers.moment() as connection:
            return clients.called(connection, part, most)

    def clients_like(self, typed: str) -> list[str]:
        """Some clients whose names have something in common with a misspelt one."""
        with self._readers.moment() as connection:
            return clients.like(connection, typed)

    def invoice(self, key: InvoiceKey) -> InvoiceView | None:
        """One invoice."""
        with self._readers.moment() as connection:
            found = queries.view(connection, key)
        return found and self._counted(found)

    def timeline(self, key: InvoiceKey, limit: int = 100) -> list[Event]:
        """The history of an invoice, oldest first; the last `limit` lines of it."""
        with self._readers.moment() as connection:
            return queries.timeline(connection, key, limit)

    def account_views(self) -> list[AccountView]:
        """Every watched account by name."""
        with self._readers.moment() as connection:
            return watched.views(connection)

    def oldest_owed(self, account: str) -> InvoiceView | None:
        """The owed invoice of an account whose due date is the earliest, if any has one."""
        with self._readers.moment() as connection:
            found = queries.oldest_owed(connection, account)
        return found and self._counted(found)

    def said(self, key: InvoiceKey, limit: int = 100) -> list[OutboxItem]:
        """Messages about an invoice, groups that show it among them, oldest first."""
        with self._readers.moment() as connection:
            return queries.said(connection, key, limit)

    def appeared(self, account: str, at: datetime) -> list[InvoiceKey]:
        """The invoices of an account that were first seen in the check of that instant."""
        with self._readers.moment() as connection:
            return queries.appeared(connection, account, at)

    def next_event(self) -> datetime | None:
        """When the reminder pass or the delivery has something to do next; may be past."""
        with self._readers.moment() as connection:
            return agenda.next_event(connection)

    def late(self, ready_before: datetime) -> Late:
        """What was ready before then and still waits; what Slack asked to delay counts too."""
        with self._readers.moment() as connection:
            return agenda.late(connection, ready_before)

    def copy_to(self, path: str) -> None:
        """Write a consistent copy of all of it, also while another process writes."""
        with self._readers.moment() as connection:
            copying.copy(connection, Path(path))

    def close(self) -> None:
        """Release the database."""
        self._readers.close()
