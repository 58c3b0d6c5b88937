"""The Home tab of Duewatch: what is owed, what needs attention, how the accounts are doing."""

from collections.abc import Sequence
from typing import Any

from bot.slack.render import message as slack
from bot.slack.render.answers import Found, listing, sums
from bot.slack.render.message import Block, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import ago, code, escape
from state.model import Direction
from state.store import (
    AccountView,
)
from state.totals import Total

_ACCOUNTS = 40


def home(
    found: Found, everything: Sequence[Total], *, command: str = "/invoices"
) -> dict[str, Any]:
    """The view to publish; `found` is what needs attention, `everything` sums all that is owed."""
    blocks: list[Block] = [
        slack.header("Invoices at a glance"),
        *stacked(_owed(everything)),
        {"type": "divider"},
        *listing(found, command=command, turns=False).blocks,
        {"type": "divider"},
        *stacked(["*Accounts*", *_health(found)]),
        slack.context(mrkdwn(f"{code(f'{command} help')} shows what you can ask anywhere")),
    ]
    return {"type": "home", "blocks": blocks}


def _owed(everything: Sequence[Total]) -> list[str]:
    return [
        f"*We owe* {sums(everything, Direction.PAYABLE)}",
        f"*Owed to us* {sums(everything, Direction.RECEIVABLE)}",
    ]


def _health(found: Found) -> list[str]:
    lines = [_account(view, found) for view in found.accounts[:_ACCOUNTS]]
    hidden = len(found.accounts) - len(lines)
    return [*lines, *[f"and {hidden:,} more"] * bool(hidden)] or ["No account is watched."]


def _account(view: AccountView, found: Found) -> str:
    name = escape(view.account.name, 80)
    if view.healthy is False:
        return f"🔴 {name} failing: {escape(view.error or 'no reason given', 120)}"
    if view.checked_at is None:
        return f"⚪ {name} never checked yet"
    return f"🟢 {name} checked {ago(view.checked_at, found.now)}"
