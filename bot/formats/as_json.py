"""The stable JSON of invoices, accounts and changes. Others' scripts are written against it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from moneyed import Money

from state.log.history import in_digits, kind
from state.model import Appeared, Care, Change, Cutoff, Event, Invoice, InvoiceView
from state.store import (
    AccountView,
)
from state.totals import Total

Json = dict[str, Any]
_encode = json.JSONEncoder(ensure_ascii=False).encode


def document(whole: Json) -> str:
    """Give a document with an entry a line: readable, and ten times as quick as `indent`."""
    return "{\n" + ",\n".join(f'"{name}": {_entry(value)}' for name, value in whole.items()) + "\n}"


def _encoded(value: object) -> str:
    """JSON that can also be looked at: letters as they are, as escapes what cannot be seen."""
    text = _encode(value)
    if text.isprintable():  # nearly everything is
        return text
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)


def _entry(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _encoded(value)
    rows = ",\n".join(f"  {_encoded(row)}" for row in value)
    return f"[\n{rows}\n]"


def invoice(view: InvoiceView, today: date) -> Json:
    """Give one invoice: money as text, dates as YYYY-MM-DD, instants in UTC, unknown as null."""
    found = view.invoice
    days = found.days_overdue(today)
    overdue = found.is_overdue(today)
    return {
        "key": str(found.key),
        "account": found.key.account,
        "provider": view.account.provider,
        "direction": str(view.account.direction),
        "number": found.key.number,
        "description": found.description,
        "client": found.client,
        "service": found.service,
        "standing": str(found.standing),
        "their_status": found.their_status,
        "currency": _currency(found),
        "total": money(found.total),
        "open": money(found.open),
        "issued": _day(found.issued),
        "due": _day(found.due),
        "days_overdue": None if days is None else days if overdue else 0,
        "overdue": overdue,
        "suspends": _cutoff(view, view.countdown.suspends),
        "terminates": _cutoff(view, view.countdown.terminates),
        "url": found.url,
        "care": care(view.care),
        "last_seen": instant(view.last_seen),
    }


def _cutoff(view: InvoiceView, end: Cutoff | None) -> str | None:
    """When it happens if nobody pays: an instant, or a date where the hour is not known."""
    if end is None or not view.invoice.is_owed:
        return None
    return _day(end.day) if end.hour is None else instant(end.at)


def details(
    view: InvoiceView,
    today: date,
    timeline: Sequence[Event],
    hanging: Sequence[tuple[InvoiceView, date]] = (),
) -> Json:
    """Give one invoice with its lines, its history, and the client invoices it earns."""
    lines = [{"description": i.description, "amount": money(i.amount)} for i in view.invoice.lines]
    return {
        **invoice(view, today),
        "lines": lines,
        "serves": [invoice(*row) for row in hanging],
        "timeline": [event(e) for e in timeline],
    }


def care(decided: Care | None) -> Json | None:
    """Give what somebody decided, or null; who sees to it and the day only where they are set."""
    if decided is None:
        return None
    more = {"holder": decided.holder, "day": _day(decided.day)}
    return {
        "state": str(decided.state),
        "by": decided.by,
        "at": instant(decided.at),
        "until": instant(decided.until),
        "note": decided.note,
        **{name: value for name, value in more.items() if value is not None},
    }


def event(found: Event) -> Json:
    """Give one line of the history."""
    return {
        "at": instant(found.at),
        "kind": found.kind,
        "actor": found.actor,
        "details": dict(found.details),
    }


def account(view: AccountView) -> Json:
    """Give the health of one account; `healthy` is null before its first check."""
    return {
        "name": view.account.name,
        "provider": view.account.provider,
        "healthy": view.healthy,
        "checked_at": instant(view.checked_at),
        "error": view.error,
    }


def total(found: Total) -> Json:
    """Give one sum; directions and currencies are never mixed."""
    return {
        "direction": str(found.direction),
        "currency": found.currency,
        "open": money(found.open),
        "overdue": money(found.overdue),
        "count": found.count,
    }


def change(found: Change) -> Json:
    """Give one difference between what we knew and what the provider says."""
    after = found.invoice if isinstance(found, Appeared) else found.after
    base = {"kind": kind(found), "key": str(after.key), **_facts(after)}
    return base if isinstance(found, Appeared) else {**base, "before": _facts(found.before)}


def _facts(found: Invoice) -> Mapping[str, Any]:
    return {
        "standing": str(found.standing),
        "their_status": found.their_status,
        "currency": _currency(found),
        "total": money(found.total),
        "open": money(found.open),
        "due": _day(found.due),
        "description": found.description,
    }


def money(amount: Money | None) -> str | None:
    """Give an amount as text with the decimals of its currency."""
    return None if amount is None else in_digits(amount)


@lru_cache(maxsize=1024)  # all invoices of an account were last seen together
def instant(at: datetime | None) -> str | None:
    """Give an instant to the second, in UTC with `Z`."""
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _currency(found: Invoice) -> str | None:
    amount = found.total if found.total is not None else found.open
    return None if amount is None else str(amount.currency.code)
