"""Laws of the Home tab: whoever opens it sees how everything stands, as they chose to see it."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.demo.slack.blocks import elements
from state.model import Standing
from tests.simulation.people import PEOPLE
from tests.simulation.record import Record, at
from tests.simulation.slack import Json
from tests.simulation.world import World

CHOSEN = "home_choose_"
PAGE = "Page "


def shows(world: World, record: Record) -> Iterator[str]:
    """What is paid stands there no more, and what nobody sees to does."""
    if not world.flavour.at_home:
        return
    for user in PEOPLE:
        view = _opened(world, user)
        if view is None:
            yield f"{user} opened the Home tab and sees nothing"
            continue
        words = str(view["blocks"])
        for name, number in record.invoices:
            shown = f"`{name}/{number}`" in words
            if shown and record.invoices[name, number]["standing"] in ("paid", "void"):
                yield f"{user} sees {name}/{number} on the Home tab, which is paid"
        if not (_is_filtered(view) or PAGE in words):
            for key in _neglected(world, record):
                if f"`{key}`" not in words:
                    yield f"{user} does not see {key} on the Home tab, which is overdue"


def _opened(world: World, user: str) -> Json | None:
    """What somebody sees who looks at it now."""
    before = world.witness.drawn.get(user)
    made = world.people.home_opened(user)
    world.people.waiting.append(made)
    world.deliver()
    world.settle()
    after = world.witness.drawn.get(user)
    return None if after in (None, before) else world.slack.parts.views.homes[user]


def _is_filtered(view: Json) -> bool:
    """There is a button that takes back what was chosen."""
    buttons = (one for block in view["blocks"] for one in elements(block))
    return any(one.get("action_id") == f"{CHOSEN}everything" for one in buttons)


def _neglected(world: World, record: Record) -> Iterator[str]:
    """What is overdue, and nobody has decided about."""
    for name, books in world.books.items():
        muted = record.accounts[name]["mute_until"]
        if muted is not None and at(muted) > world.hours.now - timedelta(minutes=1):
            continue
        zone = ZoneInfo(world.flavour.today_is_of(name))
        today = world.hours.now.astimezone(zone).date()
        for one in books.invoices.values():
            late = one.standing is Standing.OPEN and one.due is not None and one.due < today
            if late and (name, one.key.number) not in record.care:
                yield str(one.key)
