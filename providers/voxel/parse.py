"""Voxel's XML understood: the list of invoices, or the code of a refusal.

Pure. Everything raises ValueError with the reason. Source of the fields: the page of
voxel.billing.invoices.list in the hAPI documentation. Only direct children are read, since
positions repeat the names of the amounts; positions within positions become lines too.
"""

from lxml import etree
from moneyed import Money

from providers.values import calendar_date, currency, money, text, whole
from state.model import Account, Invoice, InvoiceKey, Line, Standing, Unread

DECODER = 2
MOST_LINES = 40

_NO_CURRENCY = ("", "unknown")


def document(body: bytes) -> etree._Element:
    """The `rsp` element. No document types, no entities, nothing fetched from elsewhere."""
    if b"<html" in body[:2_000].lower():
        raise ValueError("it is a web page")
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


def refusal(root: etree._Element) -> str | None:
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
    for position, row in enumerate(listed.findall("invoice"), start=1):
        try:
            invoice = _invoice(row, account)
            if invoice.key.number in invoices:
                raise ValueError("it is listed twice")
            invoices[invoice.key.number] = invoice
        except ValueError as error:
            number = text(row.get("id"), 30) or f"invoice {position}"
            unread.append(Unread(number, str(error)))
    return tuple(invoices.values()), tuple(unread)


def _invoice(row: etree._Element, account: Account) -> Invoice:
    if row.get("id") is None:
        raise ValueError("id is missing")
    number = whole(row.get("id"))
    if number <= 0:
        raise ValueError(f"{number} is not an invoice id")
    total, due = _amount(row, "amount", account), _amount(row, "amount_due", account)
    if total.currency != due.currency:
        raise ValueError("its amounts are in different currencies")
    is_closed = due.amount <= 0
    is_credited = is_closed and _is_credited(row, account)
    items = row.findall("invoice_items//invoice_item")
    return Invoice(
        key=InvoiceKey(account.name, str(number)),
        standing=_standing(is_closed=is_closed, is_credited=is_credited),
        their_status="credited" if is_credited else _status(total, due),
        total=total,
        open=Money(0, due.currency) if is_closed else due,
        issued=calendar_date(row.findtext("date_issued"), account.timezone),
        due=calendar_date(row.get("date_due"), account.timezone),
        description=_description(items) or text(row.findtext("comment"), 200),
        service=_service(items),
        lines=tuple(_line(item, account) for item in items[:MOST_LINES]),
    )


def _standing(*, is_closed: bool, is_credited: bool) -> Standing:
    if is_credited:
        return Standing.VOID
    return Standing.PAID if is_closed else Standing.OPEN


def _is_credited(row: etree._Element, account: Account) -> bool:
    """Whether it was closed by a credit alone: nobody paid it, nobody has to."""
    if row.find("amount_credited") is None or row.find("amount_paid") is None:
        return False
    credited, paid = (_amount(row, name, account) for name in ("amount_credited", "amount_paid"))
    return credited.amount > 0 >= paid.amount


def _status(total: Money, due: Money) -> str:
    """Voxel has no word for it; this one is for people."""
    if due.amount <= 0:
        return "paid"
    return "partly paid" if due < total else "unpaid"


def _amount(row: etree._Element, name: str, account: Account) -> Money:
    found = row.find(name)
    if found is None or not (found.text or "").strip():
        raise ValueError(f"{name} is missing")
    units = (found.get("units") or "").strip()
    code = account.currency if units in _NO_CURRENCY else units
    if not code:
        raise ValueError(f"{name} names no currency; set `currency` of the account")
    return money(found.text, currency(code))


def _description(items: list[etree._Element]) -> str:
    if not items:
        return ""
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    first = text(items[0].findtext("service/description"), 200)
    return first and first + more


def _service(items: list[etree._Element]) -> str | None:
    """Kind and number of the first position's service, such as `vrap 11888`."""
    service = items[0].find("service") if items else None
    if service is None:
        return None
    return text(f"{service.get('type', '')} {service.get('id', '')}", 80) or None


def _line(item: etree._Element, account: Account) -> Line:
    """A position; an amount that cannot be read must not hide the invoice's own amounts."""
    description = text(item.findtext("service/description"), 200)
    try:
        return Line(description, _amount(item, "amount", account))
    except ValueError:
        return Line(description)
