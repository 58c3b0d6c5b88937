"""The same invoices as each kind of PHP server writes them, all the way from the socket."""

from xml.sax.saxutils import escape

import pytest
from moneyed import Money

from providers.base import Provider, Unreachable, Unreadable
from providers.interserver.operations import full, unpaid
from state.model import Invoice, Snapshot, Standing
from tests.providers.interserver.conftest import Watch
from tests.providers.interserver.till import answer, both, fault, listing, row

UNPAID, FULL = LISTS = (unpaid("vps"), full("vps"))
GOOD = both("vps", row(7))
MAPS = 'xmlns:m="http://xml.apache.org/xml-soap"'
FIELDS = {
    "invoices_id": "7",
    "invoices_description": "A & B",
    "invoices_amount": "1.00",
    "invoices_type": "1",
    "invoices_date": "2026-11-01 08:00:00",
    "invoices_paid": "0",
    "invoices_due_date": "2026-11-15 08:00:00",
}


def snapshot(provider: Provider) -> Snapshot:
    return provider.read(provider.fetch())


def only(provider: Provider) -> Invoice:
    found = snapshot(provider)
    assert found.unread == ()
    (invoice,) = found.invoices
    return invoice


def twice(result: str, beside: str = "") -> dict[str, bytes]:
    """The same in both lists of the virtual servers, perhaps with something beside it."""
    end = "</SOAP-ENV:Body>"
    return {
        called: answer(called, result).replace(end.encode(), f"{beside}{end}".encode())
        for called in LISTS
    }


def struct(name: str, attributes: str = "", **other: str | None) -> str:
    fields = {**FIELDS, **{f"invoices_{key}": value for key, value in other.items()}}
    inner = "".join(
        f'<{key} xsi:type="xsd:string">{escape(value)}</{key}>'
        for key, value in fields.items()
        if value is not None
    )
    return f"<{name}{attributes}>{inner}</{name}>"


def as_map(name: str = "item") -> str:
    inner = "".join(
        f'<item><key xsi:type="xsd:string">{key}</key><value>{escape(value)}</value></item>'
        for key, value in FIELDS.items()
    )
    return f'<{name} {MAPS} xsi:type="m:Map">{inner}</{name}>'


def array(*items: str, kind: str = 'xsi:type="SOAP-ENC:Array"') -> str:
    return f"<return {kind}>{''.join(items)}</return>"


KEYED = f'<return {MAPS} xsi:type="m:Map"><item><key>7</key>{as_map("value")}</item></return>'
SHARED = (
    struct("item", ' xsi:type="SOAP-ENC:Struct" id="ref1"') + '<item href="#ref1"/>',
    struct("item", ' xsi:type="tns:sql_row_invoices" id="r"') + "<item href='#r'/>",
)
VARIANTS = {
    "NuSOAP": array(
        struct("item", ' xsi:type="tns:sql_row_invoices"'),
        kind='xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="tns:sql_row_invoices[1]"',
    ),
    "PHP with a description": array(struct("item"), kind='xsi:type="tns:array_sql_row_invoices"'),
    "PHP without one": array(as_map(), kind='SOAP-ENC:arrayType="m:Map[1]"'),
    "keyed by number": KEYED,
    "no types at all": array(struct("item"), kind=""),
    "the same object twice": array(SHARED[0]),
    "the same object twice, typed": array(SHARED[1]),
    "a row beside the answer": array('<item href="#x"/>'),
    "no deleted or currency column": array(struct("item")),
    "nil in both": array(
        struct("item").replace(
            "</item>",
            '<invoices_deleted xsi:nil="true"/><invoices_currency xsi:nil="true"/></item>',
        )
    ),
    "a new column": array(struct("item", tax="0.19")),
    "an amount without decimals": array(struct("item", amount="1")),
    "an amount with many": array(struct("item", amount="1.0000")),
    "another order of columns": array(
        struct("item", id=None).replace("</item>", "<invoices_id>7</invoices_id></item>")
    ),
    "line breaks everywhere": array(struct("item").replace("><", ">\n  <"), "\n"),
}


@pytest.mark.parametrize("result", VARIANTS.values(), ids=VARIANTS.keys())
def test_every_way_of_writing_an_invoice_gives_the_same_invoice(watch: Watch, result: str) -> None:
    beside = struct("m", ' id="x"') if "#x" in result else ""
    invoice = only(watch(twice(result, beside))[0])
    assert (str(invoice.key), invoice.standing) == ("acme/7", Standing.OPEN)
    assert invoice.total == invoice.open == Money("1.00", "USD")
    assert (str(invoice.issued), str(invoice.due)) == ("2026-11-01", "2026-11-15")
    assert invoice.description == "A & B"


EMPTY = (
    '<return xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="tns:sql_row_invoices[0]"></return>',
    '<return SOAP-ENC:arrayType="xsd:ur-type[0]"/>',
    '<return xsi:type="tns:array_sql_row_invoices"/>',
)


@pytest.mark.parametrize("result", EMPTY)
def test_an_empty_list_is_empty_and_no_fault(watch: Watch, result: str) -> None:
    provider, server = watch(twice(result))
    found = snapshot(provider)
    assert (found.invoices, found.unread) == ((), ())
    assert len(server.requests) == 2, "where nothing is unpaid the full list is not asked for"


NOTHING = (
    '<return xsi:nil="true" xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="tns:row[0]"/>',
    '<return xsi:nil="true"/>',
    '<return xsi:type="xsd:boolean">false</return>',
    "<return></return>",
)


@pytest.mark.parametrize("called", LISTS)
@pytest.mark.parametrize("result", NOTHING)
def test_nothing_in_place_of_a_list_is_a_failed_check(
    watch: Watch, result: str, called: str
) -> None:
    with pytest.raises(Unreadable, match=f"answer to {called} cannot be used: it is not a list"):
        snapshot(watch({**GOOD, called: answer(called, result)})[0])


@pytest.mark.parametrize("prefix", ["SOAP-ENV:", "", "soap:", "env:"])
@pytest.mark.parametrize("code", ["Server", "SOAP-ENV:Server", "SOAP-ENV:Client", "x:y"])
@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("called", LISTS)
def test_a_fault_is_one_whatever_its_prefix_code_and_status(
    watch: Watch, prefix: str, code: str, status: int, called: str
) -> None:
    words = "object has no 'invoices_due_date' property"
    body = fault(words).replace(b"Server</faultcode>", f"{code}</faultcode>".encode())
    body = body.replace(b"SOAP-ENV:Fault", f"{prefix}Fault".encode())
    for name in ("soap", "env"):
        spaces = f'xmlns:{name}="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd='
        body = body.replace(b"xmlns:xsd=", spaces.encode(), 1)
    with pytest.raises(Unreadable, match=f"reports a fault in {called}: object"):
        snapshot(watch({**GOOD, called: (status, {}, body)})[0])


def test_utf_8_under_a_declaration_of_latin_1_is_put_right(watch: Watch) -> None:
    words = "Z\u00fcrich \u2013 caf\u00e9".encode().decode("latin-1")
    bodies = both("vps", row(7, description=words))
    assert all(b"Z\xc3\xbcrich" in body for body in bodies.values())
    assert only(watch(bodies)[0]).description == "Z\u00fcrich \u2013 caf\u00e9"


def test_true_latin_1_is_left_as_it_is(watch: Watch) -> None:
    bodies = both("vps", row(7, description="Z\u00fcrich"))
    assert all(b"Z\xfcrich" in body for body in bodies.values())
    assert only(watch(bodies)[0]).description == "Z\u00fcrich"


@pytest.mark.parametrize("called", LISTS)
def test_a_body_announced_too_short_is_named_as_cut_by_the_server(
    watch: Watch, called: str
) -> None:
    """One NuSOAP counts letters where bytes are meant, so each umlaut costs a byte of the end."""
    body = listing(called, row(7, description="Z\u00fcrich".encode().decode("latin-1")))
    length = {"Content-Length": str(len(body) - 1)}
    with pytest.raises(Unreadable, match=f"cut short by the server after {len(body) - 1} bytes"):
        snapshot(watch({**GOOD, called: (200, length, body)})[0])


@pytest.mark.parametrize("called", LISTS)
@pytest.mark.parametrize("left", [1, 30, 200, 400, 700, 900])
def test_a_list_cut_anywhere_is_a_failed_check_that_says_so(
    watch: Watch, left: int, called: str
) -> None:
    body = listing(called, *map(row, range(1, 9)))
    with pytest.raises(Unreadable, match=f"cut short by the server after {left} bytes"):
        snapshot(watch({**GOOD, called: body[:left]})[0])


def test_packing_is_never_asked_for(watch: Watch) -> None:
    """The same NuSOAP measures packed bodies wrongly too, and cuts them unseen."""
    provider, server = watch(GOOD)
    provider.fetch()
    assert {request.headers["accept-encoding"] for request in server.requests} == {"identity"}


def test_letters_that_mean_something_to_slack_arrive_as_they_were_meant(watch: Watch) -> None:
    bodies = both("vps", row(7, description="<b>R&D</b> &amp;"))
    assert only(watch(bodies)[0]).description == "<b>R&D</b> &amp;"


def test_the_session_goes_only_to_the_configured_address(watch: Watch) -> None:
    """The service description may name an address without TLS; it is not the one used."""
    provider, server = watch(GOOD)
    provider.fetch()
    assert {request.headers["host"] for request in server.requests} == {
        server.url.removeprefix("http://")
    }


def test_a_web_page_with_status_500_is_a_fault_of_theirs(watch: Watch) -> None:
    page = b"<html><head><title>500</title></head><body>Fatal error</body></html>"
    with pytest.raises(Unreachable, match="the provider's server has a fault"):
        snapshot(watch({UNPAID: (500, {"Content-Type": "text/html"}, page)})[0])
