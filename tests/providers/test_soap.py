"""Calling through zeep: one plain request, nothing beyond the allowed, and in silence."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import providers.interserver
from providers.base import AuthRejected, Unreachable
from providers.deadline import open_client
from providers.soap import SOAP_ENCODING, Caller, Contract
from tests.providers.server import Connect, Request, StartServer

CONTRACT_FILES = Path(providers.interserver.__file__).parent
ALLOWED = frozenset({"api_login"})


def described() -> Contract:
    return Contract(
        CONTRACT_FILES / "invoices.wsdl",
        {SOAP_ENCODING: CONTRACT_FILES / "encoding.xsd"},
        "{urn:myapi}myapiBinding",
    )


def caller(connect: Connect, url: str) -> Caller:
    return Caller(connect("any", url), described(), ALLOWED)


def test_a_call_is_one_post_of_a_plain_envelope(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (200, {}, b"<raw/>"))
    calls = caller(connect, server.url)
    reply = calls.call("api_login", username="a&b", password="<pw>")
    assert reply.body == b"<raw/>"
    (request,) = server.requests
    assert request.method == "POST"
    assert request.headers["soapaction"] == '"urn:myapi#api_login"'
    assert request.headers["content-type"] == "text/xml; charset=utf-8"
    assert request.headers["accept-encoding"] == "identity"
    assert b"<username>a&amp;b</username><password>&lt;pw&gt;</password>" in request.body


def test_only_the_allowed_operations_can_be_called(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (200, {}, b""))
    calls = caller(connect, server.url)
    for operation in ("api_make_payment", "api_vps_get_client_invoices"):
        with pytest.raises(ValueError, match="not one of the read-only operations"):
            calls.call(operation, sid="x")
    assert server.requests == []


@pytest.mark.parametrize("strange", ["nul\x00", "escape\x1b", "half\ud800", "edge\uffff"])
def test_a_credential_that_xml_cannot_hold_is_a_clear_refusal(
    connect: Connect, strange: str
) -> None:
    calls = caller(connect, "http://127.0.0.1:9/")
    with pytest.raises(AuthRejected, match="characters that cannot be sent") as caught:
        calls.call("api_login", username="u", password=strange)
    assert strange not in str(caught.value)


def test_threads_share_one_description_and_mix_nothing_up(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda request: (200, {}, request.body))
    contract = described()

    def ask(number: int) -> bool:
        with open_client() as client:
            connection = replace(connect("any", server.url), clients=lambda: client)
            calls = Caller(connection, contract, ALLOWED)
            replies = [
                calls.call("api_login", username=f"u{number}", password="p").body for _ in range(5)
            ]
        return all(f"<username>u{number}</username>".encode() in body for body in replies)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(24)))
    assert len(server.requests) == 120


def test_a_schema_that_is_not_pinned_is_not_downloaded() -> None:
    contract = Contract(CONTRACT_FILES / "invoices.wsdl", {}, "{urn:myapi}myapiBinding")
    with pytest.raises(ValueError, match="which is not pinned"):
        contract.document  # noqa: B018 -- reading it is what loads it


def test_zeep_logs_no_envelope(
    loopback: StartServer, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def echo(request: Request) -> tuple[int, dict[str, str], bytes]:
        return 200, {"Set-Cookie": "sid=topsecret"}, request.body

    server = loopback(echo)
    caller(connect, server.url).call("api_login", username="u", password="topsecret")
    with pytest.raises(Unreachable):
        caller(connect, "http://127.0.0.1:9/").call("api_login", username="u", password="topsecret")
    assert b"topsecret" in server.requests[0].body
    assert "HTTP Request: POST" in caplog.text
    assert "Envelope" not in caplog.text
    assert "topsecret" not in caplog.text
