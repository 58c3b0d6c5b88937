"""Rows of the database to the words of `state.model`, and back."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from moneyed import Currency, Money, get_currency

from state.messages import (
    Draft,
    Kind,
    OutboxItem,
    OutboxState,
    Post,
)
from state.model import (
    Account,
    Care,
    CareState,
    Direction,
    Escalation,
    Event,
    Invoice,
    InvoiceKey,
    Line,
    Mute,
    Standing,
    Unread,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LIMIT = 2**63  # SQLite's integers end here


def micros(instant: datetime) -> int:
    """Whole microseconds since 1970 UTC, exact; a naive instant is a TypeError."""
    return (instant - _EPOCH) // _MICROSECOND


def maybe_micros(instant: datetime | None) -> int | None:
    """The same, or None."""
    return None if instant is None else micros(instant)


def instant(value: int) -> datetime:
    """The aware UTC instant that `micros` wrote."""
    return _EPOCH + timedelta(microseconds=value)


def maybe_instant(value: int | None) -> datetime | None:
    """The same, or None."""
    return None if value is None else instant(value)


def minor(money: Money) -> int:
    """Whole minor units: cents, yen, fils. ValueError rather than a rounded amount."""
    amount, sub_unit = money.amount, money.currency.sub_unit
    units = _units(amount, sub_unit) if amount.is_finite() else None
    if units is None:
        raise ValueError(f"an amount in {money.currency.code} has too many digits to be recorded")
    return units


@lru_cache(maxsize=16_384)  # as in `major`
def _units(amount: Decimal, sub_unit: int) -> int | None:
    if abs(amount) < _LIMIT:
        units = int(amount * sub_unit)
        if -_LIMIT < units < _LIMIT and Decimal(units) / sub_unit == amount:
            return units
    return None


@lru_cache(maxsize=16_384)  # prices repeat, and what is open is mostly the total
def major(units: int, currency: str) -> Money:
    """Money from whole minor units, with exactly the currency's decimals."""
    known, digits = _currency(currency)
    return Money(Decimal(units).scaleb(-digits), known)


@cache
def _currency(code: str) -> tuple[Currency, int]:
    """A currency and how many decimals it has."""
    known = get_currency(code)
    return known, len(str(known.sub_unit)) - 1


def maybe_minor(money: Money | None) -> tuple[int | None, str | None]:
    """Minor units and ISO code, both None for an unknown amount."""
    return (None, None) if money is None else (minor(money), money.currency.code)


def maybe_major(units: int | None, currency: str | None) -> Money | None:
    """The same backwards."""
    return None if units is None or currency is None else major(units, currency)


@lru_cache(maxsize=16_384)  # invoices share their days
def day(value: date | None) -> str | None:
    """A date as ISO text."""
    return None if value is None else value.isoformat()


def maybe_day(value: str | None) -> date | None:
    """The same backwards."""
    return None if value is None else date.fromisoformat(value)


INVOICE_COLUMNS = (
    "account, number, standing, their_status, total, total_currency, open, open_currency, "
    "issued, due, description, client, service, module, label, url, lines"
)
_STANDINGS = {one.value: one for one in Standing}  # faster than asking the enumeration
_WIDTH = INVOICE_COLUMNS.count(",") + 1


def invoice_values(invoice: Invoice) -> tuple[str | int | None, ...]:
    """The values of INVOICE_COLUMNS; ValueError names the invoice whose amount is too large.

    A check puts every invoice that is listed like this, so it is one expression.
    """
    key, total, to_pay = invoice.key, invoice.total, invoice.open
    try:
        return (
            key.account,
            key.number,
            str(invoice.standing),
            invoice.their_status,
            None if total is None else minor(total),
            None if total is None else total.currency.code,
            None if to_pay is None else minor(to_pay),
            None if to_pay is None else to_pay.currency.code,
            day(invoice.issued),
            day(invoice.due),
            invoice.description,
            invoice.client,
            invoice.service,
            invoice.module,
            invoice.label,
            invoice.url,
            lines_text(invoice.lines),
        )
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None


def read_invoice(row: sqlite3.Row | tuple[Any, ...]) -> Invoice:
    """An invoice from a row that begins with INVOICE_COLUMNS; by position, which is faster."""
    account, number, standing, status, total, total_in, open_, open_in, *rest = row[:_WIDTH]
    issued, due, description, client, service, module, label, url, lines = rest
    return Invoice(
        key=InvoiceKey(account, number),
        standing=_STANDINGS[standing],
        their_status=status,
        total=maybe_major(total, total_in),
        open=maybe_major(open_, open_in),
        issued=maybe_day(issued),
        due=maybe_day(due),
        description=description,
        client=client,
        service=service,
        module=module,
        label=label,
        url=url,
        lines=read_lines(lines),
    )


def lines_text(lines: Sequence[Line]) -> str:
    """Positions, or notes of an account, as one text."""
    if not lines:
        return "[]"
    return json.dumps([[one.description, *maybe_minor(one.amount)] for one in lines])


def read_lines(text: str) -> tuple[Line, ...]:
    """The same backwards."""
    if text == "[]":
        return ()
    return tuple(Line(words, maybe_major(*amount)) for words, *amount in json.loads(text))


def read_account(row: sqlite3.Row) -> Account:
    """An account as it was configured."""
    return _account(
        row["name"],
        row["provider"],
        row["direction"],
        row["channel"],
        row["timezone"],
        row["currency"],
    )


@lru_cache(maxsize=16_384)  # asked for with every question, and they hardly ever change
def _account(
    name: str, provider: str, direction: str, channel: str, timezone: str, currency: str | None
) -> Account:
    return Account(name, provider, Direction(direction), channel, timezone, currency)


def read_care(row: sqlite3.Row) -> Care | None:
    """A decision from the columns care_state, care_by, ...; None where nobody decided."""
    if row["care_state"] is None:
        return None
    return Care(
        state=CareState(row["care_state"]),
        by=row["care_by"],
        at=instant(row["care_at"]),
        until=maybe_instant(row["care_until"]),
        note=row["care_note"],
        holder=row["care_holder"],
        day=maybe_day(row["care_day"]),
        source=row["care_source"],
    )


def read_escalation(row: sqlite3.Row) -> Escalation | None:
    """How far an invoice was escalated; None where it is not grave or somebody sees to it."""
    since = row["escalating_since"]
    return None if since is None else Escalation(instant(since), row["escalation_level"])


def read_mute(row: sqlite3.Row) -> Mute | None:
    """The mute of an account, which may have run out; None where nobody muted it."""
    if row["mute_until"] is None:
        return None
    until, at = instant(row["mute_until"]), instant(row["mute_at"])
    return Mute(until, row["mute_by"], at, row["mute_note"])


def read_event(row: sqlite3.Row) -> Event:
    """One line of the history."""
    return Event(
        id=row["id"],
        at=instant(row["at"]),
        account=row["account"],
        number=row["number"],
        kind=row["kind"],
        actor=row["actor"],
        details=json.loads(row["details"]),
    )


def unread_text(unread: Sequence[Unread]) -> str:
    """Rows we could not understand, as one text."""
    return json.dumps([[one.row, one.reason] for one in unread])


def read_unread(text: str) -> tuple[Unread, ...]:
    """The same backwards."""
    if text == "[]":
        return ()
    return tuple(Unread(row, reason) for row, reason in json.loads(text))


def details_text(details: Mapping[str, str]) -> str:
    """Named texts as one text: the JSON that `json.dumps` writes, put together more quickly."""
    return f"{{{', '.join([f'{quoted(name)}: {quoted(text)}' for name, text in details.items()])}}}"


def read_item(row: sqlite3.Row, members: tuple[InvoiceKey, ...] = ()) -> OutboxItem:
    """A message with its life so far."""
    draft = Draft(
        key=row["key"],
        kind=Kind(row["kind"]),
        channel=row["channel"],
        account=row["account"],
        number=row["number"],
        what=row["what"],
        stage=row["stage"],
        due=maybe_day(row["due"]),
        details=json.loads(row["details"]),
        broadcast=bool(row["broadcast"]),
        not_before=maybe_instant(row["not_before"]),
    )
    return OutboxItem(
        id=row["id"],
        token=row["token"],
        draft=draft,
        state=OutboxState(row["state"]),
        created_at=instant(row["created_at"]),
        first_try=maybe_instant(row["first_try"]),
        attempts=row["attempts"],
        members=members,
        reason=row["reason"],
        settled_at=maybe_instant(row["settled_at"]),
        post=Post(row["post_channel"], row["post_ts"]) if row["post_ts"] is not None else None,
    )
