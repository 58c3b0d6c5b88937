"""A list without end, however its pages come: the check as a whole comes to an end."""

import time
from collections.abc import Mapping, Sequence

import pytest

from providers.base import Answer, Connection, ProviderError, Unreachable, Unreadable
from providers.budget import Bounded
from providers.conformance.finding import find
from providers.conformance.server import Spoken
from providers.conformance.wire import Request
from providers.http import ask
from state.model import Invoice, Snapshot
from tests.providers.server import Connect, StartServer

PAGED = [
    (name, case) for name in ("linode", "singlehop", "whmcs") for case in sorted(find(name).endless)
]


def secrets(name: str) -> dict[str, str]:
    return {option.name: "not-a-real-one" for option in find(name).provider.SPEC.options}


@pytest.mark.parametrize(("name", "case"), PAGED)
def test_pages_without_end_that_come_slowly_end_with_the_time_of_the_check(
    loopback: StartServer, connect: Connect, name: str, case: str
) -> None:
    wire = find(name)

    def slow(request: Request) -> Spoken:
        time.sleep(0.1)
        return wire.endless[case](request)

    server = loopback(slow)  # type: ignore[arg-type]  # the kit's request has the same fields
    line = wire.provider.SPEC.connect(
        connect(
            name,
            server.url + wire.path,
            currency="USD",
            texts={"username": "u"},
            secrets=secrets(name),
        )
    )
    begun = time.monotonic()
    with pytest.raises(ProviderError) as caught:
        Bounded(line, fetch_seconds=1.0).fetch()
    assert time.monotonic() - begun < 30, "all pages would take two minutes"
    assert str(caught.value).startswith("acme: ")


def test_a_check_that_takes_too_long_says_so(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (200, {}, b""))
    with pytest.raises(Unreachable, match="acme: the check took too long"):
        Bounded(Endless(connect("any", server.url), server.url), fetch_seconds=1.0).fetch()
    assert len(server.requests) > 1


def test_many_bodies_together_are_too_much(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (200, {}, b"x" * 100_000))
    line = Bounded(Endless(connect("any", server.url), server.url), max_bytes=1_000_000)
    for _ in range(2):  # each check begins anew
        server.requests.clear()
        with pytest.raises(Unreadable, match=r"acme: 127\.0\.0\.1 sent more in one check"):
            line.fetch()
        assert len(server.requests) == 11


class Endless:
    """A provider that asks and asks."""

    def __init__(self, connection: Connection, url: str) -> None:
        self._connection = connection
        self._url = url

    def fetch(self) -> Answer:
        while True:
            ask(self._connection, "GET", self._url)

    def read(self, answer: Answer) -> Snapshot:
        raise NotImplementedError

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        raise NotImplementedError
