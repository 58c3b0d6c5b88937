"""Whatever happens, in whatever order: each message goes out once, in its turn, or says why not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from state.database import SqliteStore, open_store
from state.messages import (
    Ambiguous,
    Claim,
    Dropped,
    Kind,
    Later,
    OutboxItem,
    OutboxState,
    Post,
    Refused,
    Sent,
)
from tests.state.builders import MINUTE, NOON, account, draft

CHANNELS = st.sampled_from(["#billing", "#ops"])
KINDS = st.sampled_from([Kind.INVOICE, Kind.REPLY])


class OutboxMachine(RuleBasedStateMachine):
    """A Slack that may or may not get what is sent, a clock, and a process that may die."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "duewatch.db"
        self.store: SqliteStore = open_store(self.path)
        self.store.sync_accounts([account()], NOON)
        self.now = NOON
        self.keys: list[str] = []
        self.held: list[Claim] = []
        self.in_slack: dict[str, int] = {}  # token -> how often it was posted

    def teardown(self) -> None:
        self.everything_comes_to_an_end()
        self.store.close()
        self.folder.cleanup()

    @rule(channel=CHANNELS, count=st.integers(1, 8), kind=KINDS)
    def queue(self, channel: str, count: int, kind: Kind) -> None:
        fresh = [f"{len(self.keys) + turn}" for turn in range(count)]
        drafts = [draft(key, key, kind=kind, channel=channel) for key in fresh]
        assert self.store.enqueue(drafts, self.now) == count
        self.keys += fresh

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def queue_again(self, data: st.DataObject) -> None:
        known = data.draw(st.sampled_from(self.keys))
        assert self.store.enqueue([draft(known, channel="#elsewhere")], self.now) == 0

    @rule()
    def claim(self) -> None:
        self.held += self.store.claim_outbox(self.now, MINUTE)

    @rule(seconds=st.integers(1, 90))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), outcome=st.sampled_from(["sent", "lost", "later", "refused", "dropped"]))
    def settle(self, data: st.DataObject, outcome: str) -> None:
        claim = self.held.pop(data.draw(st.integers(0, len(self.held) - 1)))
        item = self.store.item(claim.item.draft.key)
        assert item is not None
        current = item.state is OutboxState.UNSURE and item.attempts == claim.item.attempts
        if not current:  # it was taken by somebody else or settled: a late sender must not count
            assert not self.store.settle(claim, Refused("late"), self.now)
            return
        with self.changes_only(claim.item):
            self._settle(claim, outcome)

    def _settle(self, claim: Claim, outcome: str) -> None:
        soon = self.now + timedelta(seconds=20)
        token, there = claim.item.token, claim.reconcile and claim.item.token in self.in_slack
        match outcome:
            case "later":
                result = self.store.settle(claim, Later(soon, "wait"), self.now)
            case "refused" if not there:
                result = self.store.settle(claim, Refused("no"), self.now)
            case "dropped" if not there:
                result = self.store.settle(claim, Dropped("paid"), self.now)
            case _:
                if not there:
                    self.in_slack[token] = self.in_slack.get(token, 0) + 1
                lost = outcome == "lost"
                result = self.store.settle(
                    claim, Ambiguous(soon, "lost") if lost else Sent(Post("C1", "1.0")), self.now
                )
        assert result

    @contextmanager
    def changes_only(self, item: OutboxItem) -> Iterator[None]:
        others = {key: self.store.item(key) for key in self.keys if key != item.draft.key}
        yield
        assert {key: self.store.item(key) for key in others} == others

    @rule()
    def die_and_come_back(self) -> None:
        """Calls that were under way may have got through; nobody knows."""
        for claim in self.held:
            if not claim.reconcile and claim.item.token not in self.in_slack:
                self.in_slack[claim.item.token] = 1
        self.held.clear()
        self.store.close()
        self.store = open_store(self.path, create=False)
        self.store.take_over()

    def everything_comes_to_an_end(self) -> None:
        self.now += timedelta(minutes=10)
        while claims := self.store.claim_outbox(self.now, MINUTE):
            for claim in claims:
                self._settle(claim, "sent")
        assert self.store.pending() == 0
        self.nothing_is_posted_twice()
        self.what_is_sent_is_in_slack()

    @invariant()
    def nothing_is_posted_twice(self) -> None:
        assert all(count == 1 for count in self.in_slack.values())

    @invariant()
    def nothing_is_lost(self) -> None:
        items = [self.store.item(key) for key in self.keys]
        assert all(item is not None for item in items)

    @invariant()
    def a_first_claim_is_never_of_something_that_slack_may_have(self) -> None:
        for claim in self.held:
            if not claim.reconcile:
                assert claim.item.attempts == 1 or claim.item.token not in self.in_slack

    @invariant()
    def what_is_sent_is_in_slack(self) -> None:
        for key in self.keys:
            item = self.store.item(key)
            assert item is not None
            if item.state is OutboxState.SENT:
                assert item.token in self.in_slack


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
