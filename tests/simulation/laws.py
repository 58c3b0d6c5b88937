"""What must hold when a schedule has become calm; each law finds what breaks it."""

from collections.abc import Callable, Iterator

from bot.demo.slack.seed import BOT_USER
from tests.simulation import (
    laws_of_digests,
    laws_of_home,
    laws_of_messages,
    laws_of_people,
    laws_of_record,
    laws_of_stages,
    laws_of_storms,
    laws_of_threads,
)
from tests.simulation.record import Record
from tests.simulation.world import Broken, World

BOT = BOT_USER
Law = Callable[[World, Record], Iterator[str]]
LAWS: dict[str, Law] = {
    "the record is what the provider says": laws_of_record.agrees,
    "paid by evidence": laws_of_record.paid_by_evidence,
    "said once": laws_of_messages.once,
    "the outbox drains": laws_of_messages.drained,
    "what was sent stands there": laws_of_messages.kept,
    "said in order": laws_of_messages.in_order,
    "said in its place": laws_of_messages.in_place,
    "no invoice is forgotten": laws_of_messages.nothing_forgotten,
    "each step is said": laws_of_stages.said,
    "said where routes lead": laws_of_stages.said_where_routes_lead,
    "no step is said too early": laws_of_stages.not_too_early,
    "a digest comes once": laws_of_digests.once,
    "a digest comes": laws_of_digests.comes,
    "a digest comes in its time": laws_of_digests.not_too_early,
    "a message for several names all": laws_of_storms.names_all,
    "a storm is asked about": laws_of_storms.asked,
    "a question is true": laws_of_storms.truly,
    "an answer counts": laws_of_storms.answered,
    "a deed is told in its thread": laws_of_threads.told,
    "what gets graver is shown to all": laws_of_threads.raised,
    "who is to be called is called": laws_of_threads.called,
    "a click is taken": laws_of_people.taken,
    "a click counts once": laws_of_people.done_once,
    "a click is answered": laws_of_people.answered,
    "the audit log verifies": laws_of_record.provable,
    "a Home tab shows how it stands": laws_of_home.shows,
    "care is never lost": laws_of_people.care_lasts,
}


def require_certainty(world: World) -> None:
    """A quarter of an hour after the storm nobody doubts whether something was said."""
    if world.most_off:
        return  # what waits by a clock that was wrong waits as long as that was
    eyes = world.witness.eyes()
    waiting = eyes.execute("SELECT key FROM outbox WHERE state = 'unsure'").fetchone()
    if waiting is not None:
        raise Broken(f"doubts end within one pass: {waiting['key']} is still unsure")


def judge(world: World) -> None:
    """Hold the world against every law; raises Broken at the first that does not hold."""
    record = Record.of(world.witness.eyes())
    for name, law in LAWS.items():
        for found in law(world, record):
            raise Broken(f"{name}: {found}")
    world.trace.say("judge", "every law holds")
