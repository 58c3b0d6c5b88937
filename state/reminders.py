"""The reminder ladder: which steps it has, when each is reached, which one counts now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from state.model import Stage


@dataclass(frozen=True, slots=True)
class Ladder:
    """When to remind, in whole days counted from the due date."""

    before: tuple[int, ...]  # days before it; 0 is the day itself
    after: tuple[int, ...]  # days after it
    repeat: int | None = None  # then every so many days; None: no more
    max_repeats: int = 0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a day begins for people who are reminded."""

    zone: str  # IANA name of the team's zone
    opens: time  # local time at which a day's step is reached


def stages(ladder: Ladder) -> tuple[Stage, ...]:
    """Every step from the earliest to the last repetition, each once."""
    offsets = {-days for days in ladder.before} | set(ladder.after)
    if ladder.repeat:
        start = max(ladder.after, default=0)
        offsets |= {start + ladder.repeat * turn for turn in range(1, ladder.max_repeats + 1)}
    return tuple(Stage(offset) for offset in sorted(offsets))


def step_at(stage: Stage, due: date, rhythm: Rhythm) -> datetime:
    """The moment a step is reached, in UTC.

    A local time that the clocks skip is taken at the offset before the change, one that
    they repeat at its first occurrence. OverflowError outside the calendar.
    """
    day = due + timedelta(days=stage.offset)
    return datetime.combine(day, rhythm.opens, ZoneInfo(rhythm.zone)).astimezone(UTC)


def reached(ladder: Ladder, due: date, now: datetime, rhythm: Rhythm) -> Stage | None:
    """The highest step whose moment has come; the ones below it were missed and stay so."""
    past = [stage for stage, moment in _steps(ladder, due, rhythm) if moment <= now]
    return max(past, default=None)


def next_step(ladder: Ladder, due: date, now: datetime, rhythm: Rhythm) -> datetime | None:
    """When the next step is reached, strictly after now; None after the last."""
    coming = (moment for _, moment in _steps(ladder, due, rhythm) if moment > now)
    return min(coming, default=None)


def _steps(ladder: Ladder, due: date, rhythm: Rhythm) -> Iterator[tuple[Stage, datetime]]:
    """Steps with their moments, without those that no calendar holds.

    Providers do write 9999-12-31 for "never"; such a step is simply never reached.
    """
    for stage in stages(ladder):
        try:
            moment = step_at(stage, due, rhythm)
        except OverflowError:
            continue
        yield stage, moment
