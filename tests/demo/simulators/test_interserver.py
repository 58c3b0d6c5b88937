import hashlib
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
import zeep
from lxml import etree
from zeep.cache import InMemoryCache
from zeep.transports import Transport

from bot.demo.loopback import Served
from bot.demo.world import World

SOAP_ENC = "http://schemas.xmlsoap.org/soap/encoding/"
# what zeep would otherwise download: the two names that the invoice lists are made of
ENCODING = f"""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="{SOAP_ENC}"
 targetNamespace="{SOAP_ENC}"><xs:attribute name="arrayType" type="xs:string"/>
 <xs:complexType name="Array"><xs:sequence>
  <xs:any minOccurs="0" maxOccurs="unbounded" processContents="lax"/></xs:sequence>
  <xs:attribute ref="t:arrayType"/></xs:complexType></xs:schema>
"""
BODY = "{http://schemas.xmlsoap.org/soap/envelope/}Body"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@pytest.fixture
def soap(served: Served) -> Iterator[zeep.Client]:
    cache = InMemoryCache()  # type: ignore[no-untyped-call]
    cache.add(SOAP_ENC, ENCODING.encode())  # type: ignore[no-untyped-call]
    transport = Transport(cache)  # type: ignore[no-untyped-call]
    wsdl = f"{served.url}/acme-vps/api.php?wsdl"
    with zeep.Client(wsdl, transport=transport) as client:  # type: ignore[no-untyped-call]
        yield client


def call(http: httpx.Client, operation: str, **parts: str) -> httpx.Response:
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items())
    envelope = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        f'<m:{operation} xmlns:m="urn:myapi">{inner}</m:{operation}></e:Body></e:Envelope>'
    )
    return http.post("/acme-vps/api.php", content=envelope)


def log_in(http: httpx.Client, key: str = "demo-password") -> str:
    reply = call(http, "api_login", username="billing@acme.example", password=key)
    return returned(reply).text or ""


def returned(reply: httpx.Response) -> etree._Element:
    """The `return` part of an answer."""
    assert reply.status_code == 200
    found = etree.fromstring(reply.content).find(f"{BODY}/*/return")
    assert found is not None
    return found


def listed(http: httpx.Client, which: str, module: str = "vps") -> list[dict[str, str]]:
    reply = call(http, f"api_{module}_get_client_{which}", sid=log_in(http))
    return [{field.tag: field.text or "" for field in item} for item in returned(reply)]


@pytest.mark.usefixtures("stocked")
def test_zeep_logs_in_and_reads_the_invoices_with_our_wsdl(soap: zeep.Client) -> None:
    sid = soap.service.api_login("billing@acme.example", "demo-password")
    unpaid = soap.service.api_vps_get_client_unpaid_invoices(sid)
    assert [(row.invoices_id, row.invoices_amount, row.invoices_paid) for row in unpaid] == [
        (7001, 12.5, 0)
    ]
    assert len(soap.service.api_vps_get_client_invoices(sid)) == 4
    assert len(soap.service.api_ssl_get_client_invoices(sid)) == 0


def test_all_ten_modules_answer_both_questions(soap: zeep.Client) -> None:
    operations = soap.service._binding.all()
    assert len(operations) == 21
    sid = soap.service.api_login("billing@acme.example", "demo-password")
    for name in sorted(set(operations) - {"api_login"}):
        assert len(soap.service[name](sid)) == 0


def test_a_wrong_password_gives_an_empty_session_and_status_200(http: httpx.Client) -> None:
    assert len(log_in(http)) == 32
    assert log_in(http, "other") == ""


def test_a_changed_password_locks_out_the_old_one(world: World, http: httpx.Client) -> None:
    world.account("acme-vps").credentials["password"] = "newer-demo-password"
    assert log_in(http) == ""
    assert len(log_in(http, "newer-demo-password")) == 32


@pytest.mark.usefixtures("stocked")
def test_a_wrong_session_looks_like_an_account_without_invoices(http: httpx.Client) -> None:
    reply = call(http, "api_vps_get_client_invoices", sid="0" * 32)
    rows = returned(reply)
    assert len(rows) == 0
    assert rows.get(f"{{{SOAP_ENC}}}arrayType") == "tns:sql_row_invoices[0]"


@pytest.mark.usefixtures("stocked")
def test_the_unpaid_list_holds_only_what_is_owed(http: httpx.Client) -> None:
    assert [row["invoices_id"] for row in listed(http, "unpaid_invoices")] == ["7001"]


@pytest.mark.usefixtures("stocked")
def test_the_full_list_holds_paid_deleted_and_payment_rows_as_well(http: httpx.Client) -> None:
    rows = listed(http, "invoices")
    told = [
        (row["invoices_id"], row["invoices_type"], row["invoices_paid"], row["invoices_deleted"])
        for row in rows
    ]
    assert told == [
        ("7001", "1", "0", "0"),
        ("7002", "1", "1", "0"),
        ("90000001", "11", "0", "0"),
        ("7003", "1", "0", "1"),
    ]
    payment = rows[2]
    assert payment["invoices_extra"] == "7002"
    assert payment["invoices_due_date"] == "0000-00-00 00:00:00"


def test_a_returned_payment_is_a_refund_row_and_the_charge_is_unpaid_again(
    stocked: World, http: httpx.Client
) -> None:
    stocked.account("acme-vps").reopen(7002)
    assert [r["invoices_id"] for r in listed(http, "unpaid_invoices")] == ["7001", "7002"]
    refunds = [row for row in listed(http, "invoices") if row["invoices_type"] == "2"]
    assert [row["invoices_extra"] for row in refunds] == ["7002"]
    assert refunds[0]["invoices_description"].startswith("REFUND: ")


def test_a_row_has_fourteen_typed_columns_and_a_due_date_at_the_time_of_issue(
    world: World, http: httpx.Client
) -> None:
    world.account("acme-vps").add(
        7514880, "1", issued=date(2026, 2, 24), due=date(2026, 3, 10), module="mail", service="8556"
    )
    reply = call(http, "api_mail_get_client_invoices", sid=log_in(http))
    (item,) = returned(reply)
    kinds = [(field.tag.removeprefix("invoices_"), field.get(TYPE)) for field in item]
    assert kinds == [
        ("id", "xsd:int"),
        ("description", "xsd:string"),
        ("amount", "xsd:float"),
        ("custid", "xsd:int"),
        ("type", "xsd:int"),
        ("date", "xsd:string"),
        ("group", "xsd:int"),
        ("extra", "xsd:int"),
        ("paid", "xsd:int"),
        ("module", "xsd:string"),
        ("due_date", "xsd:string"),
        ("service", "xsd:int"),
        ("deleted", "xsd:int"),
        ("currency", "xsd:string"),
    ]
    row = {field.tag: field.text for field in item}
    assert row["invoices_amount"] == "1.00"
    assert row["invoices_service"] == "8556"
    assert row["invoices_date"].split()[1] == row["invoices_due_date"].split()[1]
    assert row["invoices_due_date"].startswith("2026-03-10 ")


@pytest.mark.usefixtures("stocked")
def test_utf8_travels_under_a_latin1_declaration(http: httpx.Client) -> None:
    reply = call(http, "api_vps_get_client_unpaid_invoices", sid=log_in(http))
    assert reply.content.startswith(b'<?xml version="1.0" encoding="ISO-8859-1"?>')
    assert "Server \N{LATIN SMALL LETTER E WITH ACUTE} &amp; &lt;more&gt;".encode() in reply.content


@pytest.mark.usefixtures("stocked")
def test_an_unchanged_account_answers_with_the_same_bytes(http: httpx.Client) -> None:
    answers = {
        hashlib.sha256(
            call(http, "api_vps_get_client_invoices", sid=log_in(http)).content
        ).hexdigest()
        for _ in range(3)
    }
    assert len(answers) == 1


@pytest.mark.parametrize("operation", ["api_nope", "api_make_payment", "api_vps_cancel_service"])
def test_an_operation_that_is_not_there_is_a_fault_with_status_500(
    http: httpx.Client, operation: str
) -> None:
    reply = call(http, operation, sid=log_in(http))
    assert reply.status_code == 500
    text = etree.fromstring(reply.content).findtext(f"{BODY}/*/faultstring")
    assert text == f"Operation '{operation}' is not defined in the WSDL for this service"


@pytest.mark.parametrize("body", [b"", b"<e:Envelope", b"<other/>"])
def test_a_request_that_is_no_soap_is_a_fault(http: httpx.Client, body: bytes) -> None:
    reply = http.post("/acme-vps/api.php", content=body)
    assert reply.status_code == 500
    assert b"SOAP-ENV:Fault" in reply.content
