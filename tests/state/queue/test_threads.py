"""Many threads on one store, and a process that is killed while it writes."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from state.database import SqliteStore, StateError, open_reader, open_store
from state.messages import (
    Post,
    Sent,
)
from state.model import Care, CareState, InvoiceView
from state.store import (
    CheckResult,
    Decision,
    Declined,
    Lease,
    Question,
)
from tests.state.builders import HOUR, MINUTE, NOON, account, draft, invoice, record

KEY = invoice().key
Result = TypeVar("Result")


def at_once(count: int, work: Callable[[int], Result]) -> list[Result]:
    """Start as many threads at the same moment and give what they return."""
    barrier = Barrier(count)

    def one(number: int) -> Result:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_two_hundred_read_then_write_steps_at_once_all_succeed(store: SqliteStore) -> None:
    record(store, invoice())

    def count_up(view: InvoiceView) -> Decision:
        before = int(view.care.note or 0) if view.care else 0
        care = Care(CareState.ACKNOWLEDGED, "U1", NOON, note=str(before + 1))
        return Decision(care, "acknowledged", "U1", NOON)

    def work(_: int) -> list[Decision | Declined]:
        return [store.decide(KEY, count_up) for _ in range(10)]

    outcomes = [one for some in at_once(20, work) for one in some]
    assert len(outcomes) == 200
    assert all(isinstance(one, Decision) for one in outcomes)
    view = store.invoice(KEY)
    assert view is not None
    assert view.care is not None
    assert view.care.note == "200"
    assert len(store.timeline(KEY, limit=1000)) == 201


def test_even_two_writers_by_mistake_wait_for_each_other(store: SqliteStore, path: Path) -> None:
    record(store, invoice())
    with open_store(path) as second:

        def work(number: int) -> list[Decision | Declined]:
            mine = (store, second)[number % 2]
            care = Care(CareState.ACKNOWLEDGED, "U1", NOON)
            decision = Decision(care, "acknowledged", "U1", NOON)
            return [mine.decide(KEY, lambda _: decision) for _ in range(25)]

        assert sum(len(some) for some in at_once(8, work)) == 200
    assert len(store.timeline(KEY, limit=1000)) == 201


def test_of_two_people_who_click_at_once_one_is_told_that_the_other_was_first(
    store: SqliteStore,
) -> None:
    record(store, invoice())

    def click(number: int) -> Decision | Declined:
        def rule(view: InvoiceView) -> Decision | Declined:
            if view.care is not None:
                return Declined(f"already acknowledged by {view.care.by}")
            care = Care(CareState.ACKNOWLEDGED, f"U{number}", NOON)
            line = draft(f"acme/7:acknowledged:{number}")
            return Decision(care, "acknowledged", care.by, NOON, drafts=[line])

        return store.decide(KEY, rule)

    outcomes = at_once(8, click)
    assert sum(isinstance(one, Decision) for one in outcomes) == 1
    assert store.pending() == 1


def test_an_account_that_is_due_is_claimed_by_one_of_many_workers(store: SqliteStore) -> None:
    store.sync_accounts([account(f"a{number}") for number in range(60)], NOON)

    def work(_: int) -> list[Lease]:
        mine: list[Lease] = []
        while some := store.claim_due(NOON, 3, HOUR):
            mine += some
        return mine

    claimed = [lease.account for some in at_once(6, work) for lease in some]
    assert sorted(claimed) == sorted(f"a{number}" for number in range(60))


def test_a_worker_that_was_paused_past_its_lease_records_nothing(store: SqliteStore) -> None:
    """Every lease runs out before it is used, so each account is taken again and again."""
    store.sync_accounts([account(f"a{number}") for number in range(20)], NOON)

    def work(number: int) -> list[bool]:
        now: datetime = NOON + number * MINUTE
        leases = store.claim_due(now, 100, timedelta(microseconds=1))
        return [
            store.commit_check(
                lease,
                CheckResult(now, NOON + HOUR, "d", drafts=[draft(f"{lease.account}:{number}")]),
            )
            for lease in leases
        ]

    recorded = [done for some in at_once(8, work) for done in some]
    assert sum(recorded) == store.pending()
    with store._readers.moment() as connection:
        rows = connection.execute("SELECT account FROM outbox").fetchall()
    assert len(rows) == sum(recorded)


def test_one_key_is_one_message_whoever_queues_it(store: SqliteStore) -> None:
    def work(number: int) -> int:
        return store.enqueue([draft(f"key {n}", what=str(number)) for n in range(50)], NOON)

    assert sum(at_once(8, work)) == 50
    assert store.pending() == 50


def test_each_message_is_claimed_by_one_of_many_senders(store: SqliteStore) -> None:
    messages = [draft(f"{n}", channel=f"#c{n % 7}", what=f"w{n}") for n in range(70)]
    store.enqueue(messages, NOON)

    def work(_: int) -> list[str]:
        mine: list[str] = []
        while store.pending():
            for claim in store.claim_outbox(NOON, HOUR):
                mine.append(claim.item.draft.key)
                assert store.settle(claim, Sent(Post("C1", "1.0")), NOON)
        return mine

    sent = Counter(key for some in at_once(4, work) for key in some)
    assert sent == Counter(one.key for one in messages)


def test_readers_go_on_while_a_writer_commits(store: SqliteStore) -> None:
    record(store, invoice(), invoice("acme/8"))

    def work(number: int) -> int:
        if number == 0:
            for turn in range(50):
                store.enqueue([draft(f"turn {turn}")], NOON)
            return 50
        return sum(len(store.invoices(Question())) for _ in range(50))

    assert at_once(5, work) == [50, 100, 100, 100, 100]


def test_a_database_that_is_closed_under_a_reader_says_so(store: SqliteStore) -> None:
    with store._readers.moment() as connection:
        store.close()
        assert connection.execute("SELECT count(*) FROM accounts").fetchone()[0] == 1
    with pytest.raises(StateError, match="closed"):
        store.account_views()


WRITER = """
import sys
from tests.state.builders import HOUR, MINUTE, NOON, account, draft, invoice, record
from state.database import open_store

store = open_store(sys.argv[1])
store.sync_accounts([account()], NOON)
known = []
for number in range(100_000):
    known.append(invoice(f"acme/{number}"))
    record(store, *known[-3:], drafts=[draft(f"acme/{number}:new", str(number))],
           at=NOON + number * MINUTE)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


@pytest.mark.parametrize("after", [1, 7, 25])
def test_a_killed_process_loses_nothing_it_said_it_had_written(path: Path, after: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout is not None
    said = [int(process.stdout.readline()) for _ in range(after)]
    os.kill(process.pid, signal.SIGKILL)
    said += [int(line) for line in process.stdout]
    process.stdout.close()
    process.wait()
    with open_store(path, create=False) as store:
        known = store.known("acme")
        for number in said:
            assert str(number) in known
            assert store.item(f"acme/{number}:new") is not None
        assert store.pending() == len(known), "a message without its invoice, or the reverse"
        for one in known.values():
            assert store.timeline(one.key)[0].kind == "appeared"


def test_another_process_reads_while_this_one_writes(path: Path) -> None:
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        record(store, invoice())
        with store._writer.transaction() as connection:
            connection.execute("DELETE FROM deliveries")
            with open_reader(path) as reader:
                assert reader.known("acme") == {"7": invoice()}
