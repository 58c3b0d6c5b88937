from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.actions import Desk
from bot.answer import Answers
from state.database import open_reader
from state.model import Line
from tests.bot.asking import Ask, Asks, asking
from tests.bot.bench import Bench
from tests.bot.stock import NOW, SHOP, VOXEL, VPS, Stock, bill, claim
from tests.bot.wall import Wall
from tests.builders import money
from tests.replay.single import Single, singles


@pytest.fixture
def single() -> Iterator[Single]:
    """Builds a bot with one invoice, by due date and configuration."""
    with singles() as build:
        yield build


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Stock]:
    made = Stock(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def stock(empty: Stock) -> Stock:
    """Bills of every age, one taken on, two clients, a provider that does not answer."""
    first = replace(
        bill(7514880, "12.50 USD", "2026-11-16", "Mail service"),
        service="mail8556",
        lines=(Line("Mailbox *plan*", money("10.00 USD")), Line("Setup & <care>")),
        url="https://my.example.net/invoice/7514880",
    )
    empty.listed(
        VPS,
        [
            first,
            bill(7514881, "99.00 USD", "2026-11-19", "Two slices in Secaucus"),
            bill(7514882, None, "2026-11-24", "Backup"),
            bill(7514883, "7.00 USD", "2027-01-31"),
            bill(7514884, "1.00 USD", None, "Nobody knows when"),
        ],
    )
    empty.listed(
        SHOP,
        [
            claim("2026-17", "20.00 EUR", "2026-11-10", "Example GmbH"),
            replace(claim(18, "5.00 EUR", "2026-11-20", "Tuva <Bank>"), label="RE/2026/18"),
            replace(
                claim(19, "80.00 EUR", "2026-11-22", "Example GmbH"), total=money("100.00 EUR")
            ),
        ],
    )
    empty.failing(VOXEL, "nyc-voxel: the connection to api.voxel.example was refused")
    Desk(empty.store, lambda: NOW, timedelta(days=3)).acknowledge(
        "acme-vps/7514880", "U01ADA", "PO 4711", "command"
    )
    return empty


@pytest.fixture
def asks() -> Iterator[Asks]:
    readers = []

    def begin(stock: Stock, now: datetime = NOW) -> Ask:
        readers.append(open_reader(stock.path))
        return asking(Answers(readers[-1], lambda: now))

    yield begin
    for reader in readers:
        reader.close()


@pytest.fixture
def ask(stock: Stock, asks: Asks) -> Ask:
    return asks(stock)


@pytest.fixture
def wall() -> Iterator[Wall]:
    made = Wall()
    yield made
    made.stop()


@pytest.fixture
def bench(stock: Stock, wall: Wall) -> Bench:
    return Bench(stock, wall)
