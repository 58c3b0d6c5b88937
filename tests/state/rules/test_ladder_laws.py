"""The laws of the ladder: 10 years, 30 calendars, 6 zones, outages of up to 60 days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.model import Stage
from state.rules.calendar import WorkingTime, is_working, last_opening, next_opening, opening
from state.rules.ladder import (
    Ladder,
    Rules,
    following,
    may_speak_at,
    next_step,
    reached,
    rises,
    severity_at,
    stages,
    step_at,
)
from state.rules.severity import Severity
from state.rules.suspension import Suspension, countdown, first_after

CALENDARS = (
    *("AE", "AR", "AU-NSW", "BD", "BR", "CA-ON", "CH-ZH", "CN", "DE-BY", "EG", "ES-CT", "FR"),
    *("GB-SCT", "HK", "HU", "ID", "IL", "IN", "IT", "JP", "KR", "MY", "NL", "NZ", "PL", "SA"),
    *("SE", "TH", "TR", "US-CA"),
)
ZONES = (
    *("America/Phoenix", "America/New_York", "Europe/Berlin"),
    *("Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland"),
)
FIRST, DAYS = date(2020, 1, 1), 3653  # ten years

Said = list[tuple[datetime, Stage]]


@pytest.mark.parametrize("code", CALENDARS)
def test_no_day_of_ten_years_puts_a_step_outside_working_time_or_before_another(code: str) -> None:
    for zone in ZONES:
        hours = WorkingTime(zone, time(9), time(17, 30), business_days=True, holidays=code)
        days = [FIRST + timedelta(days=number) for number in range(DAYS)]
        closed = [day for day in days if not opening(day, hours)]
        assert 400 < len(closed) < 1_600
        for policy in (None, Suspension(0, None, zone, time(1))):
            rules = Rules(Ladder((0,), ()), hours, zone, policy)
            moments = [step_at(Stage(0), day, rules) for day in closed]
            assert all(is_working(moment, hours) for moment in moments)
            assert all(one <= other for one, other in pairwise(moments))


codes = st.one_of(st.none(), st.sampled_from(CALENDARS))
zones = st.sampled_from(ZONES)
dues = st.integers(0, DAYS - 1).map(lambda days: FIRST + timedelta(days=days))
spans = st.one_of(st.none(), st.integers(0, 40))
hours_of_day = st.one_of(st.none(), st.just(time(1)), st.times())
ladders = st.builds(
    Ladder,
    st.lists(st.integers(0, 30), max_size=5).map(tuple),
    st.lists(st.integers(1, 30), max_size=5).map(tuple),
    st.one_of(st.none(), st.integers(1, 14)),
    st.integers(0, 5),
)
working_times = st.builds(
    WorkingTime,
    zones,
    st.times(time(0), time(12)),
    st.times(time(12, 1), time(23, 59)),
    business_days=st.sampled_from([True, True, True, False]),
    holidays=codes,
)
policies = st.one_of(st.none(), st.builds(Suspension, spans, spans, zones, hours_of_day))
all_rules = st.builds(Rules, ladders, working_times, zones, policies, st.just(value=False))
laws = settings(deadline=None, max_examples=200)


def simulate(
    rules: Rules, due: date, away: Callable[[datetime], datetime] = lambda now: now
) -> Said:
    """What is said from long before the due date on, by a bot that looks when it has to.

    `away` gives the moment at which a look really happens.
    """
    now = away(midnight(due) - timedelta(days=60))
    said: Said = []
    while True:
        stage = reached(rules, due, now)
        coming = [next_step(rules, due, now)]
        if stage is not None and stage not in {one for _, one in said}:
            allowed = may_speak_at(rules, due, now)
            if allowed <= now:
                said.append((now, stage))
            else:
                coming.append(allowed)
        looks = [look for look in coming if look is not None]
        if not looks:
            return said
        now = away(min(looks))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def spoken(said: Said) -> list[Stage]:
    return [stage for _, stage in said]


def is_forced(rules: Rules, due: date, moment: datetime) -> bool:
    """True if something is taken away before people are back at work."""
    cutoff = first_after(countdown(rules.suspension, due), moment)
    back = next_opening(moment, rules.hours)
    return cutoff is not None and back is not None and cutoff <= back


@laws
@given(all_rules, dues)
def test_law_moments_follow_each_other_in_the_order_of_the_ladder(rules: Rules, due: date) -> None:
    moments = [step_at(stage, due, rules) for stage in stages(rules)]
    assert moments == sorted(moments)
    assert all(is_working(moment, rules.hours) for moment in moments)


@laws
@given(all_rules, dues)
def test_law_nothing_is_taken_away_before_the_step_that_warns_of_it(
    rules: Rules, due: date
) -> None:
    ends = countdown(rules.suspension, due)
    for stage in stages(rules):
        day = due + timedelta(days=stage.offset)
        nominal = datetime.combine(day, rules.hours.opens, ZoneInfo(rules.hours.zone))
        cutoff, moment = first_after(ends, nominal.astimezone(UTC)), step_at(stage, due, rules)
        assert cutoff is None or moment < cutoff
        if moment < nominal:  # it moved only because it had to, and no further than it had to
            assert cutoff is not None
            later = next_opening(nominal.astimezone(UTC), rules.hours)
            assert later is not None
            assert cutoff <= later
            assert moment == last_opening(nominal.astimezone(UTC), rules.hours)


@laws
@given(all_rules, dues)
def test_law_a_bot_that_is_never_away_says_each_moments_highest_step_once_in_working_time(
    rules: Rules, due: date
) -> None:
    said = simulate(rules, due)
    table = {step_at(stage, due, rules): stage for stage in stages(rules)}
    assert said == sorted(table.items())
    assert all(is_working(moment, rules.hours) for moment, _ in said)


@settings(deadline=None, max_examples=400)
@given(all_rules, dues, st.integers(-50, 90), st.integers(0, 86_399), st.integers(0, 60 * 86_400))
def test_law_after_any_outage_the_highest_missed_step_is_said_exactly_once(
    rules: Rules, due: date, day: int, second: int, length: int
) -> None:
    gone = midnight(due) + timedelta(days=day, seconds=second)
    back = gone + timedelta(seconds=length)
    said = simulate(rules, due, lambda now: back if gone <= now < back else now)

    assert spoken(said) == sorted(set(spoken(said)))  # each at most once, none after a higher one
    assert all(is_working(now, rules.hours) or is_forced(rules, due, now) for now, _ in said)
    assert spoken(said)[-1:] == list(stages(rules)[-1:])  # and the ladder is walked to its end

    before = [stage for now, stage in said if now < gone]
    after = [(now, stage) for now, stage in said if now >= back]
    missed = reached(rules, due, back)
    if missed is not None and missed not in before:
        now, first = after[0]
        # it waits for the next opening at most; what came in the meantime stands in for it
        assert now == may_speak_at(rules, due, back)
        assert first == reached(rules, due, now)
        assert first == missed or is_forced(rules, due, now) or not is_working(back, rules.hours)
    # from then on all is as if nothing had happened
    rest = [(at, stage) for at, stage in simulate(rules, due) if after and at > after[0][0]]
    assert after[1:] == rest or after == rest


@laws
@given(all_rules, dues, st.integers(-60, 120), st.integers(0, 86_399))
def test_law_speaking_waits_for_the_next_opening_unless_that_is_too_late(
    rules: Rules, due: date, day: int, second: int
) -> None:
    now = midnight(due) + timedelta(days=day, seconds=second)
    allowed = may_speak_at(rules, due, now)
    if allowed == now:
        assert is_working(now, rules.hours) or is_forced(rules, due, now)
    else:
        assert allowed == next_opening(now, rules.hours)
        assert not is_working(now, rules.hours)
        assert not is_forced(rules, due, now)
    assert may_speak_at(rules, due, allowed) == allowed


@laws
@given(all_rules, dues, st.integers(-60, 120), st.integers(0, 86_399), st.timedeltas(timedelta()))
def test_law_time_lowers_neither_the_step_nor_the_severity(
    rules: Rules, due: date, day: int, second: int, later: timedelta
) -> None:
    now = midnight(due) + timedelta(days=day, seconds=second)
    then = now + min(later, timedelta(days=100))
    first, second_ = reached(rules, due, now), reached(rules, due, then)
    assert first is None or (second_ is not None and second_ >= first)
    assert severity_at(rules, due, now) <= severity_at(rules, due, then)


@laws
@given(all_rules, dues)
def test_law_each_rise_of_severity_along_the_ladder_is_shown_once(rules: Rules, due: date) -> None:
    said = simulate(rules, due)
    shown = [severity_at(rules, due, now) for now, stage in said if rises(rules, due, stage)]
    grades = sorted({severity_at(rules, due, now) for now, _ in said} - {Severity.CALM})
    assert shown == grades


@laws
@given(all_rules, dues)
def test_law_walking_by_what_follows_is_what_is_said(rules: Rules, due: date) -> None:
    said = spoken(simulate(rules, due))
    walked, stage = said[:1], (said[0] if said else None)
    while stage is not None and (stage := following(rules, due, stage)) is not None:
        walked.append(stage)
    assert walked == said


@laws
@given(st.builds(Rules, ladders, working_times, zones, policies, st.just(value=True)), dues)
def test_law_a_quiet_invoice_is_spoken_of_only_when_it_is_critical(rules: Rules, due: date) -> None:
    loud = Rules(rules.ladder, rules.hours, rules.zone, rules.suspension)
    said = simulate(rules, due)
    grave = [
        (now, stage)
        for now, stage in simulate(loud, due)
        if severity_at(loud, due, now) >= Severity.CRITICAL
    ]
    assert said == grave
