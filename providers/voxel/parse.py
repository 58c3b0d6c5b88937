"""Voxel's XML understood: the list of invoices, or the code of a refusal.

Pure. Everything raises ValueError with the reason. Source of the fields: the page of
voxel.billing.invoices.list in the hAPI documentation. Only direct children are read, since
positions repeat the names of the amounts; positions within positions become lines too.
"""

from datetime import date
from typing import TypeAlias

from lxml import etree
from moneyed import Money

from providers.values import Remembered, calendar_date, currency, money, text, whole
from state.model import Account, Invoice, InvoiceKey, Line, Standing, Unread

DECODER = 2
MOST_LINES = 40
MAX_MARKUP = 600_000  # elements and attributes in one tree; an invoice has about fifty

_NO_CURRENCY = ("", "unknown")
_OWN = (
    *("amount", "amount_due", "amount_credited", "amount_paid"),
    *("date_issued", "comment", "invoice_items"),
)

_Element: TypeAlias = etree._Element  # noqa: SLF001 -- lxml has no other name for it
_Said = dict[str, _Element]


def document(body: bytes) -> _Element:
    """The `rsp` element. No document types, no entities, nothing fetched from elsewhere."""
    if b"<html" in body[:2_000].lower():
        raise ValueError("it is a web page")
    if body.count(b"<") - body.count(b"</") + body.count(b"=") > MAX_MARKUP:
        raise ValueError("it is far too long")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:  # its text can quote the body: only the place is told
        raise ValueError(f"it is not well-formed XML (line {error.lineno})") from None
    if root.getroottree().docinfo.doctype:
        raise ValueError("it declares a document type")
    if root.tag != "rsp":
        raise ValueError("it is not an answer of the hAPI")
    return root


def refusal(root: _Element) -> str | None:
    """None for a success, else the code of the error, empty if there is none."""
    stat = root.get("stat")
    if stat == "ok":
        return None
    if stat != "fail":
        raise ValueError("it says neither ok nor fail")
    error = root.find("err")
    return "" if error is None else text(error.get("code"), 20)


def read(body: bytes, account: Account) -> tuple[tuple[Invoice, ...], tuple[Unread, ...]]:
    """Every invoice of the list, in its order, and the rows that make no sense."""
    root = document(body)
    if refusal(root) is not None:
        raise ValueError("it is a refusal")
    listed = root.find("invoices")
    if listed is None:
        raise ValueError("invoices is missing")
    invoices: dict[str, Invoice] = {}
    unread: list[Unread] = []
    rows = _Rows(account)
    for position, row in enumerate(listed.iterchildren("invoice"), start=1):
        try:
            invoice = rows.read(row)
            if invoice.key.number in invoices:
                raise ValueError("it is listed twice")
            invoices[invoice.key.number] = invoice
        except ValueError as error:
            number = text(row.get("id"), 30) or f"invoice {position}"
            unread.append(Unread(number, str(error)))
    return tuple(invoices.values()), tuple(unread)


class _Rows:
    """Reads the invoices of one list; what a text meant once it means again."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._amounts: Remembered[tuple[str, str], Money] = Remembered(self._money)
        self._titles: Remembered[str, str] = Remembered(_title)
        self._days: Remembered[str, date | None] = Remembered(self._day)

    def read(self, row: _Element) -> Invoice:
        """One invoice, or the reason why not."""
        said, items = _children(row)
        number = _number(row)
        total, due = self._amount(said, "amount"), self._amount(said, "amount_due")
        if total.currency is not due.currency and total.currency != due.currency:
            raise ValueError("its amounts are in different currencies")
        is_closed = due.amount <= 0
        is_credited = is_closed and self._is_credited(said)
        lines = tuple(self._line(item) for item in items[:MOST_LINES])
        return Invoice(
            InvoiceKey(self._account.name, number),
            _standing(is_closed=is_closed, is_credited=is_credited),
            "credited" if is_credited else _status(total, due),
            total,
            open=Money(0, due.currency) if is_closed else due,
            issued=self._day(_words(said, "date_issued")),
            due=self._days[row.get("date_due", "")],
            description=_description(lines, len(items)) or text(_words(said, "comment"), 200),
            service=_service(items),
            lines=lines,
        )

    def _money(self, said: tuple[str, str]) -> Money:
        amount, units = said
        code = self._account.currency if units.strip() in _NO_CURRENCY else units
        if not code:
            raise ValueError("it names no currency; set `currency` of the account")
        return money(amount, currency(code))

    def _day(self, said: str) -> date | None:
        return calendar_date(said, self._account.timezone)

    def _amount(self, said: _Said, name: str) -> Money:
        found = said.get(name)
        words = None if found is None else found.text
        if found is None or words is None or not words.strip():
            raise ValueError(f"{name} is missing")
        try:
            return self._amounts[words, found.get("units", "")]
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None

    def _is_credited(self, said: _Said) -> bool:
        """Whether it was closed by a credit alone: nobody paid it, nobody has to."""
        if "amount_credited" not in said or "amount_paid" not in said:
            return False
        credited = self._amount(said, "amount_credited")
        return credited.amount > 0 >= self._amount(said, "amount_paid").amount

    def _line(self, item: _Element) -> Line:
        """A position; an amount that cannot be read must not hide the invoice's own amounts."""
        said: _Said = {}
        for child in item.iterchildren("service", "amount"):
            said.setdefault(child.tag, child)
        description = ""
        if "service" in said:
            for found in said["service"].iterchildren("description"):
                description = self._titles[found.text or ""]
                break
        try:
            return Line(description, self._amount(said, "amount"))
        except ValueError:
            return Line(description)


def _title(said: str) -> str:
    return text(said, 200)


def _children(row: _Element) -> tuple[_Said, list[_Element]]:
    """What an invoice says itself, the first of each name; and its positions, nested ones too."""
    said: _Said = {}
    items: list[_Element] = []
    for child in row.iterchildren(*_OWN):
        name = child.tag
        if name == "invoice_items":
            items.extend(child.iter("invoice_item"))
        elif name not in said:
            said[name] = child
    return said, items


def _words(said: _Said, name: str) -> str:
    found = said.get(name)
    return "" if found is None else found.text or ""


def _number(row: _Element) -> str:
    said = row.get("id")
    if said is None:
        raise ValueError("id is missing")
    if said.isdecimal() and said.isascii() and said[0] != "0" and len(said) < 19:
        return str(said)  # as nearly all are
    number = whole(said)
    if number <= 0:
        raise ValueError(f"{number} is not an invoice id")
    return str(number)


def _standing(*, is_closed: bool, is_credited: bool) -> Standing:
    if is_credited:
        return Standing.VOID
    return Standing.PAID if is_closed else Standing.OPEN


def _status(total: Money, due: Money) -> str:
    """Voxel has no word for it; this one is for people."""
    if due.amount <= 0:
        return "paid"
    return "partly paid" if due.amount < total.amount else "unpaid"


def _description(lines: tuple[Line, ...], count: int) -> str:
    if not lines:
        return ""
    more = f" and {count - 1} more" if count > 1 else ""
    return lines[0].description and lines[0].description + more


def _service(items: list[_Element]) -> str | None:
    """Kind and number of the first position's service, such as `vrap 11888`."""
    service = next(items[0].iterchildren("service"), None) if items else None
    if service is None:
        return None
    return text(f"{service.get('type', '')} {service.get('id', '')}", 80) or None
