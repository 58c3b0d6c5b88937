"""What somebody chose to see on their Home tab. It stays until they choose otherwise. Pure."""

import json
from dataclasses import dataclass, replace
from typing import Any

from bot.slack.words import When
from state.model import Direction

ALL = "*"  # a choice of no filter; no account is called so
WHEN, DIRECTION, ACCOUNT, EVERYTHING = "when", "direction", "account", "everything"
MINE, NEEDING = "mine", "needing"  # the lists, and what their pages are called
LISTS = (MINE, NEEDING)
WHENS = (When.ATTENTION, When.OVERDUE, When.OPEN)


@dataclass(frozen=True, slots=True)
class Choice:
    """The filters of one person's Home tab, and the page of each of its lists."""

    when: When = When.ATTENTION  # of what needs somebody
    direction: Direction | None = None
    account: str | None = None
    mine: int = 1
    needing: int = 1

    @property
    def is_filtered(self) -> bool:
        """True when it asks for less than there is."""
        return replace(self, mine=1, needing=1) != Choice()

    def on_first_pages(self) -> "Choice":
        """The same filters, each list from its beginning."""
        return replace(self, mine=1, needing=1)


def chosen(choice: Choice, what: str, value: str) -> Choice:
    """The choice after somebody chose something; what nobody knows changes nothing."""
    if what in LISTS:
        return _turned(choice, what, value)
    anew = choice.on_first_pages()
    match what:
        case "when" if value in WHENS:
            return replace(anew, when=When(value))
        case "direction" if value == ALL or value in list(Direction):
            return replace(anew, direction=None if value == ALL else Direction(value))
        case "account":
            return replace(anew, account=None if value == ALL else value)
        case "everything":
            return Choice()
        case _:
            return choice


def _turned(choice: Choice, what: str, page: str) -> Choice:
    """The same filters, with another page of one of the lists."""
    if not page.isdecimal():
        return choice
    number = int(page)
    return replace(choice, mine=number) if what == MINE else replace(choice, needing=number)


def written(choice: Choice) -> str:
    """The choice as it is kept."""
    told = {
        "when": choice.when.value,
        "direction": choice.direction.value if choice.direction else ALL,
        "account": choice.account or ALL,
        "mine": str(choice.mine),
        "needing": str(choice.needing),
    }
    return json.dumps(told)


def read(text: str) -> Choice:
    """A choice that was kept; as much of it as can still be understood."""
    try:
        told: Any = json.loads(text or "{}")
    except ValueError:
        return Choice()
    choice = Choice()
    for what in (WHEN, DIRECTION, ACCOUNT, *LISTS):  # pages last: a filter begins anew
        if isinstance(told, dict) and isinstance(told.get(what), str):
            choice = chosen(choice, what, told[what])
    return choice
