"""Laws of what was said: once, and all of it."""

from collections import Counter
from collections.abc import Iterator

from tests.simulation.record import Record
from tests.simulation.slack import Json
from tests.simulation.world import World


def token(message: Json) -> str | None:
    """What a message of the bot carries."""
    carried = message.get("metadata", {}).get("event_payload", {}).get("key")
    return str(carried) if carried else None


def once(world: World, record: Record) -> Iterator[str]:
    """Each message stands in Slack at most once."""
    rows = record.by_token()
    counts = Counter(carried for _, one in world.slack.messages() if (carried := token(one)))
    for carried, times in counts.items():
        row = rows.get(carried)
        if times > 1:
            yield f"{row['key'] if row else carried} stands {times} times in Slack"
        if row is None:
            yield f"a message stands in Slack and was never queued: {carried}"


def drained(world: World, record: Record) -> Iterator[str]:
    """Nothing that could have gone out still waits."""
    now = world.hours.now
    for row in record.outbox:
        later = row["not_before"] is not None and row["not_before"] / 1e6 > now.timestamp()
        if row["state"] in ("new", "unsure") and not later:
            yield f"{row['key']} is still {row['state']} after {row['attempts']} tries"
