"""What a modal and the Home tab may have, and what they may not."""

import pytest

from bot.demo.slack.blocks import view_faults
from tests.demo.slack.shapes import (
    Json,
    actions,
    button,
    home,
    modal,
    option,
    plain,
    section,
    text_input,
)

TABLE: Json = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
EVERY_INPUT: dict[str, Json] = {
    "plain_text_input": {"multiline": True, "max_length": 3000},
    "email_text_input": {},
    "url_text_input": {"placeholder": plain("p" * 150)},
    "number_input": {"is_decimal_allowed": True, "min_value": "0"},
    "static_select": {"options": [option("a")]},
    "datepicker": {},
    "users_select": {},
    "checkboxes": {"options": [option("a")]},
    "file_input": {"max_files": 1},
    "rich_text_input": {},
}


def field(kind: str, **more: object) -> Json:
    return {**text_input(kind), "element": {"type": kind, "action_id": "x", **more}}


GOOD_VIEWS = {
    "100 blocks": modal(*[{"type": "divider"}] * 100),
    "title of 24": modal(title=plain("t" * 24), submit=plain("s" * 24), close=plain("c" * 24)),
    "metadata of 3000": modal(private_metadata="x" * 3000),
    "an alert": modal({"type": "alert", "text": plain("careful"), "level": "warning"}),
    "every input": modal(*(field(kind, **more) for kind, more in EVERY_INPUT.items())),
}
BAD_VIEWS = {
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed"),
    "no title": ({"type": "modal", "blocks": []}, "missing required field: title"),
    "title of 25": (modal(title=plain("t" * 25)), "must be less than 25 characters"),
    "submit of 25": (modal(submit=plain("t" * 25)), "must be less than 25 characters"),
    "close of 25": (modal(close=plain("t" * 25)), "must be less than 25 characters"),
    "metadata of 3001": (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
    "a table": (modal(TABLE), "unsupported type: table"),
    "markdown": (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    "a home tab": (home(), "must be a valid enum value (modal)"),
    "no blocks": ({"type": "modal", "title": plain("t")}, "missing required field: blocks"),
    "twice the same field": (
        modal(text_input("a"), text_input("a")),
        "`block_id`: a already exists",
    ),
    "input without submit": (
        {"type": "modal", "title": plain("t"), "blocks": [text_input("a")]},
        "missing required field: submit",
    ),
    "not an object": ("modal", "must provide an object"),
}


@pytest.mark.parametrize("view", GOOD_VIEWS.values(), ids=GOOD_VIEWS)
def test_a_modal_may_have(view: object) -> None:
    assert view_faults(view, "modal") == []


@pytest.mark.parametrize(("view", "fault"), BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_a_modal_may_not_have(view: object, fault: str) -> None:
    assert [told for told in view_faults(view, "modal") if fault in told]


def test_a_home_tab_has_its_own_rules() -> None:
    assert view_faults(home(section(), actions(button())), "home") == []
    titled = {**home(), "title": plain("no")}
    assert "invalid additional property: title [json-pointer:/view]" in view_faults(titled, "home")
    alert = home({"type": "alert", "text": plain("x")})
    assert view_faults(alert, "home") == [
        "unsupported type: alert [json-pointer:/view/blocks/0/type]"
    ]
