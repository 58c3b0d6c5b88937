"""Which invoices `duewatch list` shows, and everything that belongs beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from state.model import Account, InvoiceView
from state.store import (
    AccountView,
    Question,
    Reader,
)
from state.totals import Total, totals


class Which(StrEnum):
    """The four lists."""

    OVERDUE = "overdue"
    DUE = "due"
    OPEN = "open"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Listing:
    """Invoices with today's date in their account, the accounts, and the sums."""

    rows: Sequence[tuple[InvoiceView, date]]
    accounts: Sequence[AccountView]
    totals: Sequence[Total]


def today_in(account: Account, now: datetime) -> date:
    """Give the date it is where the account's days begin and end."""
    return _date_in(account.timezone, now)


@lru_cache(maxsize=1024)  # asked for each of ten thousand invoices
def _date_in(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def listing(
    store: Reader, which: Which, question: Question, now: datetime, within: int = 7
) -> Listing:
    """Collect a list; `within` are the days that DUE looks ahead."""
    views = store.invoices(question)
    rows = [(view, today_in(view.account, now)) for view in views]
    rows = [row for row in rows if _wanted(row, which, within)]
    accounts = [view for view in store.account_views() if _asked_for(view, question)]
    sums = totals([view for view, _ in rows], lambda account: today_in(account, now))
    return Listing(rows, accounts, sums)


def _wanted(row: tuple[InvoiceView, date], which: Which, within: int) -> bool:
    view, today = row
    match which:
        case Which.OVERDUE:
            return view.invoice.is_overdue(today)
        case Which.DUE:
            days = view.invoice.days_overdue(today)
            return days is not None and -within <= days <= 0
        case Which.OPEN | Which.ALL:
            return True


def _asked_for(view: AccountView, question: Question) -> bool:
    account = view.account
    return (
        (question.accounts is None or account.name in question.accounts)
        and question.provider in (None, account.provider)
        and question.direction in (None, account.direction)
    )
