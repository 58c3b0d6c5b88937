"""Laws of the thread below a message: who did what, once, and shown to all when it gets graver."""

from collections.abc import Iterator
from datetime import timedelta

from tests.simulation import ladder
from tests.simulation.laws_of_messages import standing
from tests.simulation.places import CALM
from tests.simulation.record import Key, Record, Row, at, details, key_of, maybe_day
from tests.simulation.world import World

DEEDS = (
    *("acknowledged", "unacknowledged", "snoozed", "promised", "waiting", "disputed", "assigned"),
    "noted",
)
AT_ONCE = timedelta(seconds=1)


def told(world: World, record: Record) -> Iterator[str]:
    """What somebody did is one line below the message of its invoice, with their name."""
    lines: dict[tuple[Key, str], list[Row]] = {}
    for row in record.outbox:
        if row["kind"] == "reply" and row["what"] in DEEDS:
            lines.setdefault((key_of(row), row["what"]), []).append(row)
    shown = {row["id"]: message for _, message, row in standing(world, record)}
    for event in record.events:
        if event["kind"] not in DEEDS:
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
    """True if there was a message below which it could have stood."""
    before = (one for one in record.said(key_of(row)) if one["what"] == "new")
    return any(one["settled_at"] < row["created_at"] for one in before)


def raised(world: World, record: Record) -> Iterator[str]:
    """A step that is graver than the one before is shown in the channel, a calm one is not."""
    for _, message, row in standing(world, record):
        due = maybe_day(row["due"])
        if row["what"] != "stage" or row["kind"] != "reply" or due is None:
            continue
        if "thread_ts" not in message:
            continue  # it became the message of its invoice
        flavour, account = world.flavour, row["account"]
        moment = ladder.step_at(due, row["stage"], flavour, account)
        every = [
            ladder.step_at(due, one, flavour, account) for one in ladder.offsets(flavour, account)
        ]
        earlier = max((one for one in every if one < moment), default=None)
        grave = ladder.grade(due, moment, flavour, account)
        before = CALM if earlier is None else ladder.grade(due, earlier, flavour, account)
        shown = message.get("subtype") == "thread_broadcast"
        if grave > before and not (shown or _stands_in_a_roundup(record, row)):
            yield f"{row['key']} is graver than what came before, and only its thread shows it"
        if grave == CALM and shown:
            yield f"{row['key']} is calm, and the whole channel was told"


def _stands_in_a_roundup(record: Record, row: Row) -> bool:
    """True where one message in the channel shows several that became graver together."""
    return any(
        one["what"] == "roundup" and one["created_at"] >= row["created_at"]
        for one in record.said(key_of(row))
    )
