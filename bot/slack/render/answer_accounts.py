"""The answer to `accounts`: how each account is doing, and what to do where it fails."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.slack.render import message as slack
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import account_words, ago, code, count, escape, instant, span, utc
from state.model import Direction
from state.store import (
    AccountView,
)

_MOST = 40  # accounts described
_ADVICE = {
    "unreachable": "It is tried again by itself.",
    "rate_limited": "It is tried again when they allow it.",
    "auth_rejected": "Correct the credentials; it is tried seldom until then.",
    "unreadable": "Nothing was changed; look at their site, and report the answer if it stays.",
}
_SIDES = {Direction.PAYABLE: "we owe them", Direction.RECEIVABLE: "clients owe us"}


def accounts(views: Sequence[AccountView], now: datetime, *, command: str = "/invoices") -> Message:
    """Every watched account, those that fail first."""
    if not views:
        said = "No account is watched. Accounts are listed in duewatch.toml."
        return Message(said, (slack.section(mrkdwn(said)),))
    told = sorted(views, key=lambda view: (view.healthy is not False, view.account.name))
    title, most = _title(views), min(len(told), _MOST)
    while True:
        more = _more(len(views) - most)
        blocks = stacked([f"*{title}*", *(_account(view, now, instant) for view in told[:most])])
        check = f"{code(f'{command} check ACCOUNT')} asks a provider now"
        blocks += [slack.context(mrkdwn(line)) for line in (*more, check)]
        if most == 0 or len(json.dumps(blocks)) <= slack.MAX_BLOCKS_SIZE:
            break
        most -= 1
    spoken = [f"{title}.", *(_account(view, now, utc).replace("*", "") for view in told[:most])]
    return Message(slack.fitting("\n".join([*spoken, *more])), tuple(blocks))


def _more(hidden: int) -> list[str]:
    """How many are not described; `duewatch list` names every account."""
    return [f"and {count(hidden, 'more account')}, see `duewatch list`"] if hidden else []


def _title(views: Sequence[AccountView]) -> str:
    failing = sum(view.healthy is False for view in views)
    trouble = f"{failing:,} failing" if failing else "none failing"
    return f"{count(len(views), 'account')}, {trouble}"


def _account(view: AccountView, now: datetime, moment: Callable[[datetime], str]) -> str:
    name = escape(account_words(view.account), 120)
    side = _SIDES[view.account.direction]
    checked = f"checked {ago(view.checked_at, now)}" if view.checked_at else "never checked yet"
    lines = [f"{_sign(view)} *{name}* · {side} · {checked} · {_next(view, now)}"]
    if view.healthy is False:
        since = f" since {moment(view.failing_since)}" if view.failing_since else ""
        tries = f" ({view.failures:,} times in a row)" if view.failures > 1 else ""
        lines.append(f"      failing{since}{tries}: {escape(view.error or 'no reason given', 200)}")
        lines.append(f"      {_ADVICE.get(view.error_kind or '', _ADVICE['unreachable'])}")
    lines += [f"      {_unread(view)}"] if view.unread else []
    return "\n".join(lines)


def _sign(view: AccountView) -> str:
    if view.healthy is None:
        return "⚪"
    return "🟢" if view.healthy else "🔴"


def _next(view: AccountView, now: datetime) -> str:
    left = view.next_check_at - now
    return f"next in {span(left)}" if left.total_seconds() > 0 else "next at once"


def _unread(view: AccountView) -> str:
    first = view.unread[0]
    rows = count(len(view.unread), "row")
    return f"{rows} could not be read; row {escape(first.row, 40)}: {escape(first.reason, 120)}"
