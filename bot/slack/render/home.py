"""The Home tab of Duewatch: what is owed, what needs attention, how the accounts are doing."""

from collections.abc import Sequence
from typing import Any

from bot.slack.render import message as slack
from bot.slack.render.answers import Found, listing, sums
from bot.slack.render.figures import direction_title
from bot.slack.render.language import _, _n
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
    accounts = _("*Accounts*")
    hint = _("{command} shows what you can ask anywhere", command=code(f"{command} help"))
    blocks: list[Block] = [
        slack.header(_("Invoices at a glance")),
        *stacked(_owed(everything)),
        {"type": "divider"},
        *listing(found, command=command, turns=False).blocks,
        {"type": "divider"},
        *stacked([accounts, *_health(found)]),
        slack.context(mrkdwn(hint)),
    ]
    return {"type": "home", "blocks": blocks}


def _owed(everything: Sequence[Total]) -> list[str]:
    return [f"*{direction_title(way)}* {sums(everything, way)}" for way in Direction]


def _health(found: Found) -> list[str]:
    lines = [_account(view, found) for view in found.accounts[:_ACCOUNTS]]
    hidden = len(found.accounts) - len(lines)
    if hidden:
        lines.append(_n("and {number} more", "and {number} more", hidden))
    return lines or [_("No account is watched.")]


def _account(view: AccountView, found: Found) -> str:
    name = escape(view.account.name, 80)
    if view.healthy is False:
        reason = escape(view.error or _("no reason given"), 120)
        return _("🔴 {account} failing: {reason}", account=name, reason=reason)
    if view.checked_at is None:
        return _("⚪ {account} never checked yet", account=name)
    past = ago(view.checked_at, found.now)
    return _("🟢 {account} checked {ago}", account=name, ago=past)
