"""The reminder ladder in working time: which steps it has, when each comes, which one counts now.

A step's moment is the opening of its day. On a closed day it moves to the next opening,
unless something would be taken away before that: then it moves to the opening before the
closed days. So a step never moves past another one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from state.model import Stage
from state.rules.calendar import WorkingTime, is_working, last_opening, next_opening, opening
from state.rules.severity import Severity, severity
from state.rules.suspension import Suspension, countdown, first_after

__all__ = [
    "Ladder",
    "Rules",
    "following",
    "may_speak_at",
    "next_step",
    "reached",
    "rises",
    "severity_at",
    "stages",
    "step_at",
]

COUNTDOWN = (2, 1, 0)  # days before services stop, and before data is lost


@dataclass(frozen=True, slots=True)
class Ladder:
    """When to remind, in whole days counted from the due date."""

    before: tuple[int, ...]  # days before it; 0 is the day itself
    after: tuple[int, ...]  # days after it
    repeat: int | None = None  # then every so many days; None: no more
    max_repeats: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that decides when to speak about one invoice, but for its due date."""

    ladder: Ladder
    hours: WorkingTime
    zone: str  # the account's; whether an invoice is due today is read in it
    suspension: Suspension | None = None
    quiet: bool = False  # too small to speak of before it gets critical


@lru_cache(maxsize=1_024)
def stages(rules: Rules) -> tuple[Stage, ...]:
    """Every step from the earliest to the last, each once; the countdown's among them."""
    ladder, policy = rules.ladder, rules.suspension
    offsets = {-days for days in ladder.before} | set(ladder.after)
    if ladder.repeat:
        start = max(ladder.after, default=0)
        offsets |= {start + ladder.repeat * turn for turn in range(1, ladder.max_repeats + 1)}
    if policy is not None:
        ends = [end for end in (policy.suspend_after, policy.terminate_after) if end is not None]
        offsets |= {end - days for end in ends for days in COUNTDOWN}
    return tuple(Stage(offset) for offset in sorted(offsets))


def step_at(stage: Stage, due: date, rules: Rules) -> datetime:
    """The moment a step is reached, in UTC. OverflowError outside the calendar."""
    hours = rules.hours
    day = due + timedelta(days=stage.offset)
    opens = opening(day, hours)
    if opens is not None:
        return opens
    nominal = datetime.combine(day, hours.opens, ZoneInfo(hours.zone)).astimezone(UTC)
    later = next_opening(nominal, hours)
    cutoff = first_after(countdown(rules.suspension, due), nominal)
    if cutoff is not None and (later is None or cutoff <= later):
        return last_opening(nominal, hours) or nominal
    return later or nominal


def reached(rules: Rules, due: date | None, now: datetime) -> Stage | None:
    """The highest step whose moment has come; the ones below it were missed and stay so."""
    table = _timetable(rules, due)
    past = bisect_right(table.moments, now)
    return table.steps[past - 1] if past else None


def following(rules: Rules, due: date | None, stage: Stage) -> Stage | None:
    """The step that is said next after a step; None after the last."""
    table = _timetable(rules, due)
    higher = bisect_right(table.steps, stage)
    if higher == len(table.steps):
        return None
    # of steps that come at the same moment only the highest is ever said
    return table.steps[bisect_right(table.moments, table.moments[higher]) - 1]


def next_step(rules: Rules, due: date | None, now: datetime) -> datetime | None:
    """When the next step is reached, strictly after now; None after the last."""
    moments = _timetable(rules, due).moments
    past = bisect_right(moments, now)
    return moments[past] if past < len(moments) else None


def may_speak_at(rules: Rules, due: date | None, now: datetime) -> datetime:
    """From when a step that is reached now may be said.

    Now in working time, else the next opening; but now all the same when something would
    be taken away before that.
    """
    if is_working(now, rules.hours):
        return now
    later = next_opening(now, rules.hours)
    cutoff = first_after(countdown(rules.suspension, due), now)
    if later is None or (cutoff is not None and cutoff <= later):
        return now
    return later


def severity_at(rules: Rules, due: date | None, moment: datetime) -> Severity:
    """How grave it is at a moment, for those who can only act in working time.

    On the last working day before services stop it is critical, however long the weekend
    or the holidays are that lie between; likewise the last call before data is lost.
    """
    ends = countdown(rules.suspension, due)
    found = severity(due, ends, moment, rules.zone)
    cutoff = first_after(ends, moment)
    if cutoff is None or found is Severity.LAST_CALL:
        return found
    later = next_opening(moment, rules.hours)
    if later is None or later < cutoff:
        return found
    if ends.terminates is not None and ends.terminates.at <= later:
        return Severity.LAST_CALL
    return max(found, Severity.CRITICAL)


def rises(
    rules: Rules, due: date | None, stage: Stage, missed_since: datetime | None = None
) -> bool:
    """True if it is graver at this step than at the last one that people were told of.

    That is the one before it, or after an outage the last one before `missed_since`.
    """
    table = _timetable(rules, due)
    if stage not in table.steps:
        return False
    moment = table.moments[table.steps.index(stage)]
    told = moment if missed_since is None else min(moment, missed_since)
    earlier = table.moments[: bisect_left(table.moments, told)]
    before = severity_at(rules, due, earlier[-1]) if earlier else Severity.CALM
    return severity_at(rules, due, moment) > before


@dataclass(frozen=True, slots=True)
class _Timetable:
    """The steps of one due date and their moments, both in order."""

    steps: tuple[Stage, ...] = ()
    moments: tuple[datetime, ...] = ()


@lru_cache(maxsize=4_096)  # many invoices share rules and due date
def _timetable(rules: Rules, due: date | None) -> _Timetable:
    """Steps with their moments, without those that no calendar holds.

    Providers do write 9999-12-31 for "never"; such a step is simply never reached.
    """
    if due is None:
        return _Timetable()
    found = [
        (stage, moment)
        for stage, moment in _steps(rules, due)
        if not rules.quiet or severity_at(rules, due, moment) >= Severity.CRITICAL
    ]
    return _Timetable(tuple(stage for stage, _ in found), tuple(moment for _, moment in found))


def _steps(rules: Rules, due: date) -> Iterator[tuple[Stage, datetime]]:
    for stage in stages(rules):
        try:
            yield stage, step_at(stage, due, rules)
        except OverflowError:
            continue
