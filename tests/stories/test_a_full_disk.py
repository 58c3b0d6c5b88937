"""The disk is full: nothing is asked, people are told, nothing is lost, it goes on by itself."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bot.demo.world import World
from state.condition import condition
from tests.stories.house import House, house

STANDS_STILL = "The database cannot be written"


def furnish(world: World) -> None:
    world.add_account("chi-leap", "singlehop").add("1", "5.00", due=date(2026, 12, 28))


@contextmanager
def full(home: House) -> Iterator[None]:
    """Nothing can be added to the file while the block runs."""
    connection = home.core.store._writer._connection  # type: ignore[attr-defined]
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    free = connection.execute("PRAGMA freelist_count").fetchone()[0]
    assert free < 10
    connection.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        connection.execute("PRAGMA max_page_count = 1000000")


def many(home: House, first: int) -> None:
    for number in range(first, first + 60):
        long = f"Server {number} " + "with a long name " * 12
        home.world.account("chi-leap").add(
            str(number), "9.00", due=date(2026, 12, 24), description=long
        )


def tick(home: House) -> None:
    home.core.tick()
    time.sleep(0.2)


def told(home: House) -> list[str]:
    return [str(message["text"]) for message in home.slack.history("#ops")]


def test_it_stops_asking_says_so_once_and_goes_on(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        with full(home):
            many(home, 100)
            home.clock.forward(minutes=31)
            tick(home)
            home.slack.wait_for(lambda: home.core.standstill.since)
            home.slack.wait_for(lambda: told(home))
            asked = home.world.account("chi-leap").calls
            for _ in range(5):
                home.clock.forward(seconds=1)
                tick(home)
            assert home.world.account("chi-leap").calls == asked, "nothing is asked meanwhile"
            assert [STANDS_STILL in text for text in told(home)] == [True], "and it is said once"
            assert condition(home.folder / "story.db").damage is None
        home.clock.forward(seconds=11)
        tick(home)
        home.slack.wait_for(lambda: home.core.standstill.since is None)
        home.slack.wait_for(lambda: len(home.messages()) == 2)
        home.pass_time(minutes=31)
        assert home.about("chi-leap/100")
        assert len(home.messages()) == 2, "what is watched, and sixty invoices in one"
        assert told(home)[-1].endswith("can be written again; checks go on.")


def test_a_disk_that_is_full_again_and_again_is_told_of_once_in_an_hour(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        for first in (100, 200, 300):
            with full(home):
                many(home, first)
                home.clock.forward(minutes=8)
                home.core.engine.check_now(["chi-leap"])
                home.slack.wait_for(lambda: home.core.standstill.since)
            home.clock.forward(minutes=1)
            tick(home)
            home.slack.wait_for(lambda: home.core.standstill.since is None)
        home.slack.wait_for(lambda: told(home))
        assert sum(STANDS_STILL in text for text in told(home)) == 1
