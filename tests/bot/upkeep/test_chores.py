"""Small regular work: each at its time, none kept from its turn by another's fault."""

import threading
from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from bot.upkeep.chores import Chore, Chores

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Day:
    """A clock moved by hand, and a diary of what was done when."""

    def __init__(self) -> None:
        self.now = START
        self.done: list[tuple[str, int]] = []

    def time(self) -> datetime:
        return self.now

    def chore(self, name: str, minutes: int) -> Chore:
        return Chore(name, timedelta(minutes=minutes), lambda: self._note(name))

    def _note(self, name: str) -> None:
        self.done.append((name, int((self.now - START).total_seconds() // 60)))


def test_each_chore_is_done_at_once_and_then_at_its_own_pace():
    day = Day()
    chores = Chores(day.time, (day.chore("often", 1), day.chore("seldom", 5)))
    for minute in range(7):
        day.now = START + timedelta(minutes=minute)
        chores.do()
        chores.do()
    assert [minute for name, minute in day.done if name == "often"] == [0, 1, 2, 3, 4, 5, 6]
    assert [minute for name, minute in day.done if name == "seldom"] == [0, 5]
    assert chores.stop()


def test_after_a_long_sleep_a_chore_is_done_once():
    day = Day()
    chores = Chores(day.time, (day.chore("often", 1),))
    chores.do()
    day.now += timedelta(hours=3)
    chores.do()
    chores.do()
    assert day.done == [("often", 0), ("often", 180)]
    assert chores.stop()


def test_a_chore_that_fails_is_logged_and_keeps_no_other_from_being_done():
    day = Day()

    def fail() -> None:
        raise RuntimeError("a fault of ours")

    chores = Chores(day.time, (Chore("broken", timedelta(minutes=1), fail), day.chore("other", 1)))
    with capture_logs() as said:
        chores.do()
        day.now += timedelta(minutes=1)
        chores.do()
    assert day.done == [("other", 0), ("other", 1)]
    assert [one["chore"] for one in said if one["event"] == "chore_crashed"] == ["broken"] * 2
    assert chores.stop()


def test_a_tick_never_waits_and_begins_nothing_while_something_is_under_way():
    day, may_end, begun = Day(), threading.Event(), threading.Semaphore(0)

    def slow() -> None:
        begun.release()
        may_end.wait(60)

    chores = Chores(day.time, (Chore("slow", timedelta(0), slow),))
    chores.tick()
    assert begun.acquire(timeout=30)
    for _ in range(5):
        chores.tick()
    assert not begun.acquire(blocking=False)
    may_end.set()
    assert chores.stop(30)


def test_the_end_does_not_wait_for_ever_for_a_chore_that_hangs():
    day, may_end, begun = Day(), threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        may_end.wait(60)

    chores = Chores(day.time, (Chore("hanging", timedelta(minutes=1), hang),))
    chores.tick()
    assert begun.wait(30)
    assert not chores.stop(0.1)
    may_end.set()
    assert chores.stop(30)


def test_chores_that_were_never_asked_for_end_at_once():
    assert Chores(Day().time, ()).stop()


def test_a_chore_does_not_wait_for_hours_when_a_clock_that_was_ahead_is_set_right():
    day = Day()
    day.now += timedelta(hours=3)
    chores = Chores(day.time, (day.chore("often", 1),))
    chores.do()
    day.now -= timedelta(hours=3)
    chores.do()
    chores.do()
    assert day.done == [("often", 180), ("often", 0)]
    assert chores.stop()
