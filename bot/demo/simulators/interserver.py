"""InterServer's SOAP interface, as its NuSOAP server prints it.

SOAP 1.1, rpc/encoded. `api_login` gives a session id, or an empty string when the
credentials are wrong. The invoice operations of ten modules take that id; a wrong one
gives an empty list, because NuSOAP prints `false` of an array type exactly so. The
declaration says ISO-8859-1 while the texts are UTF-8, as on the real server. Not played:
the wrong Content-Length and the broken gzip that one public edition of NuSOAP has.
"""

import hashlib
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape  # nosec B406 # it writes XML, reads none

from lxml import etree

from bot.demo.billing import BillingAccount
from bot.demo.bills import Bill
from bot.demo.simulators.exchange import Ask, Said
from bot.demo.simulators.interserver_rows import Row, charge, money_rows
from bot.demo.simulators.interserver_wsdl import MODULES, wsdl

OPERATION = re.compile(rf"api_({'|'.join(MODULES)})_get_client_(unpaid_)?invoices")
MEDIA = "text/xml; charset=ISO-8859-1"
DECLARATION = '<?xml version="1.0" encoding="ISO-8859-1"?>'
ENVELOPE = (
    '<SOAP-ENV:Envelope SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" '
    'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:tns="urn:myapi">'
)
ROW = "tns:sql_row_invoices"
QUOTES = {'"': "&quot;", "'": "&apos;"}


def answer(account: BillingAccount, ask: Ask) -> Said:
    """Answer one SOAP call, or hand out the WSDL."""
    if ask.method == "GET":
        account.note_call("wsdl")
        return Said(wsdl(ask.address), "text/xml")
    try:
        operation, parts = _read(ask.body)
    except ValueError as error:
        account.note_call("unreadable")
        return _fault("SOAP-ENV:Client", str(error))
    account.note_call(operation)
    if operation == "api_login":
        return _respond(operation, _login(account, parts))
    found = OPERATION.fullmatch(operation)
    if found is None:
        missing = f"Operation '{operation}' is not defined in the WSDL for this service"
        return _fault("SOAP-ENV:Client", missing)
    rows = _rows(account, parts.get("sid", ""), found[1], unpaid_only=bool(found[2]))
    return _respond(operation, _array(rows))


def _read(body: bytes) -> tuple[str, dict[str, str]]:
    """Return the operation and its parts; ValueError when it is no SOAP request."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"XML error parsing SOAP payload: {error.msg}") from None
    call = root.find("{http://schemas.xmlsoap.org/soap/envelope/}Body/*")
    if call is None:
        raise ValueError("no operation was called")
    parts = {etree.QName(part).localname: part.text or "" for part in call.iterchildren("*")}
    return etree.QName(call).localname, parts


def _login(account: BillingAccount, parts: dict[str, str]) -> str:
    offered = {name: parts.get(name, "") for name in ("username", "password")}
    sid = ""
    if account.accepts(**offered):
        seed = f"{account.name}:{len(account.sessions)}"
        sid = hashlib.sha256(seed.encode()).hexdigest()[:32]
        account.sessions.add(sid)
    return f'<return xsi:type="xsd:string">{sid}</return>'


def _rows(account: BillingAccount, sid: str, module: str, *, unpaid_only: bool) -> list[Row]:
    if sid not in account.sessions or account.fault == "wrong_password":
        return []
    bills = [bill for bill in account.shown() if bill.module == module]
    if unpaid_only:
        return [charge(account, bill) for bill in bills if _is_unpaid(bill)]
    return [row for bill in bills for row in (charge(account, bill), *money_rows(account, bill))]


def _is_unpaid(bill: Bill) -> bool:
    # their rule: invoices_paid=0 AND invoices_type=1 AND invoices_deleted=0
    return not bill.is_paid and bill.cancelled_at is None


def _array(rows: list[Row]) -> str:
    items = "".join(f'<item xsi:type="{ROW}">{_struct(row)}</item>' for row in rows)
    kind = f'xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="{ROW}[{len(rows)}]"'
    return f"<return {kind}>{items}</return>"


def _struct(row: Iterable[tuple[str, str, str]]) -> str:
    return "".join(
        f'<{name} xsi:type="xsd:{kind}">{escape(value, QUOTES)}</{name}>'
        for name, kind, value in row
    )


def _respond(operation: str, inner: str) -> Said:
    name = f"{operation}Response"
    return _envelope(f'<ns1:{name} xmlns:ns1="urn:myapi">{inner}</ns1:{name}>', 200)


def _fault(code: str, text: str) -> Said:
    kind = 'xsi:type="xsd:string"'
    inner = (
        f"<SOAP-ENV:Fault><faultcode {kind}>{code}</faultcode><faultactor {kind}></faultactor>"
        f"<faultstring {kind}>{escape(text, QUOTES)}</faultstring>"
        f"<detail {kind}></detail></SOAP-ENV:Fault>"
    )
    return _envelope(inner, 500)


def _envelope(inner: str, status: int) -> Said:
    body = f"{ENVELOPE}<SOAP-ENV:Body>{inner}</SOAP-ENV:Body></SOAP-ENV:Envelope>"
    headers = {"X-SOAP-Server": "NuSOAP/0.9.11"}
    return Said((DECLARATION + body).encode(), MEDIA, status, headers)
