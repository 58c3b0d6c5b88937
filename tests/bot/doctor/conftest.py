from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.slack import LocalSlack
from bot.demo.world import World
from tests.bot.doctor.clinic import Clinic, furnish, right_now


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    world = World(right_now)
    furnish(world)
    with world.serve() as providers, LocalSlack.start() as slack:
        yield Clinic(tmp_path, world, slack, providers.url)
