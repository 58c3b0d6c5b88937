"""Laws of what was said: once, all of it, in order, in its place, and of every invoice."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from tests.simulation import grounds
from tests.simulation.books import ANCHOR
from tests.simulation.places import FALLBACK, IDS
from tests.simulation.record import Record, Row
from tests.simulation.slack import Json
from tests.simulation.world import World

LATELY = timedelta(minutes=2)  # what has come just now may wait for its turn


def token(message: Json) -> str | None:
    """What a message of the bot carries."""
    carried = message.get("metadata", {}).get("event_payload", {}).get("key")
    return str(carried) if carried else None


def standing(world: World, record: Record) -> Iterator[tuple[str, Json, Row]]:
    """Every message of the bot in Slack: where, what, and what it was queued as."""
    rows = record.by_token()
    for place, message in sorted(world.slack.messages(), key=lambda one: str(one[1]["ts"])):
        row = rows.get(token(message) or "")
        if row is not None:
            yield place, message, row


def once(world: World, record: Record) -> Iterator[str]:
    """Each message stands in Slack at most once, and each step of an invoice as well."""
    rows = record.by_token()
    counts = Counter(carried for _, one in world.slack.messages() if (carried := token(one)))
    for carried, times in counts.items():
        row = rows.get(carried)
        if times > 1:
            yield f"{row['key'] if row else carried} stands {times} times in Slack"
        if row is None:
            yield f"a message stands in Slack and was never queued: {carried}"
    steps = Counter(
        (row["account"], row["number"], row["stage"], row["due"], place)
        for place, _, row in standing(world, record)
        if row["stage"] is not None and row["what"] != "new"
    )
    for step, times in steps.items():
        if times > 1:
            yield f"a step was said {times} times: {step}"


def drained(world: World, record: Record) -> Iterator[str]:
    """Nothing that could have gone out still waits."""
    lately = (world.hours.now - LATELY).timestamp() * 1e6
    for row in record.outbox:
        ready = max(row["created_at"], row["not_before"] or 0)
        if row["state"] in ("new", "unsure") and ready < lately:
            yield f"{row['key']} is still {row['state']} after {row['attempts']} tries"


def kept(world: World, record: Record) -> Iterator[str]:
    """What is recorded as sent stands in Slack."""
    there = {token(one) for _, one in world.slack.messages()}
    for row in record.outbox:
        sent = row["state"] == "sent" and row["kind"] != "update" and row["reason"] is None
        if sent and row["token"] not in there:
            yield f"{row['key']} is called sent and does not stand in Slack"


def in_order(world: World, record: Record) -> Iterator[str]:
    """Of one invoice the steps rise, and what was queued first was said first."""
    last: dict[tuple[object, ...], Row] = {}
    for place, _, row in standing(world, record):
        if row["kind"] != "reply":
            continue
        where = (row["account"], row["number"], row["channel"], place)
        before = last.get(where)
        if before is not None and before["id"] > row["id"]:
            yield f"{row['key']} was said after {before['key']}"
        last[where] = row
        if row["what"] == "stage":
            lower = last.get((*where, row["due"]))
            if lower is not None and lower["stage"] >= row["stage"]:
                yield f"{row['key']} was said after step {lower['stage']}"
            last[(*where, row["due"])] = row


def in_place(world: World, record: Record) -> Iterator[str]:
    """Everything stands in the channel of its account, or where that was out of reach, in ours."""
    for place, _, row in standing(world, record):
        queued = IDS.get(row["channel"], f"D{row['channel'][1:]}")
        right = grounds.right(world, record, row)
        moved = world.shut and queued == FALLBACK  # what is said of it later is said there, too
        if right and row["channel"] not in right and not moved:
            yield f"{row['key']} was queued for {row['channel']} and not for {sorted(right)}"
        # what became dearer moves with its next news; a line stands beside what it is about
        beside = row["kind"] == "reply" and place in {IDS[one] for one in right}
        if not (place == queued or beside or (world.shut and place == FALLBACK)):
            yield f"{row['key']} stands in {place} instead of {row['channel']}"


def nothing_forgotten(world: World, record: Record) -> Iterator[str]:
    """Every owed invoice was told of, alone or among those that were there from the start."""
    for name, books in world.books.items():
        first = record.invoices[name, ANCHOR]["first_seen"]  # clocks may have gone back since
        for number, truth in books.invoices.items():
            row = record.invoices.get((name, number))
            if truth.is_closed or number == ANCHOR or row is None or row["first_seen"] == first:
                continue
            if not (record.said((name, number)) or record.was_asked_about((name, number))):
                yield f"{truth.key} is owed, and no message ever told of it"
