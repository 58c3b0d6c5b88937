"""The accounts on a Home tab: how each is doing, how old its data is, when it is asked next."""

from collections.abc import Sequence
from datetime import datetime

from bot.slack.language import _, _n
from bot.slack.render.message import Block
from bot.slack.render.stacked import stacked
from bot.slack.render.text import ahead, code, escape, instant, span
from state.store import AccountView

_MOST = 20  # accounts told one by one


def health(accounts: Sequence[AccountView], now: datetime, *, command: str) -> list[Block]:
    """A line for each account, those that need somebody first."""
    if not accounts:
        return stacked([_("No account is watched. Accounts are listed in duewatch.toml.")])
    told = sorted(accounts, key=lambda view: (_rank(view), view.account.name))
    lines = [_line(view, now) for view in told[:_MOST]]
    if hidden := len(told) - len(lines):
        listing = code(f"{command} accounts")
        lines.append(
            _n(
                "and {number} more: {command}",
                "and {number} more: {command}",
                hidden,
                command=listing,
            )
        )
    return stacked([f"*{_title(accounts)}*", *lines])


def _rank(view: AccountView) -> int:
    """Failing ones first, then those of which nothing is known, then all others."""
    if view.healthy is False:
        return 0
    return 1 if view.checked_at is None else 2


def _title(accounts: Sequence[AccountView]) -> str:
    failing = sum(view.healthy is False for view in accounts)
    trouble = _n("{number} failing", "{number} failing", failing) if failing else _("none failing")
    return ", ".join([_n("{number} account", "{number} accounts", len(accounts)), trouble])


def _line(view: AccountView, now: datetime) -> str:
    """`🟢 acme-vps · data 4 minutes old · next check in 26 minutes`."""
    facts = [f"{_sign(view)} *{escape(view.account.name, 80)}*", _age(view, now), _next(view, now)]
    if view.mute is not None and view.mute.until > now:
        facts.append(_("🔕 muted until {end}", end=instant(view.mute.until)))
    line = " · ".join(facts)
    return f"{line}\n      {_trouble(view)}" if view.healthy is False else line


def _sign(view: AccountView) -> str:
    if view.healthy is None:
        return "⚪"
    return "🟢" if view.healthy else "🔴"


def _age(view: AccountView, now: datetime) -> str:
    if view.checked_at is None:
        return _("never checked yet")
    return _("data {age} old", age=span(now - view.checked_at))


def _next(view: AccountView, now: datetime) -> str:
    left = view.next_check_at - now
    if left.total_seconds() <= 0:
        return _("next check at once")
    if view.healthy is False:
        return _("next try {when}", when=ahead(left))
    return _("next check {when}", when=ahead(left))


def _trouble(view: AccountView) -> str:
    """Since when it fails, and why."""
    failing = _("failing")
    if view.failing_since:
        failing = _("failing since {moment}", moment=instant(view.failing_since))
    return f"{failing}: {escape(view.error or _('no reason given'), 160)}"
