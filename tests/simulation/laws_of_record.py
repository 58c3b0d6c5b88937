"""Laws of what is written down: it is what the providers said, and paid only by their word."""

from collections.abc import Iterator

from moneyed import Money

from state.log.chain import Broken, Unbroken
from state.model import Coverage, Invoice
from tests.simulation.record import Key, Record, Row, maybe_day
from tests.simulation.world import World

MINOR = 100
CLOSED = ("paid", "void")


def agrees(world: World, record: Record) -> Iterator[str]:
    """After a quiet day every invoice stands in the record as it stands in the books."""
    for name, books in world.books.items():
        is_partial = books.coverage is Coverage.OPEN_ONLY  # of what is closed it shows nothing more
        for number, truth in books.invoices.items():
            row = record.invoices.get((name, number))
            if row is None:
                if not truth.is_closed:
                    yield f"{truth.key} is owed and nobody wrote it down"
            elif not (is_partial and truth.is_closed and row["standing"] in CLOSED):
                yield from _differences(truth, row)
        known = {number for account, number in record.invoices if account == name}
        for number in known - books.invoices.keys():
            row = record.invoices[name, number]
            if row["standing"] not in ("unknown", *CLOSED):
                yield f"{name}/{number} is in no book and stands as {row['standing']}"


def _differences(truth: Invoice, row: Row) -> Iterator[str]:
    if row["standing"] != truth.standing.value:
        yield f"{truth.key} is {truth.standing} and stands as {row['standing']}"
    if row["open"] != _minor(truth.open):
        yield f"{truth.key}: {truth.open} is open, and {row['open']} cents are written down"
    if maybe_day(row["due"]) != truth.due:
        yield f"{truth.key} is due {truth.due}, and {row['due']} is written down"


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else int(amount.amount * MINOR)


def provable(world: World, _record: Record) -> Iterator[str]:
    """The audit log is unbroken, and still has the head that was noted at the last judgement."""
    proof = world.alive().core.store.verify(world.head)
    match proof:
        case Unbroken(head):
            world.head = head.link
        case Broken():
            yield f"entry {proof.entry}: {proof.why}"


def paid_by_evidence(world: World, record: Record) -> Iterator[str]:
    """Nothing is closed that no provider called paid or void."""
    for (name, number), row in record.invoices.items():
        closed = row["standing"] in CLOSED and number not in world.books[name].closed_by_word
        if closed and not _is_renumbered(world, record, (name, number)):
            yield f"{name}/{number} stands as {row['standing']} and no answer ever said so"


def _is_renumbered(world: World, record: Record, key: Key) -> bool:
    """Somebody has said so of what is in the books under another number now."""
    said = any(row["kind"] == "renumbered" for row in record.events_of(key))
    return said and key[1] not in world.books[key[0]].invoices
