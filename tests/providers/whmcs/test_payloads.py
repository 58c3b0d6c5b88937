from pathlib import Path

import pytest

from providers.base import AuthRejected, Unreadable
from providers.whmcs import SPEC
from providers.whmcs.parse import detailed
from state.model import Standing
from tests.providers.server import Connect, Handler, Request, Response, StartServer
from tests.providers.transcript import agrees, transcript
from tests.providers.whmcs.known import ACCOUNT, known
from tests.providers.whmcs.shop import SECRETS

HERE = Path(__file__).parent


def test_the_payloads_say_what_the_file_beside_them_says(
    loopback: StartServer, connect: Connect
) -> None:
    def answer(request: Request) -> Response:
        form = request.form
        which = form.get("status", form.get("invoiceid"))
        return 200, {}, (HERE / "payloads/ok" / f"{form['action']} {which}.json").read_bytes()

    server = loopback(answer)
    provider = SPEC.connect(connect("whmcs", server.url, account="shop", secrets=SECRETS))
    written = transcript(provider.read(provider.fetch())).replace(server.url, "https://shop.test")
    assert agrees(written, HERE / "expected" / "ok.txt")


@pytest.mark.parametrize("file", sorted((HERE / "payloads/empty").iterdir()), ids=lambda p: p.stem)
def test_every_shape_of_an_empty_list_is_empty(
    file: Path, loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (200, {}, file.read_bytes()))
    provider = SPEC.connect(connect("whmcs", server.url, secrets=SECRETS))
    assert provider.read(provider.fetch()).invoices == ()


@pytest.mark.parametrize("file", sorted((HERE / "payloads/broken").iterdir()), ids=lambda p: p.stem)
def test_a_broken_answer_is_unreadable_and_never_an_empty_list(
    file: Path, loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (200, {}, file.read_bytes()))
    provider = SPEC.connect(connect("whmcs", server.url, secrets=SECRETS))
    with pytest.raises(Unreadable, match=r"^acme: "):
        provider.read(provider.fetch())


def _refusal(status: int, message: str) -> Handler:
    return lambda _: (status, {}, b'{"result": "error", "message": "%s"}' % message.encode())


@pytest.mark.parametrize("status", [200, 400, 403])
@pytest.mark.parametrize(
    ("message", "hint"),
    [
        ("Authentication Failed", "check identifier, secret and accesskey"),
        ("Invalid or missing credentials", "check identifier"),
        ("Administrator Account Disabled", "check identifier"),
        ("IP Banned", "check identifier"),
        ("Invalid IP 203.0.113.9", "203.0.113.9.*API IP access list"),
        (r"Invalid Permissions: API action \"getinvoices\" is not allowed", "API role"),
    ],
)
def test_a_refusal_says_what_the_operator_has_to_do(
    status: int, message: str, hint: str, loopback: StartServer, connect: Connect
) -> None:
    provider = SPEC.connect(
        connect("whmcs", loopback(_refusal(status, message)).url, secrets=SECRETS)
    )
    with pytest.raises(AuthRejected, match=hint):
        provider.fetch()


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        (r"Invalid API Action: \"GetInvoices\" is not a valid API action", "too old"),
        ("API Function Not Found", "too old"),
        ("The database is having a rest", "The database is having a rest"),
        ("", "no reason given"),
    ],
)
def test_other_errors_are_unreadable_with_their_reason(
    message: str, hint: str, loopback: StartServer, connect: Connect
) -> None:
    provider = SPEC.connect(connect("whmcs", loopback(_refusal(200, message)).url, secrets=SECRETS))
    with pytest.raises(Unreadable, match=hint):
        provider.fetch()


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b"<html><title>Log in - Shop</title><form>login</form></html>", "a login page titled"),
        (b"<!DOCTYPE html><h1>Down for Maintenance</h1></html>", "a maintenance page"),
        (b"<html><head><title>Just a moment...</title></head></html>", "a web page titled 'Just"),
        (b"", "an empty body"),
        (b"<whmcsapi><result>success</result></whmcsapi>", "XML, though JSON was asked for"),
        (b'Notice: undefined index in x.php\n{"result":"success"}', "a PHP notice"),
        (b"oops", "something odd: it is not JSON"),
    ],
)
def test_what_is_no_answer_of_the_api_is_named(
    body: bytes, hint: str, loopback: StartServer, connect: Connect
) -> None:
    provider = SPEC.connect(connect("whmcs", loopback(lambda _: (200, {}, body)).url))
    with pytest.raises(Unreadable, match=hint) as raised:
        provider.fetch()
    assert "check the account's url" in str(raised.value)


def test_a_firewall_that_refuses_us_is_a_refusal(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (403, {}, b"<html><title>Attention Required</title></html>"))
    with pytest.raises(AuthRejected, match="titled 'Attention Required'"):
        SPEC.connect(connect("whmcs", server.url)).fetch()


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("Paid", Standing.PAID),
        ("Cancelled", Standing.VOID),
        ("Refunded", Standing.VOID),
        ("Draft", Standing.VOID),
        (" collections ", Standing.OPEN),
        ("Payment Pending", Standing.PENDING),
        ("Overdraft", Standing.UNKNOWN),
        ("Überfällig", Standing.UNKNOWN),
    ],
)
def test_an_unknown_status_is_never_paid(status: str, standing: Standing) -> None:

    view = {"invoiceid": 7, "total": "10.00", "balance": "10.00", "status": status}
    invoice, odd = detailed(known(), view, ACCOUNT)
    assert (invoice.standing, odd) == (standing, [])
