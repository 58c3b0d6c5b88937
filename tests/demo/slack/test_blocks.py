"""Block Kit's limits by name: the largest that is taken, and the first that is not."""

from typing import Any

import pytest

from bot.demo.slack.blocks import complete, message_faults
from tests.demo.slack.shapes import (
    actions,
    button,
    mrkdwn,
    option,
    plain,
    section,
)

Json = dict[str, Any]
CONFIRM = {
    "title": plain("t" * 100),
    "text": mrkdwn("x" * 300),
    "confirm": plain("y" * 30),
    "deny": plain("n" * 30),
    "style": "danger",
}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def overflow(options: int) -> Json:
    return {
        "type": "overflow",
        "action_id": "o",
        "options": [option(f"v{n}") for n in range(options)],
    }


def select(options: int, **more: object) -> Json:
    return {
        "type": "static_select",
        "action_id": "s",
        "placeholder": plain("Choose"),
        "options": [option(f"v{n}") for n in range(options)],
        **more,
    }


def choose(options: list[Json]) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options}


def table(rows: int, cells: int) -> Json:
    row = [{"type": "raw_text", "text": "x"} for _ in range(cells)]
    return {"type": "table", "rows": [row for _ in range(rows)]}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text)}


def fields(count: int, length: int) -> Json:
    return {"type": "section", "fields": [mrkdwn("x" * length) for _ in range(count)]}


TAKEN = {
    "no blocks": [],
    "50 blocks": [{"type": "divider"}] * 50,
    "section of 3000": [section("x" * 3000)],
    "10 fields of 2000": [fields(10, 2000)],
    "header of 150": [header("x" * 150)],
    "button texts": [
        actions(
            {
                **button("a" * 255, "v" * 2000, url="https://x.example/" + "u" * 2900),
                "text": plain("t" * 75),
                "style": "primary",
                "confirm": CONFIRM,
                "accessibility_label": "l" * 75,
            }
        )
    ],
    "25 actions": [actions(*(button(f"a{n}") for n in range(25)))],
    "10 in context": [context(*(mrkdwn("x") for _ in range(10)))],
    "overflow of 5": [section(accessory=overflow(5))],
    "overflow of 1": [section(accessory=overflow(1))],
    "100 options": [actions(select(100))],
    "table of 100 x 20": [table(100, 20)],
    "markdown of 12000": [{"type": "markdown", "text": "x" * 12_000}],
    "image": [{"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"}],
    "image in context": [
        context({"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"})
    ],
    "pickers": [
        actions(
            {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-20"},
            {"type": "timepicker", "action_id": "t", "initial_time": "09:30"},
            {"type": "datetimepicker", "action_id": "dt", "initial_date_time": 1_795_000_000},
            {"type": "users_select", "action_id": "u", "initial_user": "U01ADA"},
            {"type": "multi_users_select", "action_id": "mu", "initial_users": ["U01ADA"]},
            {"type": "conversations_select", "action_id": "c"},
            {"type": "channels_select", "action_id": "ch"},
            {"type": "checkboxes", "action_id": "cb", "options": [option("a")]},
            {"type": "radio_buttons", "action_id": "rb", "options": [option("a")]},
        )
    ],
    "rich text": [
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]},
                {"type": "rich_text_list", "style": "bullet", "elements": []},
            ][:1],
        }
    ],
    "the same action id in two blocks": [actions(button("a")), actions(button("a"))],
    "option groups": [
        actions(
            {
                "type": "static_select",
                "action_id": "g",
                "option_groups": [{"label": plain("G"), "options": [option("a")]}],
            }
        )
    ],
}

REFUSED = {
    "51 blocks": ([{"type": "divider"}] * 51, "no more than 50 items allowed"),
    "not a list": ({"type": "divider"}, "must provide an array"),
    "not an object": (["divider"], "must provide an object"),
    "no type": ([{}], "missing required field: type"),
    "unknown type": ([{"type": "poem"}], "unsupported type: poem"),
    "unknown key": ([{"type": "divider", "color": "red"}], "invalid additional property: color"),
    "alert in a message": ([{"type": "alert", "text": plain("x")}], "unsupported type: alert"),
    "empty section": ([{"type": "section"}], "missing required field: text or fields"),
    "section of 3001": ([section("x" * 3001)], "must be less than 3001 characters"),
    "empty text": ([section("")], "must be more than 0 characters"),
    "text that is none": ([{"type": "section", "text": "x"}], "must provide an object"),
    "11 fields": ([fields(11, 1)], "no more than 10 items allowed"),
    "field of 2001": ([fields(1, 2001)], "must be less than 2001 characters"),
    "header of 151": ([header("x" * 151)], "must be less than 151 characters"),
    "mrkdwn in a header": (
        [{"type": "header", "text": mrkdwn("x")}],
        "unsupported type: mrkdwn",
    ),
    "button text of 76": (
        [actions({**button(), "text": plain("x" * 76)})],
        "must be less than 76 characters",
    ),
    "mrkdwn on a button": ([actions({**button(), "text": mrkdwn("x")})], "unsupported type"),
    "value of 2001": ([actions(button(value="x" * 2001))], "must be less than 2001 characters"),
    "url of 3001": ([actions(button(url="x" * 3001))], "must be less than 3001 characters"),
    "an address that is none": ([actions(button(url="invoices/7"))], "must be a valid url"),
    "action_id of 256": ([actions(button("x" * 256))], "must be less than 256 characters"),
    "block_id of 256": ([section(block_id="x" * 256)], "must be less than 256 characters"),
    "unknown style": ([actions(button(style="green"))], "must be a valid enum value"),
    "no elements": ([actions()], "no less than 1 items allowed"),
    "26 actions": (
        [actions(*(button(f"a{n}") for n in range(26)))],
        "no more than 25 items allowed",
    ),
    "11 in context": ([context(*[mrkdwn("x")] * 11)], "no more than 10 items allowed"),
    "button in context": ([context(button())], "unsupported type: button"),
    "overflow of 6": ([section(accessory=overflow(6))], "no more than 5 items allowed"),
    "empty overflow": ([section(accessory=overflow(0))], "no less than 1 items allowed"),
    "101 options": ([actions(select(101))], "no more than 100 items allowed"),
    "no options": (
        [actions({"type": "static_select", "action_id": "s"})],
        "missing required field: options or option_groups",
    ),
    "options and groups": (
        [
            actions(
                select(1, option_groups=[{"label": plain("G"), "options": [option("a")]}])
            )
        ],
        "only one of options, option_groups allowed",
    ),
    "option text of 76": (
        [actions(choose([{"text": plain("x" * 76), "value": "v"}]))],
        "must be less than 76 characters",
    ),
    "option value of 151": (
        [actions(choose([option("x" * 151)]))],
        "must be less than 151 characters",
    ),
    "placeholder of 151": (
        [actions(select(1, placeholder=plain("x" * 151)))],
        "must be less than 151 characters",
    ),
    "confirm title of 101": (
        [actions(button(confirm={**CONFIRM, "title": plain("x" * 101)}))],
        "must be less than 101 characters",
    ),
    "confirm text of 301": (
        [actions(button(confirm={**CONFIRM, "text": plain("x" * 301)}))],
        "must be less than 301 characters",
    ),
    "confirm button of 31": (
        [actions(button(confirm={**CONFIRM, "confirm": plain("x" * 31)}))],
        "must be less than 31 characters",
    ),
    "incomplete confirm": (
        [actions(button(confirm={"title": plain("t")}))],
        "missing required field: deny",
    ),
    "101 rows": ([table(101, 1)], "no more than 100 items allowed"),
    "21 cells": ([table(1, 21)], "no more than 20 items allowed"),
    "two tables": ([table(1, 1), table(1, 1)], "only one table allowed per message"),
    "markdown of 12001 in sum": (
        [{"type": "markdown", "text": "x" * 6001}] * 2,
        "must be less than 12001 characters in sum",
    ),
    "block_id twice": (
        [section(block_id="b"), section(block_id="b")],
        "`block_id`: b already exists",
    ),
    "action_id twice in a block": (
        [actions(button("a"), button("a"))],
        "`action_id`: a already exists",
    ),
    "a date that is none": (
        [actions({"type": "datepicker", "initial_date": "20 Nov"})],
        "must be a valid date",
    ),
    "a flag that is none": (
        [{"type": "section", "text": {**mrkdwn("x"), "verbatim": "yes"}}],
        "must provide a boolean",
    ),
    "text input among actions": (
        [actions({"type": "plain_text_input", "action_id": "t"})],
        "unsupported type: plain_text_input",
    ),
    "picture without words": (
        [{"type": "image", "image_url": "https://x.example/a.png"}],
        "missing required field: alt_text",
    ),
    "number out of bounds": (
        [{"type": "section", "text": mrkdwn("x"), "accessory": {
            "type": "multi_users_select", "action_id": "m", "max_selected_items": 0}}],
        "must be between 1 and 100",
    ),
    "number that is none": (
        [{"type": "section", "text": mrkdwn("x"), "accessory": {
            "type": "multi_users_select", "action_id": "m", "max_selected_items": "3"}}],
        "must provide an integer",
    ),
}  # fmt: skip


@pytest.mark.parametrize("blocks", TAKEN.values(), ids=TAKEN)
def test_a_message_may_have(blocks: object) -> None:
    assert message_faults(blocks) == []


@pytest.mark.parametrize(("blocks", "fault"), REFUSED.values(), ids=REFUSED)
def test_a_message_may_not_have(blocks: object, fault: str) -> None:
    assert [told for told in message_faults(blocks) if fault in told]


def test_a_fault_says_where_it_is() -> None:
    blocks = [section(), actions(button(), choose([option("x" * 151)]))]
    faults = message_faults(blocks)
    assert [one.partition("pointer:")[2] for one in faults] == [
        "/blocks/1/elements/1/options/0/text/text]",
        "/blocks/1/elements/1/options/0/value]",
    ]


def test_what_has_no_identifier_gets_one() -> None:
    given = [section(accessory={"type": "button", "text": plain("x")}), section(block_id="mine")]
    numbers = iter(range(10))
    first, second = complete(given, lambda prefix: f"{prefix}{next(numbers)}")
    assert first["block_id"] == "b0"
    assert first["accessory"]["action_id"] == "a1"
    assert second["block_id"] == "mine"
    assert "block_id" not in given[0]
