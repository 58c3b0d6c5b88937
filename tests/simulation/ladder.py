"""The reminder ladder once more, from the words of the README and not from the bot's code."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.simulation.flavours import HOLIDAYS, OPENS, Flavour
from tests.simulation.places import CALM, CRITICAL, DUE, LAST_CALL, OVERDUE, SUSPENDED

DAY = timedelta(days=1)
FRIDAY = 4
LEFT = (2, 1, 0)  # days before something is taken away


def offsets(flavour: Flavour, account: str) -> list[int]:
    """The steps of an account's ladder in days from the due date, in order."""
    last = max(flavour.after)
    found = {-one for one in flavour.before} | {*flavour.after, last + 7}
    stop = flavour.stop(account)
    ends = () if stop is None else (stop.suspends, stop.ends)
    found |= {end - left for end in ends if end is not None for left in LEFT}
    return sorted(found)


def step_at(due: date, offset: int, flavour: Flavour, account: str) -> datetime:
    """When a step is reached: at the opening of its day, or of the next one that is open.

    Where something is taken away before that, at the last opening before its day.
    """
    day = due + offset * DAY
    if is_open(day, flavour):
        return _opening(day, flavour)
    later = next(one for one in _days(day, 1) if is_open(one, flavour))
    lost = [one for one in _cuts(due, flavour, account) if one > _opening(day, flavour)]
    if lost and min(lost) <= _opening(later, flavour):
        later = next(one for one in _days(day, -1) if is_open(one, flavour))
    return _opening(later, flavour)


def reached(
    due: date, now: datetime, flavour: Flavour, account: str
) -> tuple[int, datetime] | None:
    """The highest step whose moment has come, and that moment."""
    every = offsets(flavour, account)
    past = [(offset, step_at(due, offset, flavour, account)) for offset in every]
    return max(((offset, at) for offset, at in past if at <= now), default=None)


def grade(due: date, now: datetime, flavour: Flavour, account: str) -> int:
    """How grave it is, for people who can do nothing about it before they are at work."""
    stop = flavour.stop(account)
    today = now.astimezone(ZoneInfo(flavour.today_is_of(account))).date()
    plain = DUE if due == today else OVERDUE if due < today else CALM
    if stop is None:
        return plain
    back = next(at for at in _openings(now, flavour) if at > now)
    ends, stops = cut(due, stop.ends, flavour, account), cut(due, stop.suspends, flavour, account)
    if ends and (_left(ends, now, flavour, account) <= 3 or now < ends <= back):
        return LAST_CALL
    if stops and stops <= now:
        return SUSPENDED
    if stops and (_left(stops, now, flavour, account) <= 2 or stops <= back):
        return CRITICAL
    return plain


def cut(due: date, days: int | None, flavour: Flavour, account: str) -> datetime | None:
    """The moment at which something is taken away; without an hour the first one of its day."""
    stop = flavour.stop(account)
    if stop is None or days is None:
        return None
    hour = time.fromisoformat(stop.hour) if stop.hour else time()
    zone = ZoneInfo(stop.zone or flavour.today_is_of(account))
    return datetime.combine(due + days * DAY, hour, zone).astimezone(UTC)


def _cuts(due: date, flavour: Flavour, account: str) -> list[datetime]:
    stop = flavour.stop(account)
    ends = () if stop is None else (stop.suspends, stop.ends)
    found = (cut(due, end, flavour, account) for end in ends)
    return [one for one in found if one is not None]


def _left(moment: datetime, now: datetime, flavour: Flavour, account: str) -> int:
    """Days that are left: whole ones where the hour is known, else from day to day."""
    stop = flavour.stop(account)
    assert stop is not None
    if stop.hour:
        return (moment - now) // DAY
    zone = ZoneInfo(stop.zone or flavour.today_is_of(account))
    return (moment.astimezone(zone).date() - now.astimezone(zone).date()).days


def _openings(now: datetime, flavour: Flavour) -> Iterator[datetime]:
    day = now.astimezone(ZoneInfo(flavour.zone)).date()
    return (_opening(one, flavour) for one in _days(day - DAY, 1) if is_open(one, flavour))


def _days(day: date, way: int) -> Iterator[date]:
    """The days after one, or before it."""
    return (day + way * number * DAY for number in range(1, 9))


def is_open(day: date, flavour: Flavour) -> bool:
    """Whether people are at work on a day."""
    if not flavour.business_days:
        return True
    closed = HOLIDAYS.get(flavour.holidays or "", ())
    return day.weekday() <= FRIDAY and day.isoformat() not in closed


def _opening(day: date, flavour: Flavour) -> datetime:
    return datetime.combine(day, OPENS, ZoneInfo(flavour.zone)).astimezone(UTC)
