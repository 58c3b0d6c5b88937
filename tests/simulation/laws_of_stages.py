"""The law of the ladder: the highest step that was reached was said, whatever came between."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from state.model import Invoice, Standing
from tests.simulation import ladder
from tests.simulation.record import Key, Record, Row, at, details, maybe_day
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
    key, step = (
        (truth.key.account, truth.key.number),
        ladder.reached(truth.due, now, world.flavour),
    )
    if step is None or _is_cared_for(record, key, now):
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
        moment = ladder.step_at(due, row["stage"], world.flavour)
        if at(row["created_at"]) < moment - world.most_off:
            early = f"{at(row['created_at']):%F %H:%M}, and its moment is {moment:%F %H:%M}"
            yield f"{row['key']} was queued at {early}"


def _was_said(record: Record, key: Key, truth: Invoice, offset: int) -> bool:
    return any(
        row["stage"] == offset and maybe_day(row["due"]) == truth.due and row["what"] != "new"
        for row in record.said(key)
    )


def _was_told_since(record: Record, key: Key, since: datetime) -> bool:
    for row in record.said(key):
        told = row["what"] in TELLING or (row["what"] == "amended" and _is_anew(row))
        if told and at(row["created_at"]) >= since:
            return True
    appeared = [one for one in record.events_of(key) if one["kind"] == "appeared"]
    return any(at(one["at"]) >= since for one in appeared)  # with the first sight of its account


def _is_anew(row: Row) -> bool:
    return bool({"due", "standing"} & details(row).keys())


def _is_cared_for(record: Record, key: Key, now: datetime) -> bool:
    care = record.care.get(key)
    if care is None or care["state"] not in SILENCING:
        return False
    return care["until"] is None or at(care["until"]) > now - timedelta(minutes=1)


def _is_muted(account: Row, now: datetime) -> bool:
    return account["mute_until"] is not None and at(account["mute_until"]) > now
