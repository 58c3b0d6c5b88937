from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.rules.calendar import (
    WorkingTime,
    is_working,
    known,
    last_opening,
    next_opening,
    next_working,
    opening,
)

BAVARIA = WorkingTime("Europe/Berlin", time(9), time(17, 30), business_days=True, holidays="DE-BY")
ALWAYS = WorkingTime("Europe/Berlin", time(9), time(17, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(code: str | None, zone: str = "UTC") -> WorkingTime:
    return WorkingTime(zone, time(9), time(17), business_days=True, holidays=code)


def is_open(day: str, code: str | None) -> bool:
    return opening(date.fromisoformat(day), calendar(code)) is not None


@pytest.mark.parametrize("code", ["DE", "DE-BY", "DEU", "DE-Bayern", "GB", "UK-SCT", "US-CA"])
def test_countries_and_their_parts_are_known_by_code_and_by_name(code: str) -> None:
    assert known(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "-",
        "de",
        "DE-",
        "DE-XX",
        "DE BY",
        "DE-by",
        "XX",
        "Germany",
        "HolidayBase",
        "date",
        "XECB",
    ],
)
def test_what_is_no_calendar_is_not_known(code: str) -> None:
    assert not known(code)


def _known_codes() -> Iterator[str]:
    for country, parts in holidays.list_supported_countries(include_aliases=False).items():
        yield country
        yield from (f"{country}-{part}" for part in parts)


def test_every_calendar_of_the_package_is_known_and_has_working_days() -> None:
    codes = list(_known_codes())
    assert len(codes) > 800
    for code in codes:
        assert known(code), code
        assert next_opening(at("2026-12-24 12:00"), calendar(code)) is not None, code


@pytest.mark.parametrize(
    ("day", "code", "working"),
    [
        ("2026-01-06", "DE-BY", False),  # Epiphany: a holiday in Bavaria...
        ("2026-01-06", "DE-BE", True),  # ...and none in Berlin
        ("2026-04-03", "DE", False),  # Good Friday
        ("2026-04-06", "DE", False),  # Easter Monday
        ("2026-04-07", "DE", True),
        ("2026-07-03", "US", False),  # the Fourth is a Saturday, Friday is off instead
        ("2027-12-31", "US", False),  # New Year of 2028, which is a Saturday
        ("2026-11-20", "IL", False),  # a Friday
        ("2026-11-22", "IL", True),  # a Sunday
        ("2026-11-20", "AE", True),  # the Emirates have moved their weekend
        ("2026-11-22", "AE", False),
        ("2026-08-08", "HU", True),  # a Saturday that is worked for a long weekend
        ("2014-12-27", "AM", True),  # a Saturday that makes up for a holiday of the next year
        ("2026-11-20", "BN", False),  # Brunei rests on Fridays and Sundays
        ("2026-11-21", "BN", True),
        ("2026-11-21", None, False),
        ("2026-12-25", None, True),  # no calendar: weekends only
    ],
)
def test_a_day_is_open_by_the_customs_of_its_country(
    day: str, code: str | None, *, working: bool
) -> None:
    assert is_open(day, code) is working


def test_every_day_is_open_where_business_days_are_not_asked_for() -> None:
    hours = WorkingTime("UTC", time(9), time(17), business_days=False, holidays="DE")
    assert opening(date(2026, 12, 25), hours) == at("2026-12-25 09:00")
    assert opening(date(2026, 11, 22), hours) == at("2026-11-22 09:00")


@pytest.mark.parametrize(
    ("moment", "working", "following", "last"),
    [
        ("2026-11-20 07:59", False, "2026-11-20 08:00", "2026-11-19 08:00"),
        ("2026-11-20 08:00", True, "2026-11-23 08:00", "2026-11-20 08:00"),
        ("2026-11-20 16:29", True, "2026-11-23 08:00", "2026-11-20 08:00"),
        ("2026-11-20 16:30", False, "2026-11-23 08:00", "2026-11-20 08:00"),
        ("2026-11-22 12:00", False, "2026-11-23 08:00", "2026-11-20 08:00"),
        ("2026-12-24 20:00", False, "2026-12-28 08:00", "2026-12-24 08:00"),
    ],
)
def test_a_moment_lies_between_two_openings(
    moment: str, following: str, last: str, *, working: bool
) -> None:
    now = at(moment)
    assert is_working(now, BAVARIA) is working
    assert next_opening(now, BAVARIA) == at(following)
    assert next_working(now, BAVARIA) == (now if working else at(following))
    assert last_opening(now, BAVARIA) == at(last)


def test_a_week_of_holidays_is_passed_over() -> None:
    spring = calendar("CN", "Asia/Shanghai")  # Spring Festival 2026: 15 to 23 February
    assert next_working(at("2026-02-14 12:00"), spring) == at("2026-02-24 01:00")
    assert last_opening(at("2026-02-23 12:00"), spring) == at("2026-02-14 01:00")  # a Saturday


def test_an_opening_that_the_clocks_skip_comes_an_hour_later_on_the_wall() -> None:
    night = WorkingTime("Europe/Berlin", time(2, 30), time(6))
    assert opening(date(2026, 3, 29), night) == at("2026-03-29 01:30")  # 03:30 there
    assert not is_working(at("2026-03-29 01:29"), night)
    assert is_working(at("2026-03-29 01:30"), night)


def test_hours_that_the_clocks_skip_whole_are_not_lost() -> None:
    night = WorkingTime("Europe/Berlin", time(2, 30), time(3, 15))
    opens = opening(date(2026, 3, 29), night)
    assert opens == at("2026-03-29 01:30")
    assert is_working(opens, night)
    assert is_working(at("2026-03-29 02:14"), night)
    assert not is_working(at("2026-03-29 02:15"), night)


def test_an_opening_that_the_clocks_repeat_comes_once_at_its_first_occurrence() -> None:
    night = WorkingTime("Europe/Berlin", time(2, 30), time(2, 45))
    first, second = at("2026-10-25 00:30"), at("2026-10-25 01:30")
    assert opening(date(2026, 10, 25), night) == first
    assert is_working(first, night)
    assert not is_working(second, night)
    assert next_opening(first, night) == at("2026-10-26 01:30")


def test_hours_that_the_clocks_push_past_midnight_still_belong_to_working_time() -> None:
    nuuk = WorkingTime("America/Nuuk", time(22, 30), time(23, 30))  # 22:00 to 23:00 is skipped
    assert opening(date(2024, 3, 30), nuuk) == at("2024-03-31 00:30")
    assert is_working(at("2024-03-31 01:15"), nuuk)  # a quarter past midnight there
    # in 1919 Toronto skipped from 23:30 to half past midnight
    toronto = WorkingTime("America/Toronto", time(23, 45), time(23, 55))
    assert opening(date(1919, 3, 30), toronto) == at("1919-03-31 04:45")
    assert is_working(at("1919-03-31 04:45"), toronto)
    assert next_opening(at("1919-03-31 04:40"), toronto) == at("1919-03-31 04:45")


@pytest.mark.parametrize("opens", [time(0), time(0, 30), time(2, 30), time(9), time(23, 30)])
def test_each_day_opens_exactly_once_in_every_zone_whatever_the_clocks_do(opens: time) -> None:
    first = date(2026, 1, 1)
    for zone in sorted(available_timezones()):
        hours = WorkingTime(zone, opens, time(23, 59))
        # only days beside a change of the clocks differ from what one offset gives
        moments = [opening(first + timedelta(days=n), hours) for n in _interesting(zone)]
        found = [moment for moment in moments if moment is not None]
        assert len(found) == len(moments)
        assert all(one < other for one, other in pairwise(found)), zone
        assert all(is_working(moment, hours) for moment in found), zone


def _interesting(zone: str) -> list[int]:
    """Days of 2026 around which the offset of a zone changes, and the first."""
    place = ZoneInfo(zone)
    noons = [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in range(365)]
    offsets = [noon.astimezone(place).utcoffset() for noon in noons]
    changes = [n for n in range(1, 365) if offsets[n] != offsets[n - 1]]
    return sorted({0} | {n + k for n in changes for k in (-2, -1, 0, 1, 2)})


def test_a_day_that_a_zone_skipped_opens_with_the_one_after_it() -> None:
    samoa = WorkingTime("Pacific/Apia", time(9), time(17))
    skipped = opening(date(2011, 12, 30), samoa)
    assert skipped == opening(date(2011, 12, 31), samoa) == at("2011-12-30 19:00")


def test_at_the_ends_of_the_calendar_nothing_opens_and_nothing_breaks() -> None:
    east = calendar("NZ", "Pacific/Auckland")
    west = WorkingTime("America/Phoenix", time(18), time(19))
    assert opening(date.min, east) is None
    assert opening(date.max, west) is None
    last, first = datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)
    for hours in (east, west):
        assert next_opening(last, hours) is None
        assert next_working(last, hours) == last
        assert last_opening(first, hours) is None
        assert next_opening(first, hours) is not None
        assert last_opening(last, hours) is not None


codes = st.sampled_from([None, "DE-BY", "US", "IL", "HU", "CN", "JP", "GB-SCT"])
zones = st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland"])
working_times = st.builds(
    WorkingTime,
    zones,
    st.times(time(4), time(12)),
    st.times(time(13), time(23)),
    business_days=st.booleans(),
    holidays=codes,
)
years = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants bounds without a zone


@settings(deadline=None)
@given(years, working_times)
def test_law_working_time_is_what_the_clock_on_the_wall_and_the_calendar_say(
    moment: datetime, hours: WorkingTime
) -> None:
    local = moment.astimezone(ZoneInfo(hours.zone))
    within = hours.opens <= local.time() < hours.closes
    if not hours.business_days:
        free = False
    elif hours.holidays is None:
        free = local.weekday() in (5, 6)
    else:
        country, _, part = hours.holidays.partition("-")
        free = not holidays.country_holidays(country, part or None).is_working_day(local.date())
    assert is_working(moment, hours) is (within and not free)


@settings(deadline=None)
@given(years, working_times)
def test_law_no_opening_lies_between_the_last_and_the_next(
    moment: datetime, hours: WorkingTime
) -> None:
    last, following = last_opening(moment, hours), next_opening(moment, hours)
    assert last is not None
    assert following is not None
    assert last <= moment < following
    assert next_opening(last, hours) == following
    assert last_opening(following - timedelta(microseconds=1), hours) == last
    assert is_working(next_working(moment, hours), hours)
