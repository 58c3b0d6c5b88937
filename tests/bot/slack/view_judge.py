"""Judges of forms and Home tabs: two libraries of others, the local Slack, and our own checks."""

import json
from collections.abc import Callable
from typing import Any

import blockkit
import slackblocks

from bot.demo.slack.blocks import view_faults
from bot.slack.render.message import Block
from tests.bot.slack.block_kit import as_blockkit, as_slackblocks, bare, own_faults

DEFAULTS = {"optional": False, "dispatch_action": False}
MAX_BLOCKS = 100


def faults(view: Block) -> list[str]:
    """What any of the judges has against a view; empty when Slack would take it."""
    found = [*view_faults(view, view["type"]), *own_faults(view["blocks"])]
    if len(view["blocks"]) > MAX_BLOCKS or len(view.get("private_metadata", "")) > 3_000:
        found.append("there are too many blocks or too much metadata")
    for judge in (by_blockkit, by_slackblocks):
        try:
            rebuilt = judge(view)
        except Exception as error:  # noqa: BLE001 -- each library has its own errors
            found.append(f"{judge.__name__}: {type(error).__name__}: {error}")
        else:
            if rebuilt != _bare(view):
                found.append(f"{judge.__name__}: rebuilt differently: {rebuilt}")
    return found


def by_blockkit(view: Block) -> Any:
    """The view as blockkit writes it."""
    kind = {"modal": blockkit.Modal, "home": blockkit.Home}[view["type"]]
    built = kind(**_given(view, as_blockkit)).build()
    if not view.get("private_metadata"):
        built.pop("private_metadata", None)  # it writes `null` where there is none
    return _bare(built)


def by_slackblocks(view: Block) -> Any:
    """The view as slackblocks writes it."""
    kind = {"modal": slackblocks.ModalView, "home": slackblocks.HomeTabView}[view["type"]]
    built = json.loads(json.dumps(kind(**_given(view, as_slackblocks))._resolve()))
    for block, ours in zip(built["blocks"], view["blocks"], strict=True):
        if "block_id" not in ours:
            block.pop("block_id", None)  # it gives every block one
    return _bare(built)


def _given(view: Block, rebuilt: Callable[[Any], Any]) -> dict[str, Any]:
    """The parts of a view; empty metadata, which Slack takes, are too short for a library."""
    return {name: rebuilt(value) for name, value in view.items() if name != "type" and value != ""}


def _bare(value: Any) -> Any:
    """Without what is Slack's default anyway."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if DEFAULTS.get(name) is not item}
        return bare({name: _bare(item) for name, item in kept.items() if item != ""})
    return value
