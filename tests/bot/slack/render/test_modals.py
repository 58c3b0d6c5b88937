"""Every form as people see it, and as Slack takes it.

The files in tests/bot/slack/render/modals are the specification. After a wanted change:

    GOLDEN=write python -m pytest tests/bot/slack/render/test_modals.py
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import slackblocks
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.slack.blocks import view_faults
from bot.slack.asked import Place
from bot.slack.language import speaking
from bot.slack.listening.arrived import carried, metadata
from bot.slack.render.message import Block, Message
from bot.slack.render.modals import menu
from bot.slack.render.modals.forms import form
from bot.slack.render.modals.sheet import Form
from bot.slack.render.safe import width
from tests.bot.slack.block_kit import by_slackblocks
from tests.bot.slack.modal_samples import KEY, sheet, views

FOLDER = Path(__file__).parent / "modals"
GERMAN = FOLDER / "de"
VIEWS = views()


def picture(view: Block) -> str:
    """A form drawn with letters."""
    rows = [row for block in view["blocks"] for row in _rows(block)]
    close = view["close"]["text"]
    below = f"[{close}]" + (f"  [!{view['submit']['text']}]" if "submit" in view else "")
    return "\n".join([f"# {view['title']['text']}", *rows, below, ""])


def _rows(block: Block) -> list[str]:
    match block["type"]:
        case "section":
            return [str(block["text"]["text"])]
        case "context":
            return [f"  ({element['text']})" for element in block["elements"]]
        case "actions":
            return [f"  [{element['text']['text']}]" for element in block["elements"]]
        case _:
            held, hint = _held(block["element"]), block.get("hint", {}).get("text", "")
            kind = " (optional)" if block.get("optional") else ""
            return [f"{block['label']['text']}{kind}: {held}", *([f"  ({hint})"] if hint else [])]


def _held(element: Block) -> str:
    if "options" in element:
        return " | ".join(option["text"]["text"] for option in element["options"])
    return str(element.get("initial_date") or f"<{element['type']}>")


@pytest.mark.parametrize("name", VIEWS)
def test_the_form_looks_like_its_picture(name: str) -> None:
    require_picture(FOLDER / f"{name}.txt", VIEWS[name])


@pytest.mark.parametrize("name", VIEWS)
def test_the_form_looks_like_its_german_picture_and_slack_takes_it(name: str) -> None:
    with speaking("de"):
        view = views()[name]
    require_picture(GERMAN / f"{name}.txt", view)
    require_taken(view)


def require_picture(path: Path, view: Block) -> None:
    drawn = picture(view)
    if os.environ.get("GOLDEN") == "write":
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


def test_no_picture_is_left_over() -> None:
    for folder in (FOLDER, GERMAN):
        assert {path.stem for path in folder.glob("*.txt")} == set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_the_form(name: str) -> None:
    require_taken(VIEWS[name])


def require_taken(view: Block) -> None:
    """Both judges: the local Slack, and a library of others that rebuilds it."""
    assert view_faults(view, "modal") == []
    assert len(view["private_metadata"]) <= 3_000
    assert all(
        len(view[name]["text"]) <= 24 for name in ("title", "submit", "close") if name in view
    )
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    others = [block for block in view["blocks"] if block["type"] != "input"]
    assert by_slackblocks(Message("a form", tuple(others))) == [_bare(one) for one in others]
    for block in inputs:
        assert _bare(_rebuilt(block)) == _bare(block)


def _rebuilt(block: Block) -> Any:
    given_ = {name: _text(value) for name, value in block.items() if name != "type"}
    made = slackblocks.InputBlock(**{**given_, "element": _element(block["element"])})
    return json.loads(json.dumps(made._resolve()))


def _element(element: Block) -> Any:
    kinds = {
        "datepicker": slackblocks.DatePicker,
        "users_select": slackblocks.UserSelectMenu,
        "plain_text_input": slackblocks.PlainTextInput,
        "static_select": slackblocks.StaticSelectMenu,
    }
    given_ = {name: value for name, value in element.items() if name != "type"}
    if "options" in given_:
        options = [(_text(one["text"]), one["value"]) for one in given_["options"]]
        given_["options"] = [slackblocks.Option(text=text, value=value) for text, value in options]
    return kinds[element["type"]](**given_)


def _text(value: Any) -> Any:
    if isinstance(value, dict) and value.get("type") == "plain_text":
        return slackblocks.Text(value["text"], slackblocks.TextType.PLAINTEXT)
    return value


def _bare(value: Any) -> Any:
    """Without what is Slack's default anyway."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        defaults = (("emoji", False), ("optional", False), ("dispatch_action", False))
        return {name: _bare(item) for name, item in value.items() if (name, item) not in defaults}
    return value


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(Form)),
    st.text(max_size=2_000),
    st.text(min_size=1, max_size=400),
    st.text(max_size=40).filter(lambda text: width(text) <= 100),
)
def test_whatever_a_provider_writes_slack_takes_the_form(
    of: Form, about: str, standing: str, number: str
) -> None:
    made = sheet(of, about=about or "?", standing=standing)
    kept = carried(
        of, f"acme/{number}", Place("C1", "https://hooks.slack.com/" + "x" * 100), "modal"
    )
    view = form(made, kept)
    assert view_faults(view, "modal") == []
    assert metadata(view)["key"] == f"acme/{number}"


def test_more_invoices_than_a_menu_takes_are_cut() -> None:
    require_taken(menu.choose([f"acme-vps/{number}" for number in range(300)], "{}"))
    assert (
        len(menu.choose(["acme/" + "7" * 400, KEY], "{}")["blocks"][0]["element"]["options"]) == 1
    )
