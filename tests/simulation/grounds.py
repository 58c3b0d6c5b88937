"""Where a message belongs, by what was ever said of its invoice and how grave it was just then."""

from tests.simulation import ladder, places
from tests.simulation.record import Key, Record, Row, at, key_of, maybe_day
from tests.simulation.world import World

MINOR = 100


def right(world: World, record: Record, row: Row) -> set[str]:
    """The channels in which it may stand; empty if it may stand anywhere."""
    match row["kind"]:
        case "account":
            return {places.HOME[row["account"]]}
        case "alert" if row["what"] == "stage":
            return called_of(world, row)
        case "invoice" | "reply" | "group":
            return {place for key in record.about(row) for place in homes(world, key)}
        case _:
            return set()


def homes(world: World, key: Key) -> set[str]:
    """Where the message of an invoice may stand: it may have cost more, or less, before."""
    return {places.home(world.flavour, key[0], cents) for cents in _cents(world, key)}


def called_of(world: World, row: Row) -> set[str]:
    """Where a step belongs that was queued as grave as it was then."""
    key, due = key_of(row), maybe_day(row["due"])
    assert due is not None
    grade = ladder.grade(due, at(row["created_at"]), world.flavour, key[0])
    return {places.called(world.flavour, key[0], cents, grade) for cents in _cents(world, key)}


def _cents(world: World, key: Key) -> list[int]:
    said = world.books[key[0]].amounts.get(key[1], set())
    return [int(one.amount * MINOR) for one in said if one is not None]
