from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.answers.answer import Answers
from state.database import open_reader
from tests.bot.asking import Ask, Asks, asking
from tests.bot.bench import Bench
from tests.bot.stock import NOW, Stock, fill
from tests.bot.wall import Wall
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
    return fill(empty)


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
