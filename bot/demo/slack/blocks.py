"""Refuses the blocks and views that Slack refuses, and completes those it accepts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from bot.demo.slack.block_data import note_data_sums
from bot.demo.slack.block_elements import plain
from bot.demo.slack.block_kinds import BLOCKS_OF, OLDER_BLOCKS_OF
from bot.demo.slack.block_rules import Findings, Rule, Shape, array, choice, flag, string

Block = dict[str, Any]

_VIEW = {
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "private_metadata": string(3000, 0),
}
_MODAL = {
    "submit": plain(24),
    "close": plain(24),
    "clear_on_close": flag,
    "notify_on_close": flag,
    "submit_disabled": flag,
}


def message_faults(blocks: object, *, older: bool = False) -> list[str]:
    """List what Slack would refuse about a message's blocks; empty when all is well.

    An `older` workspace knows neither data tables nor charts.
    """
    findings = Findings()
    known = (OLDER_BLOCKS_OF if older else BLOCKS_OF)["message"]
    array(known, 50, 0)(findings, blocks, "/blocks")
    if not findings.messages and isinstance(blocks, list):
        _note_doubles(findings, blocks, "/blocks")
        _note_sums(findings, blocks)
    return findings.messages


def view_faults(view: object, surface: str, *, older: bool = False) -> list[str]:
    """List what Slack would refuse about a `modal` or `home` view; see `message_faults`."""
    findings = Findings()
    _view_shape(surface, OLDER_BLOCKS_OF if older else BLOCKS_OF).check(findings, view, "/view")
    if not findings.messages and isinstance(view, dict):
        _note_doubles(findings, view["blocks"], "/view/blocks")
        has_input = any(block["type"] == "input" for block in view["blocks"])
        if surface == "modal" and has_input and "submit" not in view:
            findings.note("/view", "missing required field: submit")
    return findings.messages


def _view_shape(surface: str, known: Mapping[str, Rule]) -> Shape:
    blocks: dict[str, Rule] = {
        "type": choice(surface),
        "blocks": array(known[surface], 100, 0),
    }
    if surface == "modal":
        return Shape({**blocks, "title": plain(24)}, {**_VIEW, **_MODAL})
    return Shape(blocks, _VIEW)


def elements(block: Block) -> Iterator[Block]:
    """Give the parts of a block that people can press or fill in."""
    single = (block.get("accessory"), block.get("element"))
    several = block.get("elements", []) if block["type"] == "actions" else []
    for element in (*single, *several):
        if isinstance(element, dict) and element["type"] != "image":
            yield element


def _note_doubles(findings: Findings, blocks: list[Block], at: str) -> None:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        _note_double(findings, block.get("block_id"), seen, f"{at}/{number}/block_id")
        actions: set[str] = set()
        for element in elements(block):
            _note_double(findings, element.get("action_id"), actions, f"{at}/{number}/action_id")


def _note_double(findings: Findings, name: str | None, seen: set[str], at: str) -> None:
    if name is not None and name in seen:
        findings.note(at, f"`{at.rpartition('/')[2]}`: {name} already exists")
    elif name is not None:
        seen.add(name)


def _note_sums(findings: Findings, blocks: list[Block]) -> None:
    note_data_sums(findings, blocks)
    written = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if written > 12_000:
        findings.note("/blocks", "markdown blocks must be less than 12001 characters in sum")


def complete(
    blocks: list[Block], number: Callable[[str], str], before: Iterable[Block] = ()
) -> list[Block]:
    """Return a copy in which every block and element has its identifier, as Slack stores it.

    A block that says what one said `before` goes by the same name: a page need not draw it
    anew under the hands of the person who looks at it.
    """
    given = {block["block_id"] for block in blocks if "block_id" in block}
    known = [old for old in before if old["block_id"] not in given]
    return [_completed(deepcopy(block), number, known) for block in blocks]


def _completed(block: Block, number: Callable[[str], str], known: list[Block]) -> Block:
    if "block_id" not in block:
        same = next((old for old in known if _says(old, block)), None)
        if same is not None:
            known.remove(same)
            return deepcopy(same)
    block.setdefault("block_id", number("b"))
    for element in elements(block):
        element.setdefault("action_id", number("a"))
    return block


def _says(old: Block, block: Block) -> bool:
    """True when a stored block is this one, but for the identifiers it was given."""
    bare = {key: value for key, value in old.items() if key != "block_id"}
    if bare == block or all("action_id" in element for element in elements(block)):
        return bare == block
    bare = deepcopy(bare)
    for stored, given in zip(elements(bare), elements(block), strict=False):
        if "action_id" not in given:
            del stored["action_id"]
    return bare == block
