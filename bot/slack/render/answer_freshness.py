"""How far an answer can be trusted: the age of its data, and what could not be read."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.slack.language import _, _n
from bot.slack.render.text import escape, instant, span, utc
from state.store import (
    AccountView,
)

_NAMED = 5  # accounts named one by one; the others are counted


def is_nothing_known(accounts: Sequence[AccountView]) -> bool:
    """True if none of these accounts was ever read: their emptiness says nothing."""
    return bool(accounts) and all(view.checked_at is None for view in accounts)


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
        others = _n(
            "{number} more warning of this sort, see `/invoices accounts`.",
            "{number} more warnings of this sort, see `/invoices accounts`.",
            more,
        )
        named.append(f"{sign}{others}")
    return named


def _is_doubted(view: AccountView) -> bool:
    return view.healthy is False or view.checked_at is None or bool(view.unread)


def _doubt(view: AccountView, now: datetime, moment: Callable[[datetime], str]) -> str:
    name = escape(view.account.name, 80)
    if view.healthy is False:
        since = view.failing_since
        return _failing(name, moment(since) if since else "", _age_of(view, now))
    if view.checked_at is None:
        return _("{account} was never checked yet, nothing is known.", account=name)
    return _n(
        "{number} row of {account} could not be read.",
        "{number} rows of {account} could not be read.",
        len(view.unread),
        account=name,
    )


def _failing(account: str, since: str, age: str) -> str:
    """One that does not answer: since when, and how old what is known about it is."""
    facts = {"account": account, "since": since, "age": age}
    if since and age:
        return _("{account} failing since {since}, its data is {age} old.", **facts)
    if since:
        return _("{account} failing since {since}, nothing is known.", account=account, since=since)
    if age:
        return _("{account} failing, its data is {age} old.", account=account, age=age)
    return _("{account} failing, nothing is known.", account=account)


def _age_of(view: AccountView, now: datetime) -> str:
    return span(now - view.checked_at) if view.checked_at else ""


def _age(accounts: Sequence[AccountView], now: datetime) -> list[str]:
    """The age of the oldest answer among the accounts that answer."""
    if not accounts:
        return [_("No account is watched.")]
    read = [view.checked_at for view in accounts if view.healthy and view.checked_at]
    return [_("Data {age} old.", age=span(now - min(read)))] if read else []
