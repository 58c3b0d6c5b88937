"""The law of the ladder: the highest step that was reached was said, whatever came between."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from state.model import Invoice, Standing
from tests.simulation import grounds, ladder
from tests.simulation.places import CRITICAL, SUSPENDED
from tests.simulation.record import Key, Record, Row, at, details, key_of, maybe_day
from tests.simulation.world import World

# what tells how an invoice stands, whichever step it has reached
TELLING = ("new", "roundup", "reopened", "woke", "promise_broken", "vanished", "care_ended")
SILENCING = ("acknowledged", "snoozed", "promised", "waiting", "disputed", "muted")


def said(world: World, record: Record) -> Iterator[str]:
    """Each owed invoice has been told of at its step, unless people wanted it otherwise."""
    now = world.hours.now
    for name, books in world.books.items():
        if _is_muted(record.accounts[name], now):
            continue
        for truth in books.invoices.values():
            if truth.standing is Standing.OPEN and truth.due is not None:
                yield from _missing(world, record, truth, now)


def _missing(world: World, record: Record, truth: Invoice, now: datetime) -> Iterator[str]:
    assert truth.due is not None
    name, key = truth.key.account, (truth.key.account, truth.key.number)
    step = ladder.reached(truth.due, now, world.flavour, name)
    if step is None or _is_cared_for(record, key, now) or _waits(world, record, truth, now):
        return
    offset, moment = step
    since = moment - world.most_off  # by the bot's clock, as far as that was wrong
    if not (_was_said(record, key, truth, offset) or _was_told_since(record, key, since)):
        yield f"{truth.key} reached step {offset} at {moment:%F %H:%M}, and nobody was told"


def not_too_early(world: World, record: Record) -> Iterator[str]:
    """No step is said before its moment has come."""
    for row in record.outbox:
        due = maybe_day(row["due"])
        if row["what"] != "stage" or row["stage"] is None or due is None:
            continue
        moment = ladder.step_at(due, row["stage"], world.flavour, row["account"])
        if at(row["created_at"]) < moment - world.most_off:
            early = f"{at(row['created_at']):%F %H:%M}, and its moment is {moment:%F %H:%M}"
            yield f"{row['key']} was queued at {early}"


def said_where_routes_lead(world: World, record: Record) -> Iterator[str]:
    """A step that is graver than a route asks for is said in its channel as well."""
    there = {
        (*key_of(row), row["stage"], row["due"], row["channel"])
        for row in record.outbox
        if row["kind"] in ("alert", "reply")
    }
    for row in record.outbox:
        if not _stands_for_a_step(row):
            continue
        wanted = grounds.called_of(world, row)
        step = (*key_of(row), row["stage"], row["due"])
        if row["channel"] not in wanted and not any((*step, one) in there for one in wanted):
            yield f"{row['key']} was not said in {' or '.join(sorted(wanted))}"


def _stands_for_a_step(row: Row) -> bool:
    told = row["what"] == "stage" and row["kind"] == "reply"  # a new one may be pending
    return told and row["stage"] is not None and not row["key"].endswith(":fallback")


def _waits(world: World, record: Record, truth: Invoice, now: datetime) -> bool:
    """While services are stopped for the oldest invoice, nobody is reminded of the others.

    Unless more is about to be switched off for them; and nobody waits for what is taken on.
    """
    name, flavour = truth.key.account, world.flavour
    assert truth.due is not None
    if ladder.grade(truth.due, now, flavour, name) >= CRITICAL:
        return False
    owed = [
        (one.due, (name, one.key.number))
        for one in world.books[name].invoices.values()
        if one.standing is Standing.OPEN and one.due is not None
    ]
    first = min(due for due, _ in owed)
    return any(
        due == first
        and key != (name, truth.key.number)
        and not _is_cared_for(record, key, now)
        and ladder.grade(due, now, flavour, name) >= SUSPENDED
        for due, key in owed
    )


def _was_said(record: Record, key: Key, truth: Invoice, offset: int) -> bool:
    return any(
        row["stage"] == offset
        and maybe_day(row["due"]) == truth.due
        and row["what"] != "new"
        and row["kind"] != "alert"  # elsewhere, and not where people look for it
        for row in record.said(key)
    )


def _was_told_since(record: Record, key: Key, since: datetime) -> bool:
    for row in record.said(key):
        told = row["what"] in TELLING or (row["what"] == "amended" and _is_anew(record, row))
        if told and at(row["created_at"]) >= since:
            return True
    appeared = [one for one in record.events_of(key) if one["kind"] == "appeared"]
    return any(at(one["at"]) >= since for one in appeared)  # with the first sight of its account


def _is_anew(record: Record, row: Row) -> bool:
    """It is due another day, or so much more is owed that what people decided has ended by it."""
    begun = row["key"].removesuffix(":fallback")  # said elsewhere later, and for the same reason
    asked = next(one["created_at"] for one in record.outbox if one["key"] == begun)
    ended = any(
        one["kind"] == "care_ended" and one["at"] == asked for one in record.events_of(key_of(row))
    )
    return ended or bool({"due", "standing"} & details(row).keys())


def _is_cared_for(record: Record, key: Key, now: datetime) -> bool:
    care = record.care.get(key)
    if care is None or care["state"] not in SILENCING:
        return False
    return care["until"] is None or at(care["until"]) > now - timedelta(minutes=1)


def _is_muted(account: Row, now: datetime) -> bool:
    return account["mute_until"] is not None and at(account["mute_until"]) > now
