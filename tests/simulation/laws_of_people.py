"""Laws of what people want: taken once, answered, and kept until it has a reason to end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.simulation.people import Delivery, told
from tests.simulation.record import Key, Record, Row, at, details
from tests.simulation.weather import DISK
from tests.simulation.world import World

DECISIONS = {  # what the history calls it -> what the record calls it
    "acknowledged": "acknowledged",
    "snoozed": "snoozed",
    "promised": "promised",
    "waiting": "waiting",
    "disputed": "disputed",
    "muted": "muted",
}
NOTES = (["types", "note"], ["sends", "note"])
REMEMBERED = timedelta(days=6)  # what was carried out is forgotten some days later
ENDS = ("unacknowledged", "care_ended", "settled")
RUN_OUT = ("woke", "promise_broken")


def taken(world: World, record: Record) -> Iterator[str]:
    """What Slack was told we have is written down and carried out, or was refused with words."""
    for one in world.people.done:
        forgotten = one.at is not None and one.at < world.hours.now - REMEMBERED
        if not (one.taken and one.decides) or forgotten:
            continue
        row = record.clicks.get(one.id)
        if row is None and not any(one.words):
            yield f"{one.id} ({one.said}) was acknowledged and is nowhere"
        elif row is not None and row["outcome"] not in _outcomes(world):
            yield f"{one.id} ({one.said}) was acknowledged and is {row['outcome'] or 'waiting'}"


def _outcomes(world: World) -> tuple[str, ...]:
    """A disk that fails may keep us from doing it; then that was said."""
    return ("done", "failed") if any(world.trace.faults[one] for one in DISK) else ("done",)


def done_once(world: World, record: Record) -> Iterator[str]:
    """A decision is in the history once, however often Slack delivered it."""
    words = Counter(str(details(row).get("note")) for row in record.events if _is_ours(row))
    for one in world.people.done:
        if one.note and words[one.note] > 1:
            yield f"{one.id} ({one.said}) is {words[one.note]} times in the history"
        if _has_to_be_noted(world, one, record) and not words[one.note]:
            yield f"{one.id} ({one.said}) was carried out and is not in the history"


def _is_ours(row: Row) -> bool:
    return row["kind"] in (*DECISIONS, "noted")


def _has_to_be_noted(world: World, one: Delivery, record: Record) -> bool:
    """Its invoice was known for sure: the bot's clock may have been wrong at either moment."""
    row = record.clicks.get(one.id)
    if row is None or row["outcome"] != "done" or one.said.split()[:2] not in NOTES:
        return False
    account, _, number = one.said.split()[2].partition("/")
    seen = record.invoices.get((account, number))
    if seen is None or seen["their_status"].startswith("renumbered as"):
        return False  # its message is another one's by now; that was said
    return at(seen["first_seen"]) + world.most_off < at(row["at"])


def answered(world: World, _record: Record) -> Iterator[str]:
    """Whoever asked got an answer, unless Slack showed none or the bot died with it."""
    whispered = set(world.witness.asides)  # who asked what is not known of these
    silent = [
        one
        for one in world.people.done
        if one.taken
        and not (one.opens or told(world.slack, one) or one.user in whispered)
        and not _was_drawn(world, one)
    ]
    if len(silent) > world.witness.untold + world.weather.deaths + world.trace.faults["restart"]:
        one = silent[0]
        yield f"{one.id} ({one.said}) was acknowledged and {one.user} never heard of it"


def _was_drawn(world: World, one: Delivery) -> bool:
    """True if the Home tab or the form was drawn anew after somebody pressed something in it."""
    drawn = world.witness.drawn.get(one.inside or "")
    return drawn is not None and one.first is not None and drawn >= one.first


@dataclass(slots=True)
class Care:
    """What somebody decided, as the history tells it."""

    state: str
    by: str
    until: str | None
    holder: str | None = None


def care_lasts(world: World, record: Record) -> Iterator[str]:
    """What people decided stands, until the history gives a reason why it ended."""
    for key in record.invoices:
        care: Care | None = None
        for event in record.events_of(key):
            if care is not None and (wrong := _ends_wrongly(event, care, world, key)):
                yield f"{'/'.join(key)}: {wrong}"
            care = _after_one(record, key, event, care)
        yield from _differs(key, care, record.care.get(key))


def _after_one(record: Record, key: Key, event: Row, care: Care | None) -> Care | None:
    """What is decided after an event; what had another number brings with it what was decided."""
    if event["kind"] != "renumbered":
        return _after(event, care)
    old, _, new = details(event)["number"].partition(" -> ")
    if key[1] != new:
        return None
    before: Care | None = None
    for one in record.events_of((key[0], old)):
        if one["kind"] == "renumbered" and details(one)["number"] == f"{old} -> {new}":
            break
        before = _after_one(record, (key[0], old), one, before)
    closed = "care" not in details(event)  # it may have been paid before anybody answered
    return care or (None if closed and _was_closed(record, key, event) else before)


def _was_closed(record: Record, key: Key, event: Row) -> bool:
    """True if it was paid or called off by then, as its history has it."""
    earlier = [one["kind"] for one in record.events_of(key) if one["id"] < event["id"]]
    ends = [kind for kind in earlier if kind in ("settled", "reopened")]
    return ends[-1:] == ["settled"]


def _after(event: Row, care: Care | None) -> Care | None:
    kind, said = event["kind"], details(event)
    if kind in DECISIONS:
        return Care(DECISIONS[kind], event["actor"], said.get("until"), said.get("holder"))
    if kind == "assigned":
        return _assigned(event, care)
    if kind in ENDS:
        return None
    if kind in RUN_OUT:
        if care is not None and care.holder is not None:
            return Care("assigned", care.by, None, care.holder)
        return None
    return care


def _assigned(event: Row, care: Care | None) -> Care:
    holder, at_ = details(event).get("holder"), event["at"]
    if care is None or care.state in ("acknowledged", "assigned") or _is_over(care, at(at_)):
        return Care("assigned", event["actor"], None, holder)
    return Care(care.state, care.by, care.until, holder)


def _is_over(care: Care, now: datetime) -> bool:
    return care.until is not None and datetime.fromisoformat(care.until) <= now


def _ends_wrongly(event: Row, care: Care, world: World, key: Key) -> str | None:
    kind = event["kind"]
    if kind == "care_ended" and len(world.books[key[0]].amounts.get(key[1], ())) < 2:
        return "care ended because the amount grew, and it never changed"
    if kind in RUN_OUT and not _is_over(care, at(event["at"])):
        return f"care ran out before {care.until}"
    return None


def _differs(key: Key, care: Care | None, row: Row | None) -> Iterator[str]:
    wanted = (care.state, care.by) if care else None
    kept = (row["state"], row["by"]) if row else None
    if wanted != kept:
        yield f"{'/'.join(key)}: people decided {wanted}, and {kept} is kept"
