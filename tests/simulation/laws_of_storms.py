"""Laws of many invoices at once: one message names all, one question, one answer."""

from collections import Counter
from collections.abc import Iterator

from tests.simulation.laws_of_messages import standing, token
from tests.simulation.record import Key, Record, Row, details
from tests.simulation.slack import Json, Posted
from tests.simulation.world import World

NAMED = 20  # of a message about several; the others it counts
MANY = 6  # renumbered in one check are asked about, whatever else was owed


def names_all(world: World, record: Record) -> Iterator[str]:
    """What is said by one message for several is named in it."""
    posted = {token(one.answer["message"]): one for one in _posts(world)}
    queued = {row["key"]: row for row in record.outbox}
    for row in record.outbox:
        group = queued.get(row["reason"]) if row["state"] == "grouped" else None
        if group is None or group["state"] != "sent" or group["token"] not in posted:
            continue
        if group["what"] == "roundup" and _has_changed(record, (row["account"], row["number"])):
            continue  # what needs nobody any more is left out
        words = posted[group["token"]].arguments.text("text")
        name = f"{row['account']}/{row['number']}"
        if len(record.about(group)) <= NAMED and f" {name}." not in f"{words}.":
            yield f"{group['key']} stands for {name} and does not name it: {words[:120]}"


def _has_changed(record: Record, key: Key) -> bool:
    return any(row["kind"] != "appeared" for row in record.events_of(key))


def _posts(world: World) -> Iterator[Posted]:
    for one in world.witness.posts:
        if one.method == "chat.postMessage":
            yield one


def asked(world: World, record: Record) -> Iterator[str]:
    """Many that got other numbers in one check are asked about, and announced by that alone."""
    asked_at = {(row["account"], row["created_at"]) for row, _ in record.pairs_asked_about()}
    together: Counter[tuple[str, int]] = Counter()
    for old, new in world.life.renamed.items():
        if {old, new} & world.life.changed:
            continue  # it may have looked like another one
        gone = {row["at"] for row in record.events_of(old) if row["kind"] == "vanished"}
        come = {row["at"] for row in record.events_of(new) if row["kind"] == "appeared"}
        together.update((old[0], at) for at in gone & come)
    for (name, at), times in together.items():
        if times >= MANY and (name, at) not in asked_at:
            yield f"{times} invoices of {name} got other numbers, and nobody was asked"
    for row in record.outbox:
        if row["what"] == "new" and row["kind"] == "invoice" and _is_in(record, row):
            yield f"{row['key']} was announced beside the question about all of them"


def _is_in(record: Record, row: Row) -> bool:
    """True for what a question of the same check speaks of."""
    return any(
        one["account"] == row["account"]
        and one["created_at"] == row["created_at"]
        and row["number"] in pairs.values()
        for one, pairs in record.pairs_asked_about()
    )


def truly(world: World, record: Record) -> Iterator[str]:
    """Nobody is asked about what is still in the books, nor about what cost something else."""
    for row, pairs in record.pairs_asked_about():
        books = world.books[row["account"]]
        for old, new in pairs.items():
            if old in books.invoices:
                yield f"{row['key']} asks about {old}, which is in the books"
            if not books.amounts.get(old, set()) & books.amounts.get(new, set()):
                yield f"{row['key']} takes {new} for {old}, which never cost the same"


def answered(world: World, record: Record) -> Iterator[str]:
    """The first answer counts, closes the old numbers or none, and stands below the question."""
    first: dict[str, Row] = {}
    for event in record.events:
        if event["kind"] == "storm_answered":
            question = details(event)["question"]
            if question in first:
                yield f"{question} was answered by two: {first[question]['actor']}, then others"
            first.setdefault(question, event)
    questions = {row["key"]: pairs for row, pairs in record.pairs_asked_about()}
    shown = {row["key"]: message for _, message, row in standing(world, record)}
    for key, event in first.items():
        yes = details(event)["answer"] == "yes"
        for old, new in questions[key].items():
            if wrong := _wrongly(record, (event["account"], old), new, event, yes=yes):
                yield wrong
        if key in shown and not world.shut:
            yield from _unanswered(key, shown[key], event["actor"])


def _wrongly(record: Record, old: Key, new: str, event: Row, *, yes: bool) -> str | None:
    told = [
        row
        for row in record.events_of(old)  # it may itself be the new one of an earlier storm
        if row["kind"] == "renumbered" and details(row)["number"].startswith(f"{old[1]} -> ")
    ]
    mine = [row for row in told if row["at"] == event["at"]]
    if yes and record.invoices[old]["standing"] == "unknown" and not mine:
        return f"{'/'.join(old)} was renumbered as {new}, says {event['actor']}, and is still open"
    if mine and not yes:
        return f"{'/'.join(old)} was closed, and {event['actor']} said no"
    return f"{'/'.join(old)} was renumbered twice" if len(told) > 1 else None


def _unanswered(key: str, message: Json, actor: str) -> Iterator[str]:
    kinds = [block["type"] for block in message["blocks"]]
    if "actions" in kinds or f"<@{actor}>" not in str(message["text"]):
        yield f"{key} was answered by {actor} and does not show it: {message['text'][:80]}"
