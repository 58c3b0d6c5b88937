"""The world itself: its clocks, its threads, its ladder, its weather, its words."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from state.model import Stage
from state.rules.calendar import WorkingTime
from state.rules.ladder import Ladder, Rules, severity_at, stages
from state.rules.ladder import step_at as bots_step_at
from state.rules.suspension import Suspension
from tests.simulation import ladder
from tests.simulation.__main__ import main
from tests.simulation.flavours import CLOSES, HOLIDAYS, OPENS, ZONES, Flavour
from tests.simulation.hands import Crew
from tests.simulation.hours import Hours
from tests.simulation.places import STOPS, Stop
from tests.simulation.trace import Trace
from tests.simulation.weather import KINDS, Killed, Weather

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("business_days", [False, True])
@pytest.mark.parametrize("stops", [(), *STOPS])
def test_our_own_ladder_and_the_bots_agree_on_every_day_of_a_year(
    zone: str, business_days: bool, stops: tuple[Stop, ...]
):
    flavour = Flavour(zone=zone, business_days=business_days, stops=stops)
    name = stops[0].account if stops else "acme"
    rules = bots_rules(flavour, name)
    for day in range(0, 365, 1 + len(stops)):
        due = date(2026, 1, 1) + timedelta(days=day)
        assert [Stage(one) for one in ladder.offsets(flavour, name)] == [*stages(rules)]
        for offset in ladder.offsets(flavour, name):
            ours = ladder.step_at(due, offset, flavour, name)
            assert ours == bots_step_at(Stage(offset), due, rules), (due, offset)
            for hours in (0, 7, 16):
                moment = ours + timedelta(hours=hours)
                theirs = severity_at(rules, due, moment)
                assert ladder.grade(due, moment, flavour, name) == theirs, (due, moment)


@pytest.mark.parametrize("holidays", HOLIDAYS)
@pytest.mark.parametrize("stops", [(), STOPS[0]])
def test_our_own_ladder_and_the_bots_agree_on_holidays(holidays: str, stops: tuple[Stop, ...]):
    flavour = Flavour(business_days=True, holidays=holidays, stops=stops)
    rules = bots_rules(flavour, "acme")
    for day in range(350):
        due = date(2026, 1, 1) + timedelta(days=day)
        for offset in ladder.offsets(flavour, "acme"):
            if (due + offset * timedelta(days=1)).year == 2026:
                ours = ladder.step_at(due, offset, flavour, "acme")
                assert ours == bots_step_at(Stage(offset), due, rules), (due, offset)


def bots_rules(flavour: Flavour, name: str) -> Rules:
    """What the bot makes of the same words."""
    hours = WorkingTime(flavour.zone, OPENS, CLOSES, flavour.business_days, flavour.holidays)
    steps, stop = Ladder(flavour.before, flavour.after, 7, 1), flavour.stop(name)
    zone = flavour.today_is_of(name)
    if stop is None:
        return Rules(steps, hours, zone)
    hour = time.fromisoformat(stop.hour) if stop.hour else None
    known = Suspension(stop.suspends, stop.ends, stop.zone or zone, hour)
    return Rules(steps, hours, zone, known)


def test_work_waits_for_its_turn_and_whoever_waits_for_it_has_it_done():
    done: list[str] = []
    pool = Crew(Random(1)).pool(1, "errand")
    first = pool.submit(done.append, "first")
    second = pool.submit(done.append, "second")
    assert done == []
    second.result(2.0)
    assert done == ["first", "second"]
    assert first.done()


def test_the_end_of_the_process_is_caught_by_nobody():
    def die() -> None:
        raise Killed("here")

    pool = Crew(Random(1)).pool(1, "errand")
    job = pool.submit(die)
    with pytest.raises(Killed):
        pool.turn()
    assert not job.done()


def test_when_it_is_calm_nothing_strikes():
    weather = Weather(Random(1), Trace(Hours(NOON).true), dict.fromkeys(KINDS, 1.0))
    assert all(weather.strikes(kind) for kind in KINDS)
    weather.calm = True
    assert weather.one_of(KINDS) is None


def test_a_clock_that_is_set_wrong_does_not_change_how_long_things_take():
    hours = Hours(NOON)
    hours.off = timedelta(hours=-2)
    hours.forward(timedelta(seconds=5))
    assert hours.passing() == 5
    assert hours.true() == NOON + timedelta(seconds=5)
    assert hours.bots() < hours.true()


def test_the_command_tells_wrong_words_apart(capsys: pytest.CaptureFixture[str]):
    assert main(["SCHEDULES=many"]) == 2
    assert "'SCHEDULES=many' is none of SCHEDULES, SEED" in capsys.readouterr().err


def test_the_command_lives_one_seed_again_step_by_step(capsys: pytest.CaptureFixture[str]):
    assert main(["SEED=3"]) == 0
    told = capsys.readouterr().out
    assert "starts the bot" in told
    assert "every law holds" in told
    assert "violations: 0" in told
