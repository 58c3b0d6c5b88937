"""How fast a channel is spoken to is a matter of passing time, whatever the clock says."""

from datetime import timedelta

from bot.pace import SECONDS, Pace


class Passing:
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_channel_waits_a_second_after_a_post_and_the_others_do_not() -> None:
    passing = Passing()
    pace = Pace(passing=passing)
    pace.posted("#billing")
    assert pace.busy() == {"#billing"}
    passing.now += SECONDS
    assert pace.busy() == set()


def test_a_call_that_may_still_take_effect_keeps_its_channel_waiting() -> None:
    passing = Passing()
    pace = Pace(passing=passing)
    pace.doubted("#billing", timedelta(seconds=15))
    passing.now += 14.9
    assert pace.busy() == {"#billing"}
    passing.now += 0.2
    assert pace.busy() == set()


def test_a_clock_that_was_set_back_makes_nobody_wait_for_hours() -> None:
    passing = Passing()
    pace = Pace(passing=passing)
    pace.doubted("#billing", timedelta(hours=7))
    passing.now += 301
    assert pace.busy() == set()


def test_without_a_limit_nothing_waits() -> None:
    pace = Pace(0)
    pace.posted("#billing")
    pace.doubted("#billing", timedelta(seconds=15))
    assert pace.busy() == set()
