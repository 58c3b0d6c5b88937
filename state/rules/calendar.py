"""Working time: on which days and at which hours people may be spoken to.

A local time that the clocks skip counts an hour later on the wall, one that they repeat
counts at its first occurrence (fold=0 in Python's words). So each open day has exactly
one opening, whatever the clocks do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

FARTHEST = 60  # days; no calendar keeps offices closed that long
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When people may be spoken to. Every day is open unless `business_days` is set."""

    zone: str  # IANA name of the zone the hours are in
    opens: time
    closes: time  # the first moment that is too late
    business_days: bool = False  # closed at weekends and on holidays
    holidays: str | None = None  # whose: `DE`, `DE-BY`; None: Saturdays and Sundays only


def known(calendar: str) -> bool:
    """True if there are holidays under this code: a country, or country-subdivision.

    Codes are ISO 3166 in capitals; for a subdivision its usual name does as well
    (`DE-BY`, `DE-Bayern`). Codes that the package has given up are not known.
    """
    country, dash, part = calendar.partition("-")
    if country not in _countries():
        return False
    import holidays  # noqa: PLC0415 -- slow to load, and most questions need no calendar

    entity = getattr(holidays, country)
    return not dash or part in (*entity.subdivisions, *entity.subdivisions_aliases)


def local_day(moment: datetime, zone: str) -> date:
    """Which day it is in a zone; at the ends of the calendar, where there is none, in UTC."""
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except OverflowError:
        return moment.date()


def opening(day: date, hours: WorkingTime) -> datetime | None:
    """When work begins on a day, in UTC; None when it is closed or outside the calendar."""
    window = _window(day, hours)
    return window and window[0]


def is_working(moment: datetime, hours: WorkingTime) -> bool:
    """True while people may be spoken to."""
    # the window of the day before reaches over midnight where the clocks skipped its opening
    windows = (_window(day, hours) for day in _days(moment, hours, (0, -1)))
    return any(window and window[0] <= moment < window[1] for window in windows)


def next_opening(moment: datetime, hours: WorkingTime) -> datetime | None:
    """The first opening after a moment, strictly; None if there is none within 60 days."""
    for day in _days(moment, hours, range(-1, FARTHEST)):
        opens = opening(day, hours)
        if opens is not None and opens > moment:
            return opens
    return None


def next_working(moment: datetime, hours: WorkingTime) -> datetime:
    """The moment itself if it is in working time, else the next opening.

    Where nothing opens within 60 days it is the moment itself: better said at a bad time
    than never.
    """
    if is_working(moment, hours):
        return moment
    return next_opening(moment, hours) or moment


def last_opening(moment: datetime, hours: WorkingTime) -> datetime | None:
    """The last opening up to a moment; None if there was none within 60 days."""
    for day in _days(moment, hours, range(0, -FARTHEST, -1)):
        opens = opening(day, hours)
        if opens is not None and opens <= moment:
            return opens
    return None


def _days(moment: datetime, hours: WorkingTime, offsets: Iterable[int]) -> Iterable[date]:
    """Days around a moment in the local calendar, as far as it goes."""
    today = local_day(moment, hours.zone)
    for offset in offsets:
        if 1 <= today.toordinal() + offset <= date.max.toordinal():
            yield today + timedelta(days=offset)


@lru_cache(maxsize=16_384)
def _window(day: date, hours: WorkingTime) -> tuple[datetime, datetime] | None:
    """From when to when a day is open, in UTC."""
    if hours.business_days and day in _closed(hours.holidays, day.year):
        return None
    zone = ZoneInfo(hours.zone)
    try:
        opens = datetime.combine(day, hours.opens, zone).astimezone(UTC)
        closes = datetime.combine(day, hours.closes, zone).astimezone(UTC)
    except OverflowError:
        return None
    if opens >= closes:  # the clocks skipped the opening past the end: the hours move with it
        length = datetime.combine(day, hours.closes) - datetime.combine(day, hours.opens)
        closes = opens + length
    return opens, closes


@cache
def _closed(calendar: str | None, year: int) -> frozenset[date]:
    """The days of a year on which nobody works."""
    first = date(year, 1, 1).toordinal()
    after = date(year, 12, 31).toordinal() + 1
    days = [date.fromordinal(number) for number in range(first, after)]
    if calendar is None:
        return frozenset(day for day in days if day.weekday() >= SATURDAY)
    country, _, part = calendar.partition("-")
    from holidays import country_holidays  # noqa: PLC0415 -- as above

    table = country_holidays(country, part or None, years=year)
    return frozenset(day for day in days if not table.is_working_day(day))


@cache
def _countries() -> frozenset[str]:
    from holidays.registry import EntityLoader  # noqa: PLC0415 -- as above

    return frozenset(EntityLoader.get_country_codes())
