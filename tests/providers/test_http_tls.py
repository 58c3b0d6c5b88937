"""Certificates: verified always, against the system's authorities or those of `ca_file`."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.app import plans
from bot.config.faults import ConfigError
from bot.config.load import load
from bot.config.settings import Settings
from providers.base import ProviderError, Unreachable
from providers.clients import Clients
from providers.http import ask
from tests.providers.certificate import Files, issue
from tests.providers.server import Connect


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return issue(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def clients() -> Iterator[Clients]:
    made = Clients()
    yield made
    made.close()


@contextmanager
def secure(files: Files, body: bytes = b"well") -> Iterator[str]:
    """A server with this certificate on 127.0.0.1, also known as localhost."""

    class Wire(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- inherited name
            """Say nothing."""

    class Server(HTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that does not trust us hangs up."""

    server = Server(("127.0.0.1", 0), Wire)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"https://localhost:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_certificate_nobody_vouches_for_is_refused(
    files: Files, clients: Clients, connect: Connect
) -> None:
    with secure(files) as url:
        connection = replace(connect("any", url), clients=clients, retries=2)
        with pytest.raises(Unreachable, match=r"acme: localhost cannot be reached: .*CERTIFICATE"):
            ask(connection, "GET", url)


def test_a_certificate_in_the_accounts_own_file_is_trusted(
    files: Files, clients: Clients, connect: Connect
) -> None:
    with secure(files) as url:
        trusting = replace(connect("any", url), clients=clients.trusting(files.certificate))
        assert ask(trusting, "GET", url).body == b"well"
        with pytest.raises(Unreachable):  # the account beside it does not
            ask(replace(trusting, clients=clients.trusting(None)), "GET", url)


def test_a_trusted_certificate_of_another_host_is_refused(
    files: Files, clients: Clients, connect: Connect
) -> None:
    with secure(files) as url:
        elsewhere = url.replace("localhost", "127.0.0.1")
        connection = replace(connect("any", url), clients=clients.trusting(files.certificate))
        with pytest.raises(Unreachable, match="cannot be reached"):
            ask(connection, "GET", elsewhere)


def test_a_file_takes_the_place_of_the_systems_authorities(
    files: Files, tmp_path: Path, clients: Clients, connect: Connect
) -> None:
    other = issue(tmp_path, "other.example")
    with secure(files) as url:
        connection = replace(connect("any", url), clients=clients.trusting(other.certificate))
        with pytest.raises(Unreachable, match="cannot be reached"):
            ask(connection, "GET", url)


def test_accounts_with_the_same_file_share_clients(files: Files, clients: Clients) -> None:
    first, second = clients.trusting(files.certificate), clients.trusting(files.certificate)
    assert first() is second()
    assert first() is not clients()


ACCOUNT = """
[[accounts]]
name = "acme"
provider = "linode"
url = "{url}"
token = {{ env = "TOKEN" }}
ca_file = "{ca_file}"
"""


def configured(folder: Path, ca_file: str, url: str = "https://localhost") -> Settings:
    path = folder / "duewatch.toml"
    path.write_text(ACCOUNT.format(url=url, ca_file=ca_file))
    return load(path, {"TOKEN": "not-a-real-one"})


def unreadable(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda _: None, "authority.pem cannot be read: No such file or directory"),
        (unreadable, "authority.pem "),
        (lambda path: path.write_text("hello"), "authority.pem holds no certificate"),
        (lambda path: path.write_bytes(b"\x30\x82\xff\x00"), "authority.pem holds no certificate"),
        (lambda path: path.write_text(""), "authority.pem holds no certificate"),
    ],
    ids=["missing", "a folder", "a text", "DER", "empty"],
)
def test_a_file_of_no_use_is_a_fault_of_the_configuration(
    tmp_path: Path, prepare: Callable[[Path], object], said: str
) -> None:
    prepare(tmp_path / "authority.pem")
    with pytest.raises(ConfigError, match=f"account acme: ca_file: .*{said}"):
        configured(tmp_path, "authority.pem")


def test_a_check_trusts_the_file_beside_the_configuration(
    files: Files, tmp_path: Path, clients: Clients
) -> None:
    (tmp_path / "authority.pem").write_bytes(files.certificate.read_bytes())
    day = date(2026, 11, 20)
    with secure(files, b'{"errors": [{"reason": "hello over TLS"}]}') as url:
        settings = configured(tmp_path, "authority.pem", url)
        now = datetime(day.year, day.month, day.day, tzinfo=UTC)
        plan = plans(settings, clients, lambda: now)["acme"]
        with pytest.raises(ProviderError, match="hello over TLS"):
            plan.provider.fetch()
