"""Connects a test to a little InterServer."""

from collections.abc import Callable, Mapping

import pytest

from providers.base import Provider
from providers.interserver import SPEC
from tests.providers.interserver.till import PASSWORD, USERNAME, till
from tests.providers.server import Connect, Loopback, Response, StartServer

Watch = Callable[..., tuple[Provider, Loopback]]


@pytest.fixture
def watch(loopback: StartServer, connect: Connect) -> Watch:
    """Watch an account: `provider, server = watch({"api_login": b"..."}, modules=("vps",))`."""

    def start(
        bodies: Mapping[str, bytes | Response] | None = None,
        modules: tuple[str, ...] = ("vps",),
        **settings: object,
    ) -> tuple[Provider, Loopback]:
        server = loopback(till(bodies or {}))
        connection = connect(
            "interserver",
            f"{server.url}/api.php",
            texts={"username": USERNAME},
            secrets={"password": PASSWORD},
            lists={"modules": modules} if modules else {},
            **settings,
        )
        return SPEC.connect(connection), server

    return start
