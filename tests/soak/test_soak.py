"""A short soak in the suite; `make soak` is the long one. And: would a soak notice a mistake?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.billing import FAULTS, BillingAccount
from bot.demo.world import CREDENTIALS
from state.model import Invoice, Standing
from tests.builders import invoice
from tests.soak.__main__ import main
from tests.soak.books import Books, Clock
from tests.soak.faults import KINDS
from tests.soak.laws import Bills, Seen, broken, unsettled
from tests.soak.quiet import quiet
from tests.soak.world import PROVIDERS, STEPS, Line, Violation, World, line, run

SEED = 1


@pytest.fixture(name="through", scope="module")
def _through() -> Iterator[Line]:
    with line() as opened:
        yield opened


@pytest.mark.parametrize("number", range(4))
def test_the_record_keeps_to_the_books_whatever_happens_on_the_line(through: Line, number: int):
    with quiet():
        tally = run(SEED, number, through)
    assert list(map(str, tally.violations)) == []
    assert tally.polls.total() == STEPS
    assert tally.polls.keys() == set(PROVIDERS)


@pytest.mark.parametrize(("shown", "hidden", "believed"), [(3, 1, 0), (2, 1, 0), (2, 2, 1)])
def test_what_whmcs_shows_in_no_list_may_get_another_number_too(
    through: Line, tmp_path: Path, shown: int, hidden: int, believed: int
):
    """SEED=1 WORLD=112 STEP=41: three of four were seen again, and the answer was refused."""
    world = World(SEED, 7, tmp_path, through)
    one = next(one for one in world.watched if one.name == "whmcs")
    books = one.books.account
    for bill in books.bills():
        books.delete(bill.number)
    for at in range(shown + hidden):
        one.books.ever.add(books.add(900_001 + at, f"{at + 1}.00", due=None, client="Acme").number)
    with quiet():
        world._calm(one)
        for at in range(hidden):
            books.mark(900_001 + at, "Sent to the Moon")
        world._calm(one)
        world._renumber(one)
    world.store.close()
    assert list(map(str, world.tally.violations)) == []
    assert world.tally.believed == believed
    assert world.tally.changes["vanished"] == shown + hidden


def test_a_seed_gives_the_same_world_again(through: Line):
    with quiet():
        once, again = (run(SEED, 7, through, until=60) for _ in range(2))
    assert once == again
    assert once.polls.total() == 60
    assert once.renumbered > 0


def test_every_fault_of_the_simulators_is_among_the_faults():
    assert set(FAULTS) <= set(KINDS)


def test_the_command_tells_wrong_words_apart(capsys: pytest.CaptureFixture[str]):
    assert main(["POLLS=many"]) == 2
    assert "'POLLS=many' is none of POLLS, SEED" in capsys.readouterr().err


def test_the_command_lives_one_world_again_up_to_a_step(capsys: pytest.CaptureFixture[str]):
    assert main([f"SEED={SEED}", "WORLD=0", "STEP=5"]) == 0
    told = capsys.readouterr().out
    assert "5 polls in" in told
    assert "violations: 0" in told


# A judge who never finds anybody guilty is of no use: each law is broken once, by hand.


def owed_bill() -> Bills:
    account = BillingAccount(
        "acme", "voxel", Clock(), credentials=CREDENTIALS["voxel"], timezone="UTC"
    )
    return {"7": account.add("7", "12.50", due=invoice().due)}


def seen(before: Mapping[str, Invoice], after: Mapping[str, Invoice], **other: object) -> Seen:
    usual = Seen(
        provider="voxel",
        window=[owed_bill()],
        ever=frozenset({"7"}),
        before=before,
        after=after,
        error=None,
        fault=None,
        lied=False,
    )
    return replace(usual, **other)  # type: ignore[arg-type]


RIGHT = {"7": invoice()}


def test_what_the_books_say_breaks_no_law():
    assert list(broken(seen({}, RIGHT))) == []
    assert list(unsettled("voxel", owed_bill(), RIGHT)) == []


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (seen(RIGHT, {"7": invoice(standing=Standing.PAID)}), "recorded as paid; the books said"),
        (seen(RIGHT, {"7": invoice(standing=Standing.VOID)}), "recorded as void; the books said"),
        (seen(RIGHT, {"7": invoice(open_="12.49 USD")}), "7 is recorded as Facts"),
        (seen(RIGHT, {"7": invoice(due="2026-12-02")}), "7 is recorded as Facts"),
        (seen({}, {}), "was not recorded"),
        (seen(RIGHT, {}), "7 was recorded and is no longer"),
        (seen({}, RIGHT, ever=frozenset()), "7 is recorded and was never in the books"),
        (seen({}, {"7": invoice("acme/07")}), "under another key as well: acme/07"),
        (seen(RIGHT, {}, error="down", fault="down"), "failed (down) and still changed"),
        (seen(RIGHT, RIGHT, error="odd"), "nothing was wrong, yet the check failed: odd"),
    ],
)
def test_each_law_is_found_broken_when_it_is(what: Seen, words: str):
    assert words in " / ".join(broken(what))


@pytest.mark.parametrize(
    "record",
    [{}, {"7": invoice(standing=Standing.UNKNOWN)}, {"7": invoice(standing=Standing.PAID)}],
)
def test_a_record_that_does_not_fit_after_all_faults_is_found(record: Mapping[str, Invoice]):
    assert len(list(unsettled("voxel", owed_bill(), record))) == 1


def test_a_lie_may_hide_what_is_new_but_not_close_what_is_owed():
    assert list(broken(seen({}, {}, lied=True))) == []
    assert list(broken(seen(RIGHT, {"7": invoice(standing=Standing.UNKNOWN)}, lied=True))) == []
    assert list(broken(seen(RIGHT, {"7": invoice(standing=Standing.PAID)}, lied=True))) != []


def test_a_broken_promise_is_told_with_the_words_to_see_it_again():
    told = str(Violation(3, 12, 53, "whmcs", "7 is lost", "none"))
    assert "python -m tests.soak SEED=3 WORLD=12 STEP=53" in told


def test_books_that_are_copied_do_not_change_any_more():
    clock = Clock()
    account = BillingAccount("a", "voxel", clock, credentials={}, timezone="UTC")
    books = Books("voxel", account, clock, number=0)
    account.add("7", "12.50", due=None)
    before = books.as_of_now()
    account.pay("7")
    assert before.bill("7").open == 12.5
    assert account.bill("7").open == 0
