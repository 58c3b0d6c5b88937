import logging
import time
from collections.abc import Callable
from pathlib import Path
from traceback import format_exception

import pytest

from providers.base import (
    AuthRejected,
    Provider,
    ProviderError,
    RateLimited,
    Unreachable,
    Unreadable,
)
from providers.voxel import SPEC
from providers.voxel.client import LIST, Voxel, signature
from providers.voxel.parse import read
from state.model import Account, Coverage, Direction, Standing
from tests.providers.server import Connect, Request, Response, StartServer
from tests.providers.transcript import agrees, transcript

HERE = Path(__file__).parent
SECRETS = {"key": "key-of-tests", "secret": "secret-of-tests"}
ACCOUNT = Account("acme", "voxel", Direction.PAYABLE, "#billing", "America/New_York")

Line = Callable[[Callable[[Request], Response]], Provider]


@pytest.fixture
def line(loopback: StartServer, connect: Connect) -> Line:
    """A provider that talks to a server written as one function."""

    def make(answer: Callable[[Request], Response]) -> Provider:
        return SPEC.connect(connect("voxel", loopback(answer).url, secrets=SECRETS))

    return make


def test_the_payload_says_what_the_file_beside_it_says(line: Line) -> None:
    body = (HERE / "payloads/ok/list.xml").read_bytes()
    provider = line(lambda _: (200, {}, body))
    written = transcript(provider.read(provider.fetch()))
    assert agrees(written, HERE / "expected" / "ok.txt")


def test_an_account_without_invoices_is_empty(line: Line) -> None:
    provider = line(lambda _: (200, {}, b'<rsp stat="ok"><invoices/></rsp>'))
    snapshot = provider.read(provider.fetch())
    assert (snapshot.invoices, snapshot.coverage) == ((), Coverage.EVERYTHING)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"verbosity": "normal"}, "d58706501e809c1d6c83baa47ebf2610"),
        ({}, "fde09883e578a5074c367ba131005d45"),
    ],
)
def test_the_signature_agrees_with_other_implementations(
    parameters: dict[str, str], expected: str
) -> None:
    signed = {
        **parameters,
        "timestamp": "2010-02-10T23:39:25+0000",
        "method": LIST,
        "key": "4eb787e0035b1314a38af2891b125b6b",  # the example pair of the documentation
    }
    assert signature("29c19ac83dc1b0f98919810ad5c44e5f", signed) == expected


def test_the_request_is_a_signed_post_that_never_shows_the_secret(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (200, {}, b'<rsp stat="ok"><invoices/></rsp>'))
    Voxel(connect("voxel", f"{server.url}/version/1.0/", secrets=SECRETS)).fetch()
    (request,) = server.requests
    assert (request.method, request.path, request.query) == ("POST", "/version/1.0/", {})
    form = request.form
    signed = {name: value for name, value in form.items() if name != "api_sig"}
    assert form["api_sig"] == signature(SECRETS["secret"], signed)
    assert form["timestamp"] == "2026-11-20T09:00:00+0000"
    assert (form["method"], form["verbosity"], form["key"]) == (LIST, "normal", SECRETS["key"])
    assert SECRETS["secret"].encode() not in request.body


def test_an_unchanged_answer_has_the_same_digest(line: Line) -> None:
    body = (HERE / "payloads/ok/list.xml").read_bytes()
    provider = line(lambda _: (200, {}, body))
    assert provider.fetch().digest == provider.fetch().digest


def test_an_error_after_a_good_answer_is_still_an_error(line: Line) -> None:
    bodies = iter([b'<rsp stat="ok"><invoices/></rsp>', b'<rsp stat="fail"/>'])
    provider = line(lambda _: (200, {}, next(bodies)))
    provider.fetch()
    with pytest.raises(Unreadable, match="without a code"):
        provider.fetch()


def _broken() -> list[Path]:
    return sorted((HERE / "payloads/broken").iterdir())


@pytest.mark.parametrize("file", _broken(), ids=lambda p: p.stem)
def test_a_broken_answer_is_unreadable_quickly_and_never_an_empty_list(
    file: Path, line: Line
) -> None:
    provider = line(lambda _: (200, {}, file.read_bytes()))
    begun = time.thread_time()
    with pytest.raises(Unreadable, match=r"^acme: "):
        provider.read(provider.fetch())
    assert time.thread_time() - begun < 2


def _fail(code: str) -> bytes:
    echo = "<string_to_sign>the-secret-itself</string_to_sign>"
    return f'<rsp stat="fail"><err code="{code}" msg="the-secret-itself"/>{echo}</rsp>'.encode()


@pytest.mark.parametrize(
    ("body", "kind", "hint"),
    [
        (_fail("1"), AuthRejected, "check key and secret"),
        (_fail("9"), AuthRejected, "no permission to read billing"),
        (_fail("201"), Unreachable, "failed on Voxel's side"),
        (_fail("500"), Unreadable, "begin with https"),
        (_fail("114"), Unreadable, "error 114"),
        (b'<rsp stat="fail"/>', Unreadable, "error without a code"),
        (b'<rsp stat="maybe"/>', Unreadable, "neither ok nor fail"),
    ],
)
def test_a_refusal_is_sorted_by_its_code_and_its_body_is_not_repeated(
    body: bytes, kind: type[ProviderError], hint: str, line: Line
) -> None:
    with pytest.raises(kind, match=hint) as raised:
        line(lambda _: (200, {}, body)).fetch()
    assert "the-secret-itself" not in "".join(format_exception(raised.value))


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (401, {}, AuthRejected),
        (403, {}, AuthRejected),
        (500, {}, Unreachable),
        (503, {}, Unreachable),
        (429, {"Retry-After": "7"}, RateLimited),
        (301, {"Location": "https://elsewhere.example/"}, Unreadable),
        (404, {}, Unreadable),
    ],
)
def test_each_way_to_fail_has_its_error(
    status: int, headers: dict[str, str], kind: type[ProviderError], line: Line
) -> None:
    with pytest.raises(kind, match=r"^acme"):
        line(lambda _: (status, headers, b"<html>sorry</html>")).fetch()


def test_nothing_is_looked_up_because_everything_is_listed(line: Line) -> None:
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return 500, {}, b""

    assert line(answer).lookup([]) == {}
    assert asked == []


def test_nothing_but_the_reading_call_can_be_made(connect: Connect) -> None:
    provider = Voxel(connect("voxel", "http://127.0.0.1:9/", secrets=SECRETS))
    with pytest.raises(ValueError, match="is not one of the reading operations"):
        provider._send("voxel.billing.invoices.pay", {"invoice_id": "5"})


def test_no_credential_appears_in_errors_or_logs(
    loopback: StartServer, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    def echo(request: Request) -> Response:
        signed = "".join(request.form.values()) + SECRETS["secret"]
        return 200, {}, _fail("77").replace(b"the-secret-itself", signed.encode())

    caplog.set_level(logging.DEBUG)
    connection = connect("voxel", loopback(echo).url, secrets=SECRETS)
    with pytest.raises(ProviderError) as raised:
        Voxel(connection).fetch()
    said = f"{format_exception(raised.value)} {raised.value!r} {connection!r} {caplog.text}"
    assert not [value for value in SECRETS.values() if value in said]


def _one(amounts: str, date_due: str = "2026-11-05T00:00:00-0500") -> bytes:
    invoice = f'<invoice id="5" date_due="{date_due}">{amounts}</invoice>'
    return f'<rsp stat="ok"><invoices>{invoice}</invoices></rsp>'.encode()


def _amounts(total: str, due: str, **more: str) -> str:
    amounts = {"amount": total, "amount_due": due, **more}
    return "".join(f'<{name} units="USD">{value}</{name}>' for name, value in amounts.items())


@pytest.mark.parametrize(
    ("amounts", "standing", "word"),
    [
        (_amounts("10", "10"), Standing.OPEN, "unpaid"),
        (_amounts("10", "0.01"), Standing.OPEN, "partly paid"),
        (_amounts("10", "0"), Standing.PAID, "paid"),
        (_amounts("10", "0.00", amount_paid="4", amount_credited="6"), Standing.PAID, "paid"),
        (_amounts("10", "0", amount_paid="0", amount_credited="10"), Standing.VOID, "credited"),
        (_amounts("10", "-2"), Standing.PAID, "paid"),
    ],
)
def test_only_what_is_due_decides_whether_it_is_paid(
    amounts: str, standing: Standing, word: str
) -> None:
    ((invoice,), unread) = read(_one(amounts), ACCOUNT)
    assert (invoice.standing, invoice.their_status, unread) == (standing, word, ())


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (_one(_amounts("1e3", "10")), "is not an amount"),
        (_one(_amounts("10.001", "10")), "more decimals"),
        (_one('<amount units="USD">10</amount>'), "amount_due is missing"),
        (_one(_amounts("10", "10"), "soon"), "is not a date"),
        (_one(_amounts("10", "").replace('"USD"', '"EUR"', 1)), "amount_due is missing"),
        (_one(_amounts("10", "9").replace('"USD"', '"EUR"', 1)), "different currencies"),
        (_one(_amounts("10", "9")).replace(b'id="5"', b'id="-5"'), "not an invoice id"),
        (
            _one(_amounts("1", "1") + "</invoice><invoice id='5'>" + _amounts("1", "1")),
            "listed twice",
        ),
    ],
)
def test_an_odd_row_is_kept_aside_with_its_reason(body: bytes, reason: str) -> None:
    (unread,) = read(body, ACCOUNT)[1]
    assert reason in unread.reason


def test_a_due_date_before_the_moment_of_issue_is_the_date_in_its_own_offset() -> None:
    ((invoice,), _) = read(_one(_amounts("10", "10")), ACCOUNT)
    assert invoice.due is not None
    assert invoice.due.isoformat() == "2026-11-05"
