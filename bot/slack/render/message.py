"""What is sent to Slack, and the few kinds of blocks that Duewatch builds it from.

Everything a message says is in `text` as well: screen readers and notifications read
that and not the blocks. Limits are Slack's own (docs.slack.dev, Block Kit reference).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.render.safe import width

Block = dict[str, Any]

MAX_TEXT = 4_000  # of a message's text; longer ones are split or cut
MAX_SECTION = 3_000
MAX_FIELD = 2_000
MAX_HEADER = 150
MAX_BUTTON_VALUE = 2_000
MAX_BUTTON_LABEL = 75
MAX_BLOCKS = 50
MAX_BLOCKS_SIZE = 12_000  # of all blocks as JSON; about 13,200 were seen to be refused


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the full sentence, and the same laid out in blocks."""

    text: str
    blocks: tuple[Block, ...]


def plain_text(text: str) -> Block:
    """A text object in which Slack formats nothing, emoji names included."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """A text object in Slack's markup; `verbatim` keeps bare names and addresses bare."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """A headline; the caller keeps it within MAX_HEADER."""
    return {"type": "header", "text": plain_text(text)}


def section(
    text: Block | None = None, fields: Sequence[Block] = (), accessory: Block | None = None
) -> Block:
    """A paragraph, small fields beside each other, or both; at most ten fields."""
    block: Block = {"type": "section"}
    if text is not None:
        block["text"] = text
    if fields:
        block["fields"] = list(fields)
    if accessory is not None:
        block["accessory"] = accessory
    return block


def context(*texts: Block) -> Block:
    """Small print: who, when, why."""
    return {"type": "context", "elements": list(texts)}


def actions(*elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    url: str | None = None,
    style: str | None = None,
    described: str | None = None,
) -> Block:
    """A button; `described` is what a screen reader says instead of the label."""
    block: Block = {
        "type": "button",
        "text": plain_text(label),
        "action_id": action_id,
        "value": value,
    }
    for name, given in (("url", url), ("style", style), ("accessibility_label", described)):
        if given is not None:
            block[name] = given
    return block


def fitting(text: str, limit: int = MAX_TEXT) -> str:
    """A finished text cut at a line or word where it is longer than Slack takes.

    It is cut before an entity or a markup begins, never inside one.
    """
    if width(text) <= limit:
        return text
    kept = text
    while width(kept) > limit - 2:
        kept = kept[: len(kept) - max(1, width(kept) - (limit - 2))]
    for opening, closing in (("<", ">"), ("&", ";")):
        start = kept.rfind(opening)
        if start > kept.rfind(closing):
            kept = kept[:start]
    return kept.rstrip("_ \n") + " …"  # an underscore at the end of a word is markup
