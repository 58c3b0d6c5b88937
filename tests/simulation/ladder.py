"""The reminder ladder once more, from the words of the README and not from the bot's code."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.simulation.flavours import OPENS, Flavour

DAY = timedelta(days=1)
FRIDAY = 4


def step_at(due: date, offset: int, flavour: Flavour) -> datetime:
    """When a step is reached: at the opening of its day, or of the next one that is open."""
    day = due + offset * DAY
    while flavour.business_days and day.weekday() > FRIDAY:
        day += DAY
    return datetime.combine(day, OPENS, ZoneInfo(flavour.zone)).astimezone(UTC)


def reached(due: date, now: datetime, flavour: Flavour) -> tuple[int, datetime] | None:
    """The highest step whose moment has come, and that moment."""
    past = [(offset, step_at(due, offset, flavour)) for offset in flavour.offsets]
    return max(((offset, at) for offset, at in past if at <= now), default=None)
