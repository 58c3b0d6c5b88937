"""The answer to `accounts`: how each account is doing, and what to do where it fails."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.answers import by_direction
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import account_words, ago, ahead, code, escape, instant, utc
from state.model import Direction
from state.store import (
    AccountView,
)
from state.totals import Total

_MOST = 40  # accounts described


def accounts(
    views: Sequence[AccountView],
    totals: Sequence[Total],
    now: datetime,
    *,
    command: str = "/invoices",
) -> Message:
    """Every watched account, those that fail first; `totals` of what is owed in all of them."""
    if not views:
        said = _("No account is watched. Accounts are listed in duewatch.toml.")
        return Message(said, (slack.section(mrkdwn(said)),))
    told = sorted(views, key=lambda view: (view.healthy is not False, view.account.name))
    title, most, owed = _title(views), min(len(told), _MOST), by_direction(totals)
    while True:
        more = _more(len(views) - most)
        lines = [_account(view, now, instant) for view in told[:most]]
        blocks = stacked([f"*{title}*", *owed, *lines])
        blocks += [slack.context(mrkdwn(line)) for line in (*more, _hint(command))]
        if most == 0 or len(json.dumps(blocks)) <= slack.MAX_BLOCKS_SIZE:
            break
        most -= 1
    heard = [*(f"{line}." for line in owed), *(_account(view, now, utc) for view in told[:most])]
    spoken = [f"{title}.", *(line.replace("*", "") for line in heard)]
    return Message(slack.fitting("\n".join([*spoken, *more])), tuple(blocks))


def _more(hidden: int) -> list[str]:
    """How many are not described; `duewatch list` names every account."""
    if not hidden:
        return []
    return [
        _n(
            "and {number} more account, see `duewatch list`",
            "and {number} more accounts, see `duewatch list`",
            hidden,
        )
    ]


def _hint(command: str) -> str:
    return _("{command} asks a provider now", command=code(f"{command} check ACCOUNT"))


def _title(views: Sequence[AccountView]) -> str:
    failing = sum(view.healthy is False for view in views)
    trouble = _n("{number} failing", "{number} failing", failing) if failing else _("none failing")
    return ", ".join([_n("{number} account", "{number} accounts", len(views)), trouble])


def _account(view: AccountView, now: datetime, moment: Callable[[datetime], str]) -> str:
    name = escape(account_words(view.account), 120)
    facts = [_side(view), _checked(view, now), _next(view, now)]
    if view.mute is not None and view.mute.until > now:
        facts.append(_("🔕 muted until {end}", end=moment(view.mute.until)))
    lines = [" · ".join([f"{_sign(view)} *{name}*", *facts])]
    if view.healthy is False:
        lines += [f"      {line}" for line in (_trouble(view, moment), _advice(view))]
    lines += [f"      {_unread(view)}"] if view.unread else []
    return "\n".join(lines)


def _side(view: AccountView) -> str:
    payable = view.account.direction is Direction.PAYABLE
    return _("we owe them") if payable else _("clients owe us")


def _checked(view: AccountView, now: datetime) -> str:
    if view.checked_at is None:
        return _("never checked yet")
    return _("checked {ago}", ago=ago(view.checked_at, now))


def _trouble(view: AccountView, moment: Callable[[datetime], str]) -> str:
    """`failing since ... (3 times in a row): why`."""
    failing = _("failing")
    if view.failing_since:
        failing = _("failing since {moment}", moment=moment(view.failing_since))
    times = ""
    if view.failures > 1:
        times = _n(" ({number} time in a row)", " ({number} times in a row)", view.failures)
    reason = view.error or _("no reason given")
    return f"{failing}{times}: {escape(reason, 200)}"


def _advice(view: AccountView) -> str:
    match view.error_kind:
        case "rate_limited":
            return _("It will be tried again when they allow it.")
        case "auth_rejected":
            return _("Correct the credentials; until then it is tried only rarely.")
        case "unreadable":
            return _("Nothing was changed; look at their site, and report the answer if it stays.")
        case _other:
            return _("It will be tried again automatically.")


def _sign(view: AccountView) -> str:
    if view.healthy is None:
        return "⚪"
    return "🟢" if view.healthy else "🔴"


def _next(view: AccountView, now: datetime) -> str:
    left = view.next_check_at - now
    if left.total_seconds() <= 0:
        return _("next now")
    return _("next {when}", when=ahead(left))


def _unread(view: AccountView) -> str:
    first = view.unread[0]
    return _n(
        "{number} row could not be read; row {row}: {reason}",
        "{number} rows could not be read; row {row}: {reason}",
        len(view.unread),
        row=escape(first.row, 40),
        reason=escape(first.reason, 120),
    )
