"""Forms: people open them, fill them in and send them, and do so again where that failed."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.demo.slack import payloads
from bot.demo.slack.fields import complaints, held_in, initial_values
from bot.demo.slack.occasions import Occasion, Triggers, _Ticket
from bot.demo.slack.parts import Parts

Json = dict[str, Any]
LONG_AGO = "2026-01-05"  # a day for which no form is taken
FORMS = ("promise", "waiting", "assign", "dispute", "note", "mute", "more")
BUTTON = "form_"  # what the names of buttons begin with that open a form


class Named(Triggers):
    """Trigger ids by which a trace reads the same each time; they expire by the world's clock."""

    def name(self, trigger: str, user: str) -> None:
        """Make one known."""
        seen: Any = Future()
        self._tickets[trigger] = _Ticket(Occasion(user, seen=seen), self._clock())


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody sends it."""

    user: str
    key: str
    form: str
    values: Json
    address: str  # where its answer may be sent
    view: Json


def entries(element: Json) -> Iterator[Json]:
    """The entries of a menu that open a form."""
    for option in element.get("options", ()):
        name = option["value"].partition("|")[0]
        if name in FORMS or name == "pick":
            yield {"selected_option": {"value": option["value"]}}


def is_opening(element: Json, action: Json) -> bool:
    """True for what opens a form and decides nothing yet."""
    if element["action_id"].startswith(BUTTON):
        return True
    name = str((action.get("selected_option") or {}).get("value")).partition("|")[0]
    return name in FORMS or name == "pick"


def standing_open(parts: Parts, people: Sequence[str]) -> list[tuple[str, Json]]:
    """What people have before them."""
    stacks = ((user, parts.views.stack(user)) for user in people)
    return [(user, stack[-1]) for user, stack in stacks if stack and stack[-1]["submit"]]


def filled(
    user: str, view: Json, chance: Random, *, word: str, day: str, people: Sequence[str]
) -> Filled | None:
    """Fill a form in, well or badly; None if Slack itself does not take it."""
    told = json.loads(view["private_metadata"])
    values = initial_values(view["blocks"])
    for block in (one for one in view["blocks"] if one["type"] == "input"):
        element = block["element"]
        held = values[block["block_id"]][element["action_id"]]
        match element["type"]:
            case "plain_text_input":
                held["value"] = word if chance.random() < 0.9 else "  "
            case "users_select":
                held["selected_user"] = chance.choice(people)
            case "datepicker":
                shown = held[held_in("datepicker")]
                held["selected_date"] = chance.choice((shown, shown, day, LONG_AGO))
    if complaints(view["blocks"], values):
        return None
    return Filled(user, told["key"], told["form"], values, address(view), view)


def is_of_home(view: Json) -> bool:
    """True if it was opened on a Home tab, where the answer is shown as well."""
    told = json.loads(view["private_metadata"] or "{}")
    return bool(told.get("place", {}).get("home"))


def address(view: Json) -> str:
    """Where the answer to what is done in a form may be sent; empty for a Home tab."""
    told = json.loads(view["private_metadata"] or "{}")
    return str(told.get("place", {}).get("response_url", "")).rpartition("/")[2]


def submission(parts: Parts, sent: Filled, trigger: str) -> Json:
    """What Slack delivers when somebody presses the button below a form."""
    return {
        **payloads.interaction(parts.workspace, "view_submission", sent.user),
        "trigger_id": trigger,
        "view": {**sent.view, "state": {"values": sent.values}},
        "response_urls": [],
    }


def another_day(parts: Parts, user: str, view: Json, day: str, number: int) -> Json | None:
    """What Slack delivers when somebody chooses another day in a form; None if none is asked."""
    asked = [one for one in view["blocks"] if one.get("element", {}).get("type") == "datepicker"]
    if not asked:
        return None
    element = asked[0]["element"]
    action = {
        "type": "datepicker",
        "block_id": asked[0]["block_id"],
        "action_id": element["action_id"],
        "selected_date": day,
        "action_ts": f"{number}.0",
    }
    return {
        **payloads.interaction(parts.workspace, "block_actions", user),
        **payloads.of_view(view),
        "trigger_id": f"T{number}",
        "actions": [action],
    }


def heard(parts: Parts, user: str, view: str, body: str) -> None:
    """The form closes, unless something is wrong with it."""
    answer = json.loads(body) if body else {}
    if answer.get("response_action") != "errors":
        stack = parts.views.stack(user)
        stack[:] = [one for one in stack if one["id"] != view]
