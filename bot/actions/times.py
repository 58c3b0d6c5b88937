"""Which moment somebody means by `3d`, `fri` or `2026-12-01`. Pure: the clock is an argument."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.slack.moments import After, Ahead, Moment, On, Weekday, Yearly
from state.rules.calendar import WorkingTime, next_working

_DAY = timedelta(days=1)


def today(now: datetime, hours: WorkingTime) -> date:
    """The day it is for the team."""
    return now.astimezone(ZoneInfo(hours.zone)).date()


def comes_back(moment: Moment, now: datetime, hours: WorkingTime) -> datetime:
    """When something put off until then comes back: always within working time.

    A span of whole days means the same time of day then, also across a change of clocks;
    a day means its opening. It may lie in the past; whoever decides has to say so.
    """
    if not isinstance(moment, After):
        return opening_from(day_meant(moment, now, hours), hours)
    days, rest = divmod(moment.span, _DAY)
    local = now.astimezone(ZoneInfo(hours.zone)) + days * _DAY
    return next_working(local.astimezone(UTC) + rest, hours)


def day_meant(moment: Moment, now: datetime, hours: WorkingTime) -> date:
    """The day somebody names; a weekday is the next one of that name, never today."""
    here = today(now, hours)
    match moment:
        case On(day):
            return day
        case Ahead(days):
            return here + timedelta(days=days)
        case Weekday(number):
            return here + timedelta(days=(number - here.weekday() - 1) % 7 + 1)
        case Yearly():
            return moment.from_(here)
        case After(span):
            local = now.astimezone(ZoneInfo(hours.zone))
            return (local + span).date()


def opening_from(day: date, hours: WorkingTime) -> datetime:
    """The opening of that day, or of the first working day after it."""
    midnight = datetime.combine(day, time(), ZoneInfo(hours.zone))
    return next_working(midnight.astimezone(UTC), hours)


def after(day: date, hours: WorkingTime) -> datetime:
    """The first opening after a day is over: when a promise for that day is looked at."""
    return opening_from(day + _DAY, hours)
