"""The fields of a modal: what they hold, and what is wrong with it before the app sees it."""

import re
from collections.abc import Mapping
from typing import Any

Block = dict[str, Any]
Values = dict[str, dict[str, dict[str, Any]]]

# element type -> the key of the state that holds what was entered
_HELD = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
    "rich_text_input": "rich_text_value",
}

# element type -> the form its text must have, and what is said when it has not
_FORMS = {
    "email_text_input": (r"[^@\s]+@[^@\s]+\.[^@\s.]+", "Please enter a valid email address."),
    "url_text_input": (r"https?://\S+", "Please enter a valid URL."),
}


def held_in(kind: str) -> str:
    """Return the name under which an element's content stands in a state."""
    return _HELD.get(kind, "value")


def initial_values(blocks: list[Block]) -> Values:
    """Return the state of a form nobody has touched yet."""
    values: Values = {}
    for block in blocks:
        for element in (block.get("element"), block.get("accessory"), *block.get("elements", ())):
            if isinstance(element, dict) and "action_id" in element and element["type"] != "button":
                held = held_in(element["type"])
                initial = element.get("initial_" + held.removeprefix("selected_"))
                entered = {"type": element["type"], held: initial}
                values.setdefault(block["block_id"], {})[element["action_id"]] = entered
    return values


def entered(element: Block, value: object) -> dict[str, Any]:
    """Return the state of an element into which a person entered a value."""
    kind = element["type"]
    held = held_in(kind)
    if held == "selected_option":
        return {"type": kind, held: _option(element, value)}
    if held == "selected_options" and isinstance(value, list | tuple):
        return {"type": kind, held: [_option(element, one) for one in value]}
    return {"type": kind, held: value}


def _option(element: Block, value: object) -> Block:
    groups = [group["options"] for group in element.get("option_groups", [])]
    for options in (element.get("options", []), *groups):
        for option in options:
            if option["value"] == value:
                return dict(option)
    raise LookupError(f"{element['action_id']} offers no option with the value {value!r}")


def complaints(blocks: list[Block], values: Mapping[str, Any]) -> dict[str, str]:
    """Say what Slack itself refuses when Submit is pressed; block ids with words."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            complaint = _complaint(block, values)
            if complaint is not None:
                found[block["block_id"]] = complaint
    return found


def _complaint(block: Block, values: Mapping[str, Any]) -> str | None:
    element = block["element"]
    state = values.get(block["block_id"], {}).get(element["action_id"], {})
    value = state.get(held_in(element["type"]))
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    if element["type"] == "plain_text_input":
        return _length_complaint(element, str(value))
    if element["type"] == "number_input":
        return _number_complaint(element, str(value))
    form = _FORMS.get(element["type"])
    return None if form is None or re.fullmatch(form[0], str(value)) else form[1]


def _length_complaint(element: Block, value: str) -> str | None:
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return None


def _number_complaint(element: Block, text: str) -> str | None:
    try:
        number = float(text) if element["is_decimal_allowed"] else int(text)
    except ValueError:
        return "Please enter a valid number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
