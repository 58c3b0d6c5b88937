"""Linode's answers understood: pages of invoices and the account's balance. Pure.

Everything raises ValueError with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, document, required
from providers.room import Room
from providers.values import calendar_date, money, text, whole
from state.model import Account, Invoice, InvoiceKey, Standing, Unread

DECODER = 1
CURRENCY = "USD"  # every amount of this API is in US dollars
MOST_ROWS = 500  # on a page; the most they give
PAGE = "https://cloud.linode.com/account/billing/invoices/"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, as far as joining it to the others needs to know."""

    number: int
    pages: int
    results: int  # rows on all pages together
    numbers: tuple[str | None, ...]  # of its rows; None for a row that has none


@dataclass(frozen=True, slots=True)
class _Charge:
    """A row that could be read; who paid it is not in it."""

    invoice: Invoice
    total: Money


def reasons(answer: dict[str, Any]) -> str | None:
    """The words of an error answer, uncut; None if it is not one. It may echo anything."""
    if "errors" not in answer:
        return None
    listed = answer["errors"] if isinstance(answer["errors"], list) else []
    found = (error.get("reason") for error in listed if isinstance(error, dict))
    return "; ".join(word for word in found if isinstance(word, str)) or "no reason given"


def rows(answer: dict[str, Any]) -> list[Any]:
    """The rows of a page."""
    found = required(answer, "data")
    if not isinstance(found, list):
        raise ValueError("data is not a list")
    return found


def page(answer: dict[str, Any]) -> Page:
    """What a page proves of its place; ValueError for more rows than were asked for.

    Its rows are not kept: those of all pages would fill the memory.
    """
    numbers = tuple(map(_number, rows(answer)))
    if len(numbers) > MOST_ROWS:
        raise ValueError(f"a page has {len(numbers)} rows, {MOST_ROWS} are the most there can be")
    number, pages, results = (
        whole(required(answer, name)) for name in ("page", "pages", "results")
    )
    return Page(number, pages, results, numbers)


def gap(pages: Sequence[Page]) -> str:
    """Why pages do not make one whole list; empty when they do.

    A row that comes twice takes the place of one that did not come at all.
    """
    last, counts = pages[-1], {page.results for page in pages}
    if not last.numbers and last.pages > 1:
        return f"page {last.number} of {last.pages} is empty"
    if len(counts) > 1:
        return f"it reported {min(counts)} rows on one page and {max(counts)} on another"
    listed = [number for page in pages for number in page.numbers]
    if len(listed) != last.results:
        return f"{len(listed)} rows came, the list reports {last.results}"
    numbers = Counter(filter(None, listed))
    twice = [number for number, times in numbers.items() if times > 1]
    return f"invoice {twice[0]} came twice" if twice else ""


def balance(answer: dict[str, Any]) -> str:
    """What the account owes, as it was written; negative when there is credit."""
    written = required(answer, "balance")
    money(written, CURRENCY)
    return str(written)


def read(
    pages: Iterable[bytes], balance: str, account: Account
) -> tuple[tuple[Invoice, ...], tuple[Unread, ...]]:
    """Every invoice, oldest first, with the balance spread over the newest ones."""
    charges: dict[str, _Charge] = {}
    unread: list[Unread] = []
    room = Room()
    for position, row in enumerate((row for body in pages for row in rows(document(body))), 1):
        try:
            charge = _charge(as_object(row), account)
            if charges.setdefault(charge.invoice.key.number, charge) is not charge:
                raise ValueError("it is listed twice")
        except ValueError as error:
            room.note(str(error))
            unread.append(Unread(_name(row, position), str(error)))
        else:
            room.invoice(charge.invoice)
    invoices, rest = _settled(charges.values(), money(balance, CURRENCY))
    if rest.amount > 0:
        more = f"{rest.amount:.2f} {CURRENCY}"
        unread.append(Unread("balance", f"{more} more is owed than the invoices add up to"))
    return invoices, tuple(unread)


def _name(row: object, position: int) -> str:
    return _number(row) or f"row {position}"


def _number(row: object) -> str | None:
    """The number of an invoice as text; None where a row has none."""
    try:
        number = whole(required(as_object(row), "id"))
    except ValueError:
        return None
    return str(number) if number > 0 else None


def _charge(row: dict[str, Any], account: Account) -> _Charge:
    number = _number(row)
    if number is None:
        raise ValueError("id is not the number of an invoice")
    total = money(required(row, "total"), CURRENCY)
    day = calendar_date(required(row, "date"), account.timezone)
    invoice = Invoice(
        key=InvoiceKey(account.name, number),
        standing=Standing.UNKNOWN,
        their_status="",
        total=total,
        open=None,
        issued=day,
        due=day,
        description=text(row.get("label"), 200),
        url=f"{PAGE}{number}",
    )
    return _Charge(invoice, total)


def _settled(charges: Iterable[_Charge], owed: Money) -> tuple[tuple[Invoice, ...], Money]:
    """The invoices with what is open on each, and what is owed beyond them all."""
    settled: list[Invoice] = []
    zero = Money(0, CURRENCY)
    for charge in sorted(charges, key=_age, reverse=True):
        share = max(zero, min(charge.total, owed))
        owed -= share
        settled.append(_with_open(charge, share))
    return tuple(reversed(settled)), owed


def _age(charge: _Charge) -> tuple[str, int]:
    return str(charge.invoice.issued), int(charge.invoice.key.number)


def _with_open(charge: _Charge, share: Money) -> Invoice:
    word = "paid"  # Linode has no word for it; these are for people
    if share.amount > 0:
        word = "unpaid" if share == charge.total else "partly paid"
    standing = Standing.OPEN if share.amount > 0 else Standing.PAID
    return replace(charge.invoice, standing=standing, their_status=word, open=share)
