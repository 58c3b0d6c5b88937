"""A little InterServer for tests: answers each operation with what a test gives it."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from providers.interserver.operations import full, unpaid
from tests.providers.server import Handler, Request, Response

SESSION = "0123456789abcdef0123456789abcdef"
USERNAME = "billing@acme.example"
PASSWORD = "not-a-real-key"  # of the tests

_ENVELOPE = (
    '<?xml version="1.0" encoding="ISO-8859-1"?>'
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:tns="urn:myapi">'
    "<SOAP-ENV:Body>{}</SOAP-ENV:Body></SOAP-ENV:Envelope>"
)

_OWED = (
    "<invoices_type>1</invoices_type>",
    "<invoices_paid>0</invoices_paid>",
    "<invoices_deleted>0</invoices_deleted>",
)


def operation(request: Request) -> str:
    return request.headers["soapaction"].strip('"').removeprefix("urn:myapi#")


def answer(called: str, result: str) -> bytes:
    wrapped = f'<ns1:{called}Response xmlns:ns1="urn:myapi">{result}</ns1:{called}Response>'
    return _ENVELOPE.format(wrapped).encode("latin-1")


def session(value: str = f'<return xsi:type="xsd:string">{SESSION}</return>') -> bytes:
    return answer("api_login", value)


def fault(words: str) -> bytes:
    inner = f"<faultcode>Server</faultcode><faultstring>{escape(words)}</faultstring>"
    return _ENVELOPE.format(f"<SOAP-ENV:Fault>{inner}</SOAP-ENV:Fault>").encode("latin-1")


def row(number: int | str, **fields: str | None) -> str:
    """A charge as the server writes it; a field given as None is left out."""
    known: dict[str, str | None] = {
        "id": str(number),
        "description": f"Thing {number}",
        "amount": "10.00",
        "type": "1",
        "date": "2026-11-01 08:00:00",
        "extra": "4711",
        "paid": "0",
        "module": "vps",
        "due_date": "2026-11-15 08:00:00",
        "service": "42",
        "deleted": "0",
        "currency": "USD",
        **fields,
    }
    inner = "".join(
        f"<invoices_{name}>{escape(value)}</invoices_{name}>"
        for name, value in known.items()
        if value is not None
    )
    return f'<item xsi:type="tns:sql_row_invoices">{inner}</item>'


def listing(called: str, *rows: str) -> bytes:
    size = f'SOAP-ENC:arrayType="tns:sql_row_invoices[{len(rows)}]"'
    return answer(called, f'<return xsi:type="SOAP-ENC:Array" {size}>{"".join(rows)}</return>')


def both(module: str, *rows: str) -> dict[str, bytes]:
    """The two lists of a module whose charges are all unpaid."""
    return {name(module): listing(name(module), *rows) for name in (unpaid, full)}


def ledger(module: str, *rows: str) -> dict[str, bytes]:
    """The two lists of a module as their database gives them: what is unpaid, and everything."""
    owed = [row for row in rows if all(field in row for field in _OWED)]
    return {
        unpaid(module): listing(unpaid(module), *owed),
        full(module): listing(full(module), *rows),
    }


def till(bodies: Mapping[str, bytes | Response]) -> Handler:
    """Answer by operation; a login is good and a list is empty unless given otherwise."""

    def respond(request: Request) -> Response:
        called = operation(request)
        usual = session() if called == "api_login" else listing(called)
        given = bodies.get(called, usual)
        return given if isinstance(given, tuple) else (200, {"Content-Type": "text/xml"}, given)

    return respond
