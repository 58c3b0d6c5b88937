"""Laws of the thread below a message: who did what, and who has to hear when it gets graver."""

from collections.abc import Iterator
from datetime import timedelta

from tests.simulation import ladder
from tests.simulation.laws_of_messages import standing
from tests.simulation.places import CALM
from tests.simulation.record import Key, Record, Row, at, details, key_of, maybe_day
from tests.simulation.world import World

DEEDS = (
    *("acknowledged", "unacknowledged", "snoozed", "promised", "waiting", "disputed", "assigned"),
    *("noted", "muted"),
)
NEWS = ("new", "amended", "reopened")
AT_ONCE = timedelta(seconds=1)
MOVED = ":fallback"


def told(world: World, record: Record) -> Iterator[str]:
    """What somebody did is one line below the message of its invoice, with their name."""
    lines: dict[tuple[Key, str], list[Row]] = {}
    for row in record.outbox:
        if row["kind"] == "reply" and row["what"] in DEEDS:
            lines.setdefault((key_of(row), row["what"]), []).append(row)
    shown = {row["id"]: message for _, message, row in standing(world, record)}
    for event in record.events:
        if event["kind"] not in DEEDS or event["number"] is None:
            continue
        mine = [one for one in lines.get((key_of(event), event["kind"]), ()) if _is_of(one, event)]
        if not mine:
            yield f"{event['actor']} has {event['kind']} {event['number']}, and no line was queued"
        for row in mine:
            words = str(shown.get(row["id"], f"<@{event['actor']}>"))
            if f"<@{event['actor']}>" not in words:
                yield f"{row['key']} does not name {event['actor']}: {words[:80]}"
            # where a channel was shut its messages are forgotten, and stand anew with the next news
            if row["state"] == "dropped" and not world.shut and _was_announced(record, row):
                yield f"{row['key']} was dropped: {row['reason']}"


def _is_of(row: Row, event: Row) -> bool:
    by = details(row).get("by") in (event["actor"], details(event).get("by"))
    return by and abs(at(row["created_at"]) - at(event["at"])) < AT_ONCE


def _was_announced(record: Record, row: Row) -> bool:
    """True if there was a message below which it could have stood.

    The message of what had another number goes over with somebody's word, and not before.
    """
    given = [one for one in record.events_of(key_of(row)) if one["kind"] == "renumbered"]
    if any(one["at"] >= row["created_at"] for one in given):
        return False
    before = (one for one in record.said(key_of(row)) if one["what"] == "new")
    return any(one["settled_at"] < row["created_at"] for one in before)


def raised(world: World, record: Record) -> Iterator[str]:
    """A step that is graver than the one before is shown in the channel, a calm one is not."""
    for _, message, row in standing(world, record):
        due = maybe_day(row["due"])
        if row["what"] != "stage" or row["kind"] != "reply" or due is None:
            continue
        if "thread_ts" not in message or _goes_with_news(record, row):
            continue  # it became the message of its invoice, or stands below news of it
        flavour, account = world.flavour, row["account"]
        moment = ladder.step_at(due, row["stage"], flavour, account)
        every = [
            ladder.step_at(due, one, flavour, account) for one in ladder.offsets(flavour, account)
        ]
        earlier = max((one for one in every if one < moment), default=None)
        grave = ladder.grade(due, moment, flavour, account)
        before = CALM if earlier is None else ladder.grade(due, earlier, flavour, account)
        shown = message.get("subtype") == "thread_broadcast"
        if grave > before and not (shown or _stands_in_a_roundup(world, record, row)):
            yield f"{row['key']} is graver than what came before, and only its thread shows it"
        if grave == CALM and shown:
            yield f"{row['key']} is calm, and the whole channel was told"


def _goes_with_news(record: Record, row: Row) -> bool:
    """True for a line that only calls somebody beside news of its invoice, which tell all."""
    queued = _queued(record, row)
    return any(
        one["what"] in NEWS and one["created_at"] == queued and key_of(one) == key_of(row)
        for one in record.outbox
    )


def _stands_in_a_roundup(world: World, record: Record, row: Row) -> bool:
    """True where one message in the channel shows several that became graver together.

    It was made while the step waited for its turn. Where the channel was out of reach the
    round-up went ahead into the fallback channel, and a line that follows it is written down
    there later than it was.
    """
    apart = world.most_off // timedelta(microseconds=1)
    first, last = _queued(record, row) - apart, row["settled_at"] + apart
    return any(
        one["what"] == "roundup" and first <= one["created_at"] <= last
        for one in record.said(key_of(row))
    )


def _queued(record: Record, row: Row) -> int:
    """When it was queued, for the channel in which it belongs."""
    keys = (row["key"], row["key"].removesuffix(MOVED))
    return min(int(one["created_at"]) for one in record.outbox if one["key"] in keys)


def called(world: World, record: Record) -> Iterator[str]:
    """Whom a message calls is called by what was posted in its place as well."""
    words = _posted(world)
    queued = {row["key"]: row for row in record.outbox}
    for row in record.outbox:
        names = str(details(row).get("mention", "")).split()
        posted = words.get(_posted_as(row, queued), "") if names else ""
        missing = [one for one in names if posted and one not in posted]
        if missing and not row["channel"].startswith("U"):  # who is spoken to is not called
            yield f"{row['key']} was to call {' '.join(missing)}: {posted[:80]}"


def _posted(world: World) -> dict[str, str]:
    """What each message said when it was posted; it may have been drawn anew since."""
    calls = [one.arguments for one in world.witness.posts if one.method == "chat.postMessage"]
    told = [one for one in calls if one.has("metadata")]
    return {one.structure("metadata")["event_payload"]["key"]: one.text("text") for one in told}


def _posted_as(row: Row, queued: dict[str, Row]) -> str:
    """The token of what was sent for it: itself, a round-up, or those in the fallback channel."""
    last, name = row, f"{row['account']}/{row['number']}:"
    while last["state"] in ("grouped", "refused"):
        key = last["key"] + MOVED
        names = [last["reason"]] if last["state"] == "grouped" else [key, name + key]
        found = next((queued[one] for one in names if one in queued), None)
        if found is None:
            return ""
        last = found
    return str(last["token"])
