"""Somebody at a keyboard, who says that an answer is right which nobody would take over unasked."""

from datetime import timedelta

from tests.simulation.world import World

LATER = timedelta(minutes=15)  # until what came of it is said


def believe(world: World) -> None:
    """Look at the accounts whose answers are refused, and have them taken over."""
    refused = world.witness.eyes().execute(
        "SELECT name FROM accounts WHERE healthy = 0 AND error LIKE '%nothing says why%'"
    )
    names = [row["name"] for row in refused.fetchall()]
    if names:
        engine = world.alive().core.engine
        world.trace.say("operator", f"believes {', '.join(names)}")
        world.protect(lambda: engine.check_now(names, believe=True))
        world.until(world.hours.now + LATER)
