"""A provider on a shop of our own, with a clock that a test moves."""

from dataclasses import replace
from datetime import datetime

import pytest

from providers.base import (
    Connection,
)
from providers.whmcs.client import Whmcs
from tests.providers.conftest import NOW
from tests.providers.server import Connect, StartServer
from tests.providers.whmcs.shop import SECRETS, Shop


class Clock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def connection(shop: Shop, clock: Clock, loopback: StartServer, connect: Connect) -> Connection:
    made = connect("whmcs", loopback(shop).url, timezone="UTC", secrets=SECRETS)
    return replace(made, now=clock)


@pytest.fixture
def provider(connection: Connection) -> Whmcs:
    return Whmcs(connection)
