"""Home tabs and menus of forms: what Slack delivers when people open them and press in them."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from bot.demo.slack import payloads
from bot.demo.slack.blocks import elements
from bot.demo.slack.parts import Parts

Json = dict[str, Any]
CHOOSES, TURNS = "home_choose_", "home_page"


def opened(parts: Parts, user: str) -> Json:
    """What Slack delivers when somebody looks at their Home tab."""
    event = {
        "type": "app_home_opened",
        "user": user,
        "channel": parts.workspace.direct(user).id,
        "tab": "home",
        "event_ts": parts.workspace.ts(),
    }
    return payloads.event_callback(parts.workspace, event)


def menus(parts: Parts, people: Sequence[str]) -> list[tuple[str, Json]]:
    """Forms that only ask what somebody wants to do, and have no button to be sent by."""
    stacks = ((user, parts.views.stack(user)) for user in people)
    return [(user, stack[-1]) for user, stack in stacks if stack and not stack[-1]["submit"]]


def controls(view: Json, chance: Random) -> Iterator[tuple[Json, Json, Json]]:
    """What can be pressed or chosen in a view: block, element, and what that says."""
    for block in view["blocks"]:
        for element in elements(block):
            name = element.get("action_id", "")
            if element["type"] in ("static_select", "overflow"):
                chosen = chance.choice(element["options"])["value"]
                yield block, element, {"selected_option": {"value": chosen}}
            elif element["type"] == "button" and name != "open_invoice":
                yield block, element, {"value": element["value"]}


def pressed(
    parts: Parts, user: str, view: Json, what: tuple[Json, Json, Json], number: int
) -> Json:
    """What Slack delivers when somebody presses something in a view."""
    block, element, action = what
    told = {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": f"{number}.0",
        **action,
    }
    return {
        **payloads.interaction(parts.workspace, "block_actions", user),
        **payloads.of_view(view),
        "trigger_id": f"T{number}",
        "actions": [told],
    }


def decides(element: Json, action: Json) -> bool:
    """True for what asks for something that is written down before Slack hears that we have it."""
    name = element["action_id"]
    chosen = (action.get("selected_option") or {}).get("value", "")
    if name == "snooze":
        return not str(chosen).startswith("pick")
    return name in ("acknowledge", "unacknowledge", "acknowledge_all")
