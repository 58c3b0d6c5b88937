"""How far an answer can be trusted: the age of its data, and what could not be read."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.slack.render.text import count, escape, instant, span, utc
from state.store import (
    AccountView,
)

_NAMED = 5  # accounts named one by one; the others are counted


def freshness(accounts: Sequence[AccountView], now: datetime) -> str:
    """`Data 4 minutes old.` and, in front, each account that fails; mrkdwn."""
    return " ".join([*warnings(accounts, now, instant, "⚠️ "), *_age(accounts, now)])


def freshness_said(accounts: Sequence[AccountView], now: datetime) -> str:
    """The same to be heard; moments in UTC."""
    return " ".join([*warnings(accounts, now, utc), *_age(accounts, now)])


def warnings(
    accounts: Sequence[AccountView],
    now: datetime,
    moment: Callable[[datetime], str],
    sign: str = "",
) -> list[str]:
    """One sentence for each account whose invoices may not be what they were."""
    doubted = [view for view in accounts if _is_doubted(view)]
    named = [f"{sign}{_doubt(view, now, moment)}" for view in doubted[:_NAMED]]
    if more := len(doubted) - len(named):
        named.append(f"{sign}{count(more, 'more warning')} of this sort, see `/invoices accounts`.")
    return named


def _is_doubted(view: AccountView) -> bool:
    return view.healthy is False or view.checked_at is None or bool(view.unread)


def _doubt(view: AccountView, now: datetime, moment: Callable[[datetime], str]) -> str:
    name = escape(view.account.name, 80)
    if view.healthy is False:
        since = f" since {moment(view.failing_since)}" if view.failing_since else ""
        old = f"its data is {_old(view.checked_at, now)}" if view.checked_at else "nothing is known"
        return f"{name} failing{since}, {old}."
    if view.checked_at is None:
        return f"{name} was never checked yet, nothing is known."
    return f"{count(len(view.unread), 'row')} of {name} could not be read."


def _age(accounts: Sequence[AccountView], now: datetime) -> list[str]:
    """The age of the oldest answer among the accounts that answer."""
    if not accounts:
        return ["No account is watched."]
    read = [view.checked_at for view in accounts if view.healthy and view.checked_at]
    return [f"Data {_old(min(read), now)}."] if read else []


def _old(moment: datetime, now: datetime) -> str:
    return f"{span(now - moment)} old"
