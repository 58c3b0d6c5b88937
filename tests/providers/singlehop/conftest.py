"""A provider on a portal of our own."""

from collections.abc import Callable

import pytest

from providers.base import Provider
from providers.singlehop import SPEC
from tests.providers.server import Connect, Request, Response, StartServer
from tests.providers.singlehop.leap import PASSWORD, USERNAME, Leap

Line = Callable[[Callable[[Request], Response]], Provider]


@pytest.fixture
def line(loopback: StartServer, connect: Connect) -> Line:
    """A provider that talks to a server written as one function."""

    def make(answer: Callable[[Request], Response]) -> Provider:
        return SPEC.connect(
            connect(
                "singlehop",
                loopback(answer).url,
                timezone="America/Chicago",
                currency="USD",
                texts={"username": USERNAME},
                secrets={"password": PASSWORD},
            )
        )

    return make


@pytest.fixture
def leap() -> Leap:
    return Leap()


@pytest.fixture
def provider(leap: Leap, line: Line) -> Provider:
    return line(leap)
