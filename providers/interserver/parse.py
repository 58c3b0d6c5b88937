"""InterServer's rows, understood: charges become invoices, odd rows are put aside. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from moneyed import Money

from providers.interserver.operations import TITLES
from providers.interserver.payments import Movements, amount, is_money
from providers.room import Room
from providers.values import calendar_date, text, whole
from state.model import Account, Invoice, InvoiceKey, Standing, Unread

DECODER = 3
"""Raise it whenever the same answer would be read differently: old digests then end."""

CHARGE = 1
"""The `invoices_type` of an invoice; all others are money that moved for one."""

_USUAL_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rows of one module say."""

    invoices: tuple[Invoice, ...]
    unread: tuple[Unread, ...]


def rows(decoded: object) -> Iterable[object]:
    """The rows of a decoded list; ValueError if it is no list at all.

    A server without type information sends a map of id to row. Nothing, an empty text
    and `false` are failures of theirs, not empty lists.
    """
    if isinstance(decoded, dict) and all(isinstance(row, dict) for row in decoded.values()):
        return list(decoded.values())
    if not isinstance(decoded, Iterable) or isinstance(decoded, str | dict):
        raise ValueError("it is not a list of invoices")
    return decoded


def session_of(decoded: object) -> str | None:
    """The session that a login gave; None when it was refused."""
    refused = ("", "0", "false", "null")
    if not isinstance(decoded, str) or decoded.strip().lower() in refused:
        return None
    return decoded.strip()


@dataclass(frozen=True, slots=True)
class Together:
    """The rows of a module's full list, and those that only its unpaid list has.

    The full list was asked for later: where both have a row, it is the newer word. Rows are
    looked at one by one, each time anew: as mappings, all of them would fill the memory.
    """

    unpaid: Iterable[object]
    everything: Iterable[object]

    def __iter__(self) -> Iterator[object]:
        listed: set[str | None] = set()
        for row in self.everything:
            listed.add(_number_text(row))
            yield row
        yield from (row for row in self.unpaid if _number_text(row) not in listed)


def read_rows(decoded: Iterable[object], module: str, account: Account) -> Reading:
    """All charges among the rows of one module, whatever their standing."""
    return read_lists([(module, decoded)], account)


def read_lists(lists: Iterable[tuple[str, Iterable[object]]], account: Account) -> Reading:
    """All charges in the lists of several modules; one odd row spoils no other.

    A charge whose amount or date cannot be read is still an invoice, without that figure;
    the row is also put aside so that a person looks at it. So is what is listed twice with
    different contents, instead of choosing one. ValueError for more than is kept of an account.
    """
    room = Room()
    found: dict[str, Invoice] = {}
    doubled: dict[str, None] = {}
    unread: list[Unread] = []
    for module, decoded in lists:
        for invoice in _read(decoded, module, account, _Aside(unread, room)):
            room.invoice(invoice)
            number = invoice.key.number
            before = found.setdefault(number, invoice)
            if before is not invoice and before != invoice:
                doubled[number] = None
    unread += [Unread(number, "listed twice with different contents") for number in doubled]
    for number in doubled:
        del found[number]
    return Reading(tuple(found.values()), tuple(unread))


@dataclass(frozen=True, slots=True)
class _Aside:
    """Where odd rows are put."""

    unread: list[Unread]
    room: Room

    def put(self, name: str, reason: str) -> None:
        """Put one row aside."""
        self.room.note(reason)
        self.unread.append(Unread(name, reason))


def _read(
    decoded: Iterable[object], module: str, account: Account, aside: _Aside
) -> Iterator[Invoice]:
    """The charges of one list; a second look at it, once all that moved is known."""
    charges, movements = _sorted(decoded, module, aside)
    for position, row in enumerate(decoded, 1):
        if position not in charges or not isinstance(row, dict):
            continue
        odd: list[str] = []
        try:
            yield _invoice(row, module, account, movements, odd)
        except ValueError as error:
            odd.append(str(error))
        for reason in odd:
            aside.put(_name(row, module, position), reason)


def _sorted(decoded: Iterable[object], module: str, aside: _Aside) -> tuple[set[int], Movements]:
    """The places of the charges, apart from the money that moved."""
    charges: set[int] = set()
    movements = Movements()
    for position, row in enumerate(decoded, 1):
        try:
            if not isinstance(row, dict):
                raise ValueError("not a row of fields")
            kind = _number(row, "invoices_type")
            if kind != CHARGE and not is_money(kind):
                raise ValueError(f"invoices_type: {kind} is unknown")
        except ValueError as error:
            aside.put(_name(row, module, position), str(error))
            continue
        if kind == CHARGE:
            charges.add(position)
        else:
            aside.room.take(movements.note(kind, row))
    return charges, movements


def _name(row: object, module: str, position: int) -> str:
    number = _number_text(row)
    return text(number, 30) if number else f"{module} row {position}"


def _number_text(row: object) -> str | None:
    """What stands in a row as its number; None for a row that has none."""
    number = row.get("invoices_id") if isinstance(row, dict) else None
    return number if isinstance(number, str) and number else None


def _invoice(
    row: Row, module: str, account: Account, movements: Movements, odd: list[str]
) -> Invoice:
    """The invoice in a charge; ValueError for one that cannot be told from another.

    What else could not be read is added to `odd`.
    """
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
        description=_text(row, "invoices_description") or TITLES.get(module, module),
        service=_service(row, module),
        module=module,
    )
    if not (invoice.open and movements.concern(number)):
        return invoice
    balance = movements.balance(number, invoice.open, invoice.description, account)
    odd += balance.odd
    return replace(invoice, open=balance.open, lines=balance.lines)


def _open(total: Money | None, standing: Standing) -> Money | None:
    """What is open before anything that moved is counted."""
    if total is None or standing in (Standing.OPEN, Standing.UNKNOWN):
        return total
    return Money(0, total.currency)


def _standing(row: Row, total: Money | None) -> tuple[Standing, str]:
    """Paid wins over deleted: money that went out stays gone. Nobody owes zero or less."""
    paid = _number(row, "invoices_paid")
    if paid == 1:
        return Standing.PAID, "paid"
    if row.get("invoices_deleted") not in (None, "", "0") and _number(row, "invoices_deleted"):
        return Standing.VOID, "deleted"
    if paid != 0:
        return Standing.UNKNOWN, f"paid={paid}"
    if total is not None and total.amount <= 0:
        return Standing.VOID, "nothing to pay"
    return Standing.OPEN, "unpaid"


def _amount(row: Row, account: Account, odd: list[str]) -> Money | None:
    try:
        return amount(row, account)
    except ValueError as error:
        odd.append(f"amount unknown: {error}")
        return None


def _date(row: Row, field: str, account: Account, odd: list[str]) -> date | None:
    value = row.get(field)
    try:
        return _usual_date(value) or calendar_date(value, account.timezone)
    except ValueError as error:
        odd.append(f"{field}: {error}")
        return None


def _usual_date(value: object) -> date | None:
    """The date as they write it nearly always; quicker, for long lists."""
    if not isinstance(value, str) or not _USUAL_MOMENT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None


def _number(row: Row, field: str) -> int:
    value = row.get(field)
    if isinstance(value, str) and len(value) < 19 and value.isascii() and value.isdecimal():
        return int(value)  # quicker, for long lists
    if value in (None, ""):
        raise ValueError(f"{field} is missing")
    try:
        return whole(value)
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
    if words.isascii():
        return words
    try:
        return words.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return words
