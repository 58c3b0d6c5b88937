"""Laws of the digest: one for each moment of its schedule and each channel, whatever happens."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.simulation.flavours import Flavour
from tests.simulation.places import HOME
from tests.simulation.record import Record, Row, at, details
from tests.simulation.world import World

DAY = timedelta(days=1)
SOON = timedelta(minutes=20)  # until the bot must have said it
AT_THE_START = ("watched", "configured")  # recorded before any provider was asked
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def once(_world: World, record: Record) -> Iterator[str]:
    """No digest stands in Slack twice for a channel, wherever it had to go."""
    found = Counter(_of(row) for row in record.outbox if row["kind"] == "note" and _stands(row))
    for (channel, until), times in found.items():
        if channel and times > 1:
            yield f"the digest of {channel} up to {until} was said {times} times"


def comes(world: World, record: Record) -> Iterator[str]:
    """The last one that was due was said in every channel, unless nobody was asked before it."""
    flavour, now = world.flavour, world.hours.now
    if flavour.digest is None:
        return
    moment = max(one for one in moments(flavour, now) if one <= now)
    came_of_asking = (one for one in record.events if one["kind"] not in AT_THE_START)
    if moment > now - SOON or moment <= at(next(came_of_asking)["at"]):
        return
    until = min(one for one in moments(flavour, now) if one > moment)
    day = until.astimezone(ZoneInfo(flavour.zone)).date().isoformat()
    said = {_of(row) for row in record.outbox if _stands(row)}
    for channel in sorted({*HOME.values()}):
        if (channel, day) not in said:
            yield f"the digest of {moment:%F %H:%M} was not said in {channel}"


def not_too_early(world: World, record: Record) -> Iterator[str]:
    """Each was queued when its moment had come, and not after the next one had."""
    for row in record.outbox:
        if row["what"] != "digest" or row["key"].endswith(":fallback") or not world.flavour.digest:
            continue
        queued = at(row["created_at"])
        after = min(one for one in moments(world.flavour, queued) if one > queued)
        if _of(row)[1] != _day(after, world.flavour).isoformat():
            yield f"{row['key']} was queued at {queued:%F %H:%M}"


def moments(flavour: Flavour, around: datetime) -> Iterator[datetime]:
    """When a digest is due, from a week before a moment to a week after it."""
    assert flavour.digest is not None
    weekday, _, hour = flavour.digest.rpartition(" ")
    today = _day(around, flavour)
    for day in (today + number * DAY for number in range(-9, 10)):
        if weekday in ("", DAYS[day.weekday()]):
            local = datetime.combine(day, time.fromisoformat(hour), ZoneInfo(flavour.zone))
            yield local.astimezone(UTC)


def _day(moment: datetime, flavour: Flavour) -> date:
    return moment.astimezone(ZoneInfo(flavour.zone)).date()


def _stands(row: Row) -> bool:
    return bool(row["what"] == "digest" and row["state"] == "sent")


def _of(row: Row) -> tuple[str, str]:
    """Whose digest it is, and up to which day it looks ahead."""
    told = details(row)
    return told.get("of", ""), told.get("until", "")
