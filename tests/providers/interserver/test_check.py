"""One check of an account: what is asked, what is read, and what it can end in."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from providers.base import AuthRejected, RateLimited, Unreachable, Unreadable
from providers.interserver import SPEC
from providers.interserver.operations import ALLOWED, MODULES, full, unpaid
from state.model import Coverage
from tests.providers.interserver.conftest import Watch
from tests.providers.interserver.till import (
    PASSWORD,
    SESSION,
    USERNAME,
    answer,
    both,
    fault,
    ledger,
    listing,
    operation,
    row,
    session,
)
from tests.providers.server import Response
from tests.providers.transcript import agrees, transcript

HERE = Path(__file__).parent
UNPAID, FULL = LISTS = (unpaid("vps"), full("vps"))
GOOD = both("vps", row(1))
HTML = b"<!DOCTYPE html><html><head><title>Back soon</title></head></html>"


def test_the_payloads_say_what_the_file_beside_them_says(watch: Watch) -> None:
    bodies: dict[str, bytes] = {}
    for path in (HERE / "payloads/ok").iterdir():
        module, _, kind = path.stem.partition(".")
        bodies[full(module) if kind == "full" else unpaid(module)] = path.read_bytes()
    watched = tuple(sorted(module for module in MODULES if unpaid(module) in bodies))
    provider, _ = watch(bodies, modules=watched)
    written = transcript(provider.read(provider.fetch()))
    assert agrees(written, HERE / "expected" / "ok.txt")


def test_a_check_logs_in_once_and_asks_each_module_for_what_is_unpaid(watch: Watch) -> None:
    provider, server = watch(modules=())
    found = provider.fetch()
    assert [part.name for part in found.parts] == list(MODULES)
    first, *asked = (operation(request) for request in server.requests)
    assert (first, sorted(asked)) == ("api_login", sorted(map(unpaid, MODULES)))


def test_the_full_list_is_asked_for_in_the_same_session_where_anything_is_unpaid(
    watch: Watch,
) -> None:
    owed = {**both("vps", row(1)), **both("mail", row(2, module="mail"))}
    provider, server = watch({**owed, full("ssl"): listing(full("ssl"), row(3))}, modules=())
    found = provider.fetch()
    assert [part.name for part in found.parts] == [*MODULES, "mail full", "vps full"]
    asked = [operation(request) for request in server.requests]
    assert sorted(asked[-2:]) == [full("mail"), full("vps")]
    assert len(asked) == 1 + len(MODULES) + 2
    login, *others = (request.body.decode() for request in server.requests)
    assert f"<username>{USERNAME}</username><password>{PASSWORD}</password>" in login
    assert all(f"<sid>{SESSION}</sid>" in body for body in others)
    assert all(PASSWORD not in body for body in others)
    assert {request.path for request in server.requests} == {"/api.php"}


def test_an_account_without_invoices_gives_an_empty_snapshot(watch: Watch) -> None:
    provider, _ = watch(modules=())
    snapshot = provider.read(provider.fetch())
    assert (snapshot.invoices, snapshot.unread) == ((), ())
    assert snapshot.account == "acme"


def test_the_same_answer_has_the_same_digest_in_another_session(watch: Watch) -> None:
    first, _ = watch(GOOD)
    other = session('<return xsi:type="xsd:string">another-session</return>')
    second, _ = watch({**GOOD, "api_login": other})
    third, _ = watch({**GOOD, UNPAID: listing(UNPAID, row(1, amount="10.01"))})
    fourth, _ = watch({**GOOD, FULL: listing(FULL, row(1), row(9, type="10", extra="1"))})
    assert first.fetch().digest == second.fetch().digest
    assert len({provider.fetch().digest for provider in (first, third, fourth)}) == 3


def test_every_charge_is_listed_and_only_what_is_to_be_paid_is_owed(watch: Watch) -> None:
    rows = [
        row(1),
        row(2, paid="1"),
        row(3, deleted="1"),
        row(4, amount="0.00"),
        row(5, type="11"),
        row(6, paid="7"),
        row(7, amount=None),
        row(8, amount="-5.00"),
    ]
    provider, _ = watch(ledger("vps", *rows))
    snapshot = provider.read(provider.fetch())
    assert snapshot.coverage is Coverage.OPEN_ONLY
    assert [invoice.key.number for invoice in snapshot.invoices] == list("1234678")
    assert [one.key.number for one in snapshot.invoices if one.is_owed] == ["1", "6", "7"]


def test_a_module_listed_twice_in_the_settings_is_asked_once(watch: Watch) -> None:
    provider, server = watch(modules=("vps", "mail", "vps"))
    assert [part.name for part in provider.fetch().parts] == ["vps", "mail"]
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "result",
    [
        '<return xsi:type="xsd:string"></return>',
        '<return xsi:nil="true" xsi:type="xsd:string"/>',
        '<return xsi:type="xsd:boolean">false</return>',
        '<return xsi:type="xsd:int">0</return>',
        "<return/>",
    ],
)
def test_a_login_without_a_session_is_refused_credentials(watch: Watch, result: str) -> None:
    provider, server = watch({"api_login": session(result)})
    with pytest.raises(AuthRejected, match="acme: InterServer refused the login; check"):
        provider.fetch()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("Invalid session", AuthRejected),
        ("Login failed: wrong password", AuthRejected),
        ("Access denied from this address", AuthRejected),
        ("You are not logged in", AuthRejected),
        ("Unauthorized", AuthRejected),
        ("till is closed", Unreadable),
        ("Operation 'api_x' is not defined", Unreadable),
        ("Access denied for user 'web'@'localhost' (using password: YES)", Unreadable),
        ("SQL error: unknown column session", Unreadable),
        ("", Unreadable),
    ],
)
@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("called", LISTS)
def test_a_fault_is_refused_credentials_only_if_it_says_so(
    watch: Watch, words: str, error: type[Exception], status: int, called: str
) -> None:
    provider, _ = watch({**GOOD, called: (status, {}, fault(words))})
    with pytest.raises(error, match="acme: InterServer"):
        provider.read(provider.fetch())


@pytest.mark.parametrize(
    ("response", "error", "words"),
    [
        ((500, {}, b""), Unreachable, "status 500"),
        ((503, {}, HTML), Unreachable, "status 503"),
        ((401, {}, HTML), AuthRejected, "status 401"),
        ((403, {}, HTML), AuthRejected, "whether our address is allowed"),
        ((404, {}, HTML), Unreadable, "check the account's url"),
        ((302, {"Location": "https://elsewhere.example/"}, b""), Unreadable, "elsewhere.example"),
        ((429, {"Retry-After": "60"}, b""), RateLimited, "asks us to wait 60 s"),
        ((200, {}, HTML), Unreadable, "it is a web page"),
        ((200, {}, b""), Unreadable, "it is empty"),
        ((200, {}, listing(full("mail"), row(1))), Unreadable, "answers another question"),
        ((200, {}, listing(unpaid("mail"))), Unreadable, "answers another question"),
    ],
)
@pytest.mark.parametrize("called", LISTS)
def test_what_is_no_list_of_invoices_is_an_error_and_never_an_empty_list(
    watch: Watch, response: Response, error: type[Exception], words: str, called: str
) -> None:
    provider, _ = watch({**GOOD, called: response})
    with pytest.raises(error, match=f"^acme: .*{words}"):
        provider.read(provider.fetch())


@pytest.mark.parametrize("called", LISTS)
def test_an_answer_to_the_question_that_is_no_list_is_none(watch: Watch, called: str) -> None:
    wrong = {
        "cut short by the server after": listing(called, row(1))[:-20],
        "not a list of invoices": answer(called, "<return/>"),
        "not a list": answer(called, '<return xsi:nil="true"/>'),
        "it is not a list": answer(called, "<return>false</return>"),
        "announces 2 rows": listing(called, row(1)).replace(b"[1]", b"[2]"),
    }
    for words, body in wrong.items():
        provider, _ = watch({**GOOD, called: body})
        with pytest.raises(Unreadable, match=f"^acme: .*{words}"):
            provider.read(provider.fetch())


@pytest.mark.parametrize("called", LISTS)
def test_a_body_that_is_too_large_is_refused(watch: Watch, called: str) -> None:
    provider, _ = watch({**GOOD, called: b"x" * 5000}, max_bytes=4096)
    with pytest.raises(Unreadable, match="sent more than"):
        provider.fetch()


def test_one_failing_module_fails_the_check(watch: Watch) -> None:
    provider, _ = watch({**GOOD, unpaid("mail"): (500, {}, b"")}, modules=("vps", "mail"))
    with pytest.raises(Unreachable):
        provider.fetch()


def test_no_secret_appears_in_an_error_or_in_the_log(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f"Login failed for {USERNAME} with {PASSWORD} in {SESSION}"
    answers: tuple[dict[str, bytes | Response], ...] = (
        {"api_login": (500, {}, fault(echo))},
        {"api_login": fault(echo)},
        {"api_login": session("<return/>")},
        {UNPAID: (500, {}, fault(echo))},
        {UNPAID: fault(echo)},
        {FULL: fault(echo)},
        {UNPAID: echo.encode()},
        {FULL: (302, {"Location": f"https://{USERNAME}:{PASSWORD}@x.example/{SESSION}"}, b"")},
    )
    for bodies in answers:
        provider, _ = watch({**GOOD, **bodies})
        with pytest.raises((AuthRejected, Unreadable)) as caught:
            provider.read(provider.fetch())
        shown = f"{caught.value} {caught.value!r} {provider!r}"
        for secret in (PASSWORD, SESSION, USERNAME):
            assert secret not in shown
            assert secret not in caplog.text


def test_only_reading_operations_are_allowed_and_described() -> None:
    described = (HERE.parents[2] / "providers/interserver/invoices.wsdl").read_text("utf-8")
    assert len(ALLOWED) == 1 + 2 * len(MODULES) == 21
    assert described.count("<soap:operation ") == 21
    for name in ALLOWED:
        assert f'"urn:myapi#{name}"' in described
        assert name == "api_login" or name.endswith(
            ("_get_client_invoices", "_get_client_unpaid_invoices")
        )


def test_the_spec_tells_what_an_account_needs() -> None:
    assert [option.name for option in SPEC.options] == ["username", "password", "modules"]
    assert SPEC.options[2].choices == MODULES
    assert SPEC.options[2].required is False
    assert (SPEC.name, SPEC.timezone, SPEC.currency) == ("interserver", "America/New_York", "USD")


def test_the_spec_can_be_read_without_loading_what_talks() -> None:
    heavy = "{'httpx', 'lxml', 'zeep'} & set(sys.modules)"
    program = f"import sys, providers; providers.load('interserver'); print({heavy} or 'none')"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=HERE.parents[2]
    )
    assert run.stdout == b"none\n"
