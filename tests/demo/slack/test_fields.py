"""What Slack itself says about the fields of a form, before the app is asked."""

import pytest

from bot.demo.slack.fields import complaints, initial_values
from tests.demo.slack.shapes import Json, option, plain

REQUIRED = "Please complete this required field."


def form(kind: str, **element: object) -> list[Json]:
    made = {"type": kind, "action_id": "a", **element}
    return [{"type": "input", "block_id": "b", "label": plain("L"), "element": made}]


def said(blocks: list[Json], **held: object) -> str | None:
    values = {"b": {"a": {"type": blocks[0]["element"]["type"], **held}}}
    return complaints(blocks, values).get("b")


CASES: dict[str, tuple[list[Json], Json, str | None]] = {
    "nothing": (form("plain_text_input"), {"value": None}, REQUIRED),
    "nothing chosen": (form("static_select"), {"selected_option": None}, REQUIRED),
    "no box": (form("checkboxes"), {"selected_options": []}, REQUIRED),
    "no day": (form("datepicker"), {"selected_date": None}, REQUIRED),
    "nobody": (form("users_select"), {"selected_user": None}, REQUIRED),
    "nowhere": (form("conversations_select"), {"selected_conversation": None}, REQUIRED),
    "too short": (
        form("plain_text_input", min_length=3),
        {"value": "ab"},
        "Please enter at least 3 characters.",
    ),
    "long enough": (form("plain_text_input", min_length=3, max_length=3), {"value": "abc"}, None),
    "too long": (
        form("plain_text_input", max_length=3),
        {"value": "abcd"},
        "Please enter at most 3 characters.",
    ),
    "no number": (
        form("number_input", is_decimal_allowed=True),
        {"value": "a lot"},
        "Please enter a valid number.",
    ),
    "half a day": (
        form("number_input", is_decimal_allowed=False),
        {"value": "1.5"},
        "Please enter a valid number.",
    ),
    "too small": (
        form("number_input", is_decimal_allowed=False, min_value="1"),
        {"value": "0"},
        "Please enter a number of at least 1.",
    ),
    "too large": (
        form("number_input", is_decimal_allowed=True, max_value="10.5"),
        {"value": "10.6"},
        "Please enter a number of at most 10.5.",
    ),
    "a fitting number": (
        form("number_input", is_decimal_allowed=True, min_value="1", max_value="2"),
        {"value": "1.5"},
        None,
    ),
    "a mail address": (form("email_text_input"), {"value": "ada@acme.example"}, None),
    "no mail address": (
        form("email_text_input"),
        {"value": "ada at acme"},
        "Please enter a valid email address.",
    ),
    "an address": (form("url_text_input"), {"value": "https://acme.example/7"}, None),
    "no address": (
        form("url_text_input"),
        {"value": "acme.example"},
        "Please enter a valid URL.",
    ),
}


@pytest.mark.parametrize(("blocks", "held", "complaint"), CASES.values(), ids=CASES)
def test_slack_says(blocks: list[Json], held: Json, complaint: str | None) -> None:
    assert said(blocks, **held) == complaint


def test_an_optional_field_may_be_empty_but_not_wrong() -> None:
    blocks = form("email_text_input")
    blocks[0]["optional"] = True
    assert said(blocks, value=None) is None
    assert said(blocks, value="x") == "Please enter a valid email address."


def test_an_untouched_form_holds_what_it_began_with() -> None:
    chosen = option("a")
    blocks = [
        *form("radio_buttons", options=[chosen], initial_option=chosen),
        {
            "type": "actions",
            "block_id": "filters",
            "elements": [
                {"type": "timepicker", "action_id": "t", "initial_time": "09:00"},
                {"type": "multi_users_select", "action_id": "u", "initial_users": ["U01ADA"]},
                {"type": "button", "action_id": "press", "text": plain("Press")},
            ],
        },
    ]
    assert initial_values(blocks) == {
        "b": {"a": {"type": "radio_buttons", "selected_option": chosen}},
        "filters": {
            "t": {"type": "timepicker", "selected_time": "09:00"},
            "u": {"type": "multi_users_select", "selected_users": ["U01ADA"]},
        },
    }
