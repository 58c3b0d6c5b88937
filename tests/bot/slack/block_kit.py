"""Judges of Block Kit: two libraries of others and four checks that neither makes.

Our JSON is rebuilt from each library's classes, which refuse what Slack refuses, and
what they make of it has to be our JSON again.
"""

import json
from collections.abc import Iterable
from typing import Any

import blockkit
import slackblocks

from bot.slack.render.message import Block, Message

Json = Any  # whatever JSON can hold

SAME_IN_BLOCKKIT = {
    "header": blockkit.Header,
    "section": blockkit.Section,
    "context": blockkit.Context,
    "actions": blockkit.Actions,
    "divider": blockkit.Divider,
    "button": blockkit.Button,
    "static_select": blockkit.StaticSelect,
    "overflow": blockkit.Overflow,
    "option": blockkit.Option,
    "confirm": blockkit.Confirm,
    "input": blockkit.Input,
    "datepicker": blockkit.DatePicker,
    "users_select": blockkit.UsersSelect,
    "plain_text_input": blockkit.PlainTextInput,
    "plain_text": blockkit.Text,
    "mrkdwn": blockkit.Text,
}
SAME_IN_SLACKBLOCKS = {
    "header": slackblocks.HeaderBlock,
    "section": slackblocks.SectionBlock,
    "context": slackblocks.ContextBlock,
    "actions": slackblocks.ActionsBlock,
    "divider": slackblocks.DividerBlock,
    "button": slackblocks.Button,
    "static_select": slackblocks.StaticSelectMenu,
    "overflow": slackblocks.OverflowMenu,
    "option": slackblocks.Option,
    "confirm": slackblocks.ConfirmationDialogue,
    "input": slackblocks.InputBlock,
    "datepicker": slackblocks.DatePicker,
    "users_select": slackblocks.UserSelectMenu,
    "plain_text_input": slackblocks.PlainTextInput,
}


def faults(message: Message) -> list[str]:
    """What any of the judges has against a message; empty when Slack would take it."""
    blocks = list(message.blocks)
    found = [*own_faults(blocks)]
    if not 0 < len(message.text) <= 4_000:
        found.append(f"the text has {len(message.text)} characters")
    for judge in (by_blockkit, by_slackblocks):
        try:
            rebuilt = judge(message)
        except Exception as error:  # noqa: BLE001 -- each library has its own errors
            found.append(f"{judge.__name__}: {type(error).__name__}: {error}")
        else:
            if rebuilt != [bare(block) for block in blocks]:
                found.append(f"{judge.__name__}: rebuilt differently: {rebuilt}")
    return found


def by_blockkit(message: Message) -> list[Any]:
    """The blocks as blockkit writes them."""
    blocks = [as_blockkit(block) for block in message.blocks]
    whole = blockkit.Message(message.text, blocks)
    built = whole.build() if blocks else {}  # type: ignore[no-untyped-call]
    return [bare(block) for block in built.get("blocks", [])]


def as_blockkit(value: Json) -> Json:
    if isinstance(value, list):
        return [as_blockkit(item) for item in value]
    if not isinstance(value, dict):
        return value
    given = {name: as_blockkit(item) for name, item in value.items()}
    kind = _kind(given)
    if kind in ("plain_text", "mrkdwn"):
        given["type"] = kind
    return SAME_IN_BLOCKKIT[kind](**given)


def by_slackblocks(message: Message) -> list[Any]:
    """The blocks as slackblocks writes them."""
    blocks = [as_slackblocks(block) for block in message.blocks]
    built = slackblocks.Message("C01BILLING", message.text, blocks)._resolve()
    made = json.loads(json.dumps(built)).get("blocks", [])
    for block, ours in zip(made, message.blocks, strict=True):
        if "block_id" not in ours:
            block.pop("block_id", None)  # it gives every block one
    return [bare(block) for block in made]


def as_slackblocks(value: Json) -> Json:
    if isinstance(value, list):
        return [as_slackblocks(item) for item in value]
    if not isinstance(value, dict):
        return value
    given = {name: as_slackblocks(item) for name, item in value.items()}
    kind = _kind(given)
    if kind in ("plain_text", "mrkdwn"):
        return slackblocks.Text(type_=slackblocks.TextType(kind), **given)
    return SAME_IN_SLACKBLOCKS[kind](**given)


def _kind(given: dict[str, Any]) -> str:
    """What it is; the entries of a menu do not say so themselves, nor do its confirmations."""
    if "type" in given:
        return str(given.pop("type"))
    return "confirm" if "deny" in given else "option"


def own_faults(blocks: list[Block]) -> Iterable[str]:
    """Doubled ids, a second table, too much markdown."""
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "a block_id appears twice"
    for block in blocks:
        actions = [element.get("action_id") for element in _elements(block)]
        if len(actions) != len(set(actions)):
            yield "an action_id appears twice in a block"
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield "more than one table"
    if sum(len(block.get("text", "")) for block in blocks if block["type"] == "markdown") > 12_000:
        yield "more than 12,000 characters of markdown"


def _elements(block: Block) -> list[Any]:
    inside = block.get("elements", []) if block["type"] == "actions" else []
    return [*inside, *([block["accessory"]] if "accessory" in block else [])]


def bare(value: Json) -> Json:
    """Without `emoji: false`, which is Slack's default and which one library leaves out."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if isinstance(value, dict):
        return {
            name: bare(item) for name, item in value.items() if (name, item) != ("emoji", False)
        }
    return value
