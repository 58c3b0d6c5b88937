"""A number that several invoices have: what is asked again is what was asked."""

from datetime import date
from pathlib import Path

import pytest

from bot.demo.world import World
from tests.stories.house import house


def furnish(world: World) -> None:
    for name in ("nyc-voxel", "ldn-voxel"):
        world.add_account(name, "voxel").add("7001", "24.00", due=date(2026, 11, 30))


@pytest.mark.parametrize("verb", ["show", "why"])
def test_the_choice_repeats_the_command(tmp_path: Path, verb: str):
    with house(tmp_path, furnish) as home:
        home.check()
        answer = home.order("Ada", f"{verb} 7001")
        assert f"`/invoices {verb} nyc-voxel/7001`" in answer
        assert f"`/invoices {verb} ldn-voxel/7001`" in answer
