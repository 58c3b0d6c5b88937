"""InterServer's rows, understood: charges become invoices, odd rows are put aside. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from moneyed import Money

from providers.values import calendar_date, currency, money, text, whole
from state.model import Account, Invoice, InvoiceKey, Standing, Unread

DECODER = 1
"""Raise it whenever the same answer would be read differently: old digests then end."""

DEFAULT_CURRENCY = "USD"

CHARGE = 1
"""The `invoices_type` of an invoice; 2 is a refund, 10 and up are payments by some method."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rows of one module say."""

    invoices: tuple[Invoice, ...]
    unread: tuple[Unread, ...]


def rows(decoded: object) -> list[object]:
    """The rows of a decoded list; ValueError if it is no list at all.

    A server without type information sends a map of id to row. Nothing, an empty text
    and `false` are failures of theirs, not empty lists.
    """
    if isinstance(decoded, list):
        return decoded
    if isinstance(decoded, dict) and all(isinstance(row, dict) for row in decoded.values()):
        return list(decoded.values())
    raise ValueError("it is not a list of invoices")


def session_of(decoded: object) -> str | None:
    """The session that a login gave; None when it was refused."""
    refused = ("", "0", "false", "null")
    if not isinstance(decoded, str) or decoded.strip().lower() in refused:
        return None
    return decoded.strip()


def read_rows(decoded: Sequence[object], module: str, account: Account) -> Reading:
    """All charges among the rows, whatever their standing; one odd row spoils no other.

    A charge whose amount or date cannot be read is still an invoice, without that figure;
    the row is also put aside so that a person looks at it.
    """
    found: dict[str, Invoice] = {}
    doubled: set[str] = set()
    unread: list[Unread] = []
    for position, row in enumerate(decoded, 1):
        name = _name(row, module, position)
        try:
            charge = _charge(row, module, account)
        except ValueError as error:
            unread.append(Unread(name, str(error)))
            continue
        if charge is None:
            continue
        unread += [Unread(name, reason) for reason in charge.odd]
        number = charge.invoice.key.number
        if found.setdefault(number, charge.invoice) != charge.invoice:
            doubled.add(number)
    unread += [Unread(number, "listed twice with different contents") for number in sorted(doubled)]
    clear = (invoice for number, invoice in found.items() if number not in doubled)
    return Reading(tuple(clear), tuple(unread))


@dataclass(frozen=True, slots=True)
class _Charge:
    invoice: Invoice
    odd: tuple[str, ...]  # fields that could not be read


def _name(row: object, module: str, position: int) -> str:
    number = row.get("invoices_id") if isinstance(row, dict) else None
    return text(number, 30) if isinstance(number, str) and number else f"{module} row {position}"


def _charge(row: object, module: str, account: Account) -> _Charge | None:
    """The invoice in a row, None for payments and refunds; ValueError for a strange row."""
    if not isinstance(row, dict):
        raise ValueError("not a row of fields")
    if _number(row, "invoices_type") != CHARGE:
        return None
    odd: list[str] = []
    total = _amount(row, account, odd)
    standing, status = _standing(row, total)
    number = _number(row, "invoices_id")
    if number <= 0:
        raise ValueError("invoices_id: not the number of an invoice")
    invoice = Invoice(
        key=InvoiceKey(account.name, str(number)),
        standing=standing,
        their_status=status,
        total=total,
        open=_open(total, standing),
        issued=_date(row, "invoices_date", account, odd),
        due=_date(row, "invoices_due_date", account, odd),
        description=_text(row, "invoices_description"),
        service=_service(row, module),
        module=module,
    )
    return _Charge(invoice, tuple(odd))


def _standing(row: Row, total: Money | None) -> tuple[Standing, str]:
    """Paid wins over deleted: money that went out stays gone. Nobody owes zero or less."""
    paid = _number(row, "invoices_paid")
    if paid == 1:
        return Standing.PAID, "paid"
    if row.get("invoices_deleted") not in (None, "") and _number(row, "invoices_deleted"):
        return Standing.VOID, "deleted"
    if paid != 0:
        return Standing.UNKNOWN, f"paid={paid}"
    if total is not None and total.amount <= 0:
        return Standing.VOID, "nothing to pay"
    return Standing.OPEN, "unpaid"


def _open(total: Money | None, standing: Standing) -> Money | None:
    if total is None:
        return None
    return total if standing in (Standing.OPEN, Standing.UNKNOWN) else Money(0, total.currency)


def _amount(row: Row, account: Account, odd: list[str]) -> Money | None:
    try:
        code = row.get("invoices_currency") or account.currency or DEFAULT_CURRENCY
        return money(row.get("invoices_amount"), currency(code))
    except ValueError as error:
        odd.append(f"amount unknown: {error}")
        return None


def _date(row: Row, field: str, account: Account, odd: list[str]) -> date | None:
    try:
        return calendar_date(row.get(field), account.timezone)
    except ValueError as error:
        odd.append(f"{field}: {error}")
        return None


def _number(row: Row, field: str) -> int:
    if row.get(field) in (None, ""):
        raise ValueError(f"{field} is missing")
    try:
        return whole(row[field])
    except ValueError as error:
        raise ValueError(f"{field}: {error}") from None


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    return text(_repaired(value)) if isinstance(value, str) else ""


def _service(row: Row, module: str) -> str | None:
    """The order it is for, as their pages name it, e.g. mail8556."""
    number = row.get("invoices_service")
    if not isinstance(number, str) or number.strip() in ("", "0"):
        return None
    return text(f"{module}{number.strip()}", 60)


def _repaired(words: str) -> str:
    """UTF-8 that was declared as ISO-8859-1, put right where it is certainly that."""
    try:
        return words.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return words
