"""The store on SQLite: which connection answers which question."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from state import accounts, agenda, deliveries, lately, ledger, links, renumbering
from state.clicks import Click, Taken
from state.file.connections import Readers, Writer
from state.found import Remembered, Standing
from state.log import events
from state.messages import (
    Claim,
    Draft,
    Outcome,
    Post,
)
from state.model import Account, Event, InvoiceKey, InvoiceView, Mute
from state.people import duty, home_tabs, mutes
from state.queue import adopting, merging, outbox, standing
from state.reader import SqliteReader
from state.store import (
    AccountView,
    CheckResult,
    Decision,
    Declined,
    Failure,
    Lease,
    Reminder,
)
from state.storms import Answer


class SqliteStore(SqliteReader):
    """What we know and may change: one writer, any number of readers."""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        super().__init__(readers)
        self._writer = writer

    def take_over(self) -> None:
        """End every lease and claim of a former process; the caller holds the writer's lock.

        A killed process's work is then taken up at once rather than when its leases run
        out. Its last message may still be on the way to Slack, so it is looked for a few
        seconds after it was sent and not before.
        """
        with self._writer.transaction() as connection:
            accounts.give_up_leases(connection)
            outbox.give_up_claims(connection)

    def sync_accounts(self, accounts_: Iterable[Account], now: datetime) -> None:
        """Make the configured accounts the watched ones; new ones are due at once."""
        with self._writer.transaction() as connection:
            accounts.sync(connection, accounts_, now)

    def check_by(self, latest: Mapping[str, datetime], now: datetime) -> None:
        """Make the checks due that are planned for later than these accounts allow."""
        with self._writer.transaction() as connection:
            accounts.check_by(connection, latest, now)

    def claim_due(self, now: datetime, limit: int, lease: timedelta) -> list[Lease]:
        """Take the accounts whose check is due, oldest first, each for `lease`."""
        with self._readers.moment() as connection:
            if not agenda.anything_due(connection, now):
                return []
        with self._writer.transaction() as connection:
            return accounts.claim_due(connection, now, limit, lease)

    def claim_account(self, name: str, now: datetime, lease: timedelta) -> Lease | None:
        """Take one account whether due or not; None if a check of it is under way."""
        with self._writer.transaction() as connection:
            return accounts.claim(connection, name, now, lease)

    def commit_check(self, lease: Lease, result: CheckResult) -> bool:
        """Record a check in one transaction; False if the lease was overtaken."""
        with self._writer.transaction() as connection:
            return ledger.commit_check(connection, lease, result)

    def commit_failure(self, lease: Lease, failure: Failure) -> bool:
        """Record a failed check; no invoice changes. False if the lease was overtaken."""
        with self._writer.transaction() as connection:
            return accounts.commit_failure(connection, lease, failure)

    def due_steps(self, now: datetime, limit: int) -> list[InvoiceView]:
        """Invoices whose next reminder step or end of care has come, oldest first."""
        with self._readers.moment() as connection:
            return [self._counted(view) for view in agenda.due_steps(connection, now, limit)]

    def commit_reminders(self, reminders: Sequence[Reminder], now: datetime) -> None:
        """Queue and re-schedule in one transaction; a known key is not queued again."""
        with self._writer.transaction() as connection:
            ledger.commit_reminders(connection, reminders, now)

    def decide(
        self, key: InvoiceKey, rule: Callable[[InvoiceView], Decision | Declined]
    ) -> Decision | Declined:
        """Apply a rule to an invoice as it stands now, in one transaction."""
        with self._writer.transaction() as connection:
            return ledger.decide(connection, key, lambda view: rule(self._counted(view)))

    def mute(
        self,
        account: str,
        mute: Mute | None,
        now: datetime,
        drafts: Sequence[Draft] = (),
        by: str = "duewatch",
        source: str = "",
    ) -> bool:
        """Mute an account, or end its mute (None); False if the account is not watched."""
        actor = mutes.Actor(mute.by if mute else by, source)
        with self._writer.transaction() as connection:
            return mutes.mute(connection, account, mute, now, drafts, actor)

    def end_mutes(
        self, now: datetime, drafts: Callable[[AccountView], Sequence[Draft]]
    ) -> list[str]:
        """End the mutes whose time has come; the accounts' names."""
        with self._readers.moment() as connection:
            if not mutes.any_over(connection, now):
                return []
        with self._writer.transaction() as connection:
            return mutes.end_mutes(connection, now, drafts)

    def hand_over(
        self,
        people: tuple[str, ...],
        now: datetime,
        drafts: Callable[[tuple[str, ...]], Sequence[Draft]],
    ) -> bool:
        """Note who is on call; if others were, queue `drafts(those)`. True if it changed."""
        with self._writer.transaction() as connection:
            return duty.hand_over(connection, people, now, drafts)

    def enqueue(self, drafts: Iterable[Draft], now: datetime) -> int:
        """Queue what was not queued before; the number of new messages."""
        with self._writer.transaction() as connection:
            return outbox.enqueue(connection, drafts, now)

    def claim_outbox(
        self, now: datetime, lease: timedelta, hold: Collection[str] = ()
    ) -> list[Claim]:
        """Take the first waiting message of each channel and mark it UNSURE."""
        with self._readers.moment() as connection:
            if not outbox.ready_channels(connection, now):
                return []
        with self._writer.transaction() as connection:
            claims = []
            for channel in outbox.ready_channels(connection, now):
                held = channel in hold
                merging.merge_next(connection, channel, now, held=held)
                claims.append(outbox.claim_head(connection, channel, now, lease, redraw_only=held))
            return [claim for claim in claims if claim is not None]

    def settle(self, claim: Claim, outcome: Outcome, now: datetime) -> bool:
        """Record how it went; False if the claim was overtaken."""
        with self._writer.transaction() as connection:
            return outbox.settle(connection, claim, outcome, now)

    def forget_living(self, post: Post) -> None:
        """Note that a message is gone: its invoices get a new one when there is news."""
        with self._writer.transaction() as connection:
            outbox.forget_living(connection, post)

    def answer_storm(self, said: Answer) -> bool:
        """Record what a person says about a storm; False if it was answered before."""
        with self._writer.transaction() as connection:
            return renumbering.answer(connection, said)

    def seen_delivery(self, delivery: str, now: datetime) -> bool:
        """Remember that Slack delivered this id; True if it did so before."""
        with self._writer.transaction() as connection:
            return deliveries.seen(connection, delivery, now)

    def take_click(self, click: Click, now: datetime) -> Taken:
        """Write a click down; when this returns it is on the disk."""
        with self._writer.transaction() as connection:
            return deliveries.take(connection, click, now)

    def waiting_clicks(self) -> list[Click]:
        """Clicks that were written down and not carried out, in the order in which they came."""
        with self._readers.moment() as connection:
            return deliveries.waiting(connection)

    @contextmanager
    def carrying_out(self, click: str, now: datetime) -> Iterator[datetime | None]:
        """One transaction for everything that a click changes; None if it was done before."""
        with self._writer.transaction() as connection:
            asked_at = deliveries.asked_at(connection, click)
            yield asked_at
            if asked_at:
                deliveries.finish(connection, click, "done", now)

    def answer_click(self, click: str, answer: str, now: datetime) -> None:
        """Note that a click is carried out, and what is to be said of it, until it was said."""
        with self._writer.transaction() as connection:
            deliveries.finish(connection, click, "done", now, answer)

    def untold_clicks(self) -> list[Click]:
        """What is carried out and was not said yet, in its order; the payload is the answer."""
        with self._readers.moment() as connection:
            return deliveries.untold(connection)

    def told_clicks(self, clicks: Collection[str]) -> None:
        """Forget the answers to these clicks: they were given."""
        with self._writer.transaction() as connection:
            deliveries.told(connection, clicks)

    def give_up_click(self, click: str, now: datetime) -> None:
        """Note that a click failed by a fault of ours, and is not to be tried again."""
        with self._writer.transaction() as connection:
            deliveries.finish(connection, click, "failed", now)

    def note(self, event: Event) -> None:
        """Write down what changed nothing, such as that somebody was not allowed to."""
        with self._writer.transaction() as connection:
            events.record(connection, [event])

    def shown_since(self, since: datetime, most: int) -> list[tuple[InvoiceKey, str]]:
        """One owed invoice of each message posted since then, the newest first, so many of them."""
        with self._readers.moment() as connection:
            return lately.shown_since(connection, since, most)

    def is_welcomed(self, person: str) -> bool:
        """True if somebody has put the first hints away, for good."""
        with self._readers.moment() as connection:
            return links.is_welcomed(connection, person)

    def welcomed(self, person: str, now: datetime) -> None:
        """Note that somebody needs no first hints any more."""
        with self._writer.transaction() as connection:
            links.welcomed(connection, person, now)

    def home_choice(self, person: str) -> str:
        """What somebody chose for their Home tab; empty: nothing yet."""
        with self._readers.moment() as connection:
            return home_tabs.choice(connection, person)

    def choose_home(self, person: str, chosen: str, now: datetime) -> None:
        """Keep what somebody chose; when this returns it is on the disk."""
        with self._writer.transaction() as connection:
            home_tabs.choose(connection, person, chosen, now)

    def homes_seen_since(self, since: datetime, most: int) -> list[str]:
        """Who looked at their Home tab since then, the latest first."""
        with self._readers.moment() as connection:
            return home_tabs.seen_since(connection, since, most)

    def newest_event(self) -> int:
        """A number that grows whenever something happens to an invoice or an account."""
        with self._readers.moment() as connection:
            return home_tabs.newest_event(connection)

    def adopt(self, post: Post, keys: Sequence[InvoiceKey], channel: str, now: datetime) -> bool:
        """Take a message that shows these invoices for theirs; False if all have one."""
        with self._writer.transaction() as connection:
            return adopting.adopt(connection, post, keys, channel, now)

    def remembered(self, place: str, tokens: Sequence[str]) -> Remembered:
        """What is known of these messages, and of the newest one in a place (Slack's id)."""
        with self._readers.moment() as connection:
            return standing.remembered(connection, place, tokens)

    def adopt_standing(
        self, found: Sequence[Standing], channel: str, now: datetime, *, partly: bool = True
    ) -> list[InvoiceKey]:
        """Make messages the living ones of invoices that have none; one of each message."""
        with self._readers.moment() as connection:
            keys = standing.by_mark(connection, found)
        with self._writer.transaction() as connection:
            return standing.adopt_standing(connection, found, keys, channel, now, partly=partly)

    def close(self) -> None:
        """Release the database."""
        super().close()
        self._writer.close()
