"""How InterServer's SOAP service looks from outside, for the contract kit."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from providers import interserver
from providers.conformance.wire import Handler, Request, Response, Row, Wire, as_xml

HERE = Path(__file__).parent
SESSION = "5e551070a1b2c3d4e5f60718293a4b5c"
MODULES = ("domains", "mail", "quickservers", "ssl", "vps")  # those of payloads/ok
LISTS = [f"api_{name}_get_client_{kind}invoices" for name in MODULES for kind in ("unpaid_", "")]

_ENVELOPE = (
    '<?xml version="1.0" encoding="ISO-8859-1"?>'
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:tns="urn:myapi">'
    "<SOAP-ENV:Body>{}</SOAP-ENV:Body></SOAP-ENV:Envelope>"
)


def _operation(request: Request) -> str:
    action = request.headers.get("soapaction", request.path).strip('"')
    return action.removeprefix("urn:myapi#")


def _answer(called: str, result: str) -> Response:
    wrapped = f'<ns1:{called}Response xmlns:ns1="urn:myapi">{result}</ns1:{called}Response>'
    return 200, {"Content-Type": "text/xml"}, _ENVELOPE.format(wrapped).encode("latin-1", "replace")


def _session(value: str = SESSION) -> Response:
    return _answer("api_login", f'<return xsi:type="xsd:string">{value}</return>')


def _fault(words: str, status: int = 500) -> Response:
    inner = f"<faultcode>Server</faultcode><faultstring>{escape(words)}</faultstring>"
    return as_xml(_ENVELOPE.format(f"<SOAP-ENV:Fault>{inner}</SOAP-ENV:Fault>"), status)


def _item(row: Row) -> str:
    fields: Mapping[str, str] = {
        "id": row.number,
        "description": f"Thing {row.number}",
        "amount": row.amount,
        "type": "1",
        "date": f"{row.day} 08:00:00",
        "extra": "4711",
        "paid": "0",
        "module": "vps",
        "due_date": f"{row.day} 08:00:00",
        "service": "42",
        "deleted": "0",
        "currency": "USD",
    }
    inner = "".join(
        f"<invoices_{name}>{escape(value)}</invoices_{name}>" for name, value in fields.items()
    )
    return f'<item xsi:type="tns:sql_row_invoices">{inner}</item>'


def _list(called: str, items: Sequence[str], size: int | None = None) -> Response:
    kind = f"tns:sql_row_invoices[{len(items) if size is None else size}]"
    result = f'<return xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="{kind}">{"".join(items)}'
    return _answer(called, f"{result}</return>")


def _service(items: Sequence[str], size: int | None = None) -> Handler:
    """A service with these unpaid items among the virtual servers and nothing elsewhere."""

    def respond(request: Request) -> Response:
        called = _operation(request)
        if called == "api_login":
            return _session()
        return _list(called, items, size) if called.startswith("api_vps_") else _list(called, ())

    return respond


def _ok(request: Request) -> Response:
    called = _operation(request)
    if called == "api_login":
        return _session()
    module, _, kind = called.removeprefix("api_").partition("_get_client_")
    name = f"{module}.xml" if kind == "unpaid_invoices" else f"{module}.full.xml"
    return 200, {}, (HERE / "payloads/ok" / name).read_bytes()


ITEM = _item(Row("101", "10.00", date(2026, 11, 15)))

WIRE = Wire(
    provider=interserver,
    folder=HERE,
    reads=frozenset({"api_login", *LISTS}),
    operation=_operation,
    ok=_ok,
    listing=lambda rows: _service([_item(row) for row in rows]),
    complaint=_fault,
    refused={
        "a login without a session": lambda _: _session(""),
        "a fault about the login": lambda _: _fault("Login failed: wrong password"),
        "a fault with status 200": lambda _: _fault("Invalid session", 200),
        "status 401": lambda _: (401, {}, b""),
    },
    broken={
        "nothing in place of a list": lambda request: _in_place_of_lists(request, ""),
        "nil in place of a list": lambda request: _in_place_of_lists(
            request, '<return xsi:nil="true"/>'
        ),
        "a word in place of a list": lambda request: _in_place_of_lists(
            request, "<return>none</return>"
        ),
        "a row without an end": lambda request: _in_place_of_lists(
            request, "<return><item><invoices_id>5</invoices_id></item><item/><other/></return>"
        ),
    },
    short={
        "an array one item short": _service([ITEM], size=2),
        "an array that lost all items": _service([], size=7),
    },
    excused={"endless": "one call brings a whole list of a module"},
    path="/api.php",
    lists={"modules": MODULES},
    sessions=(SESSION,),
)


def _in_place_of_lists(request: Request, result: str) -> Response:
    called = _operation(request)
    return _session() if called == "api_login" else _answer(called, result)
