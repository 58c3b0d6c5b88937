"""In the nights in which the clocks change no step is skipped and none comes twice."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.demo.world import World
from tests.stories.house import DAILY, house

EVERY_DAY = DAILY.replace("before = [7, 3, 1, 0]", "before = [3, 2, 1, 0]").replace(
    "after = [1, 3, 7]", "after = [1, 2, 3]"
)
NIGHT = '\nhours = ["02:30", "03:30"]\n'  # right in the hour that is skipped, or comes twice


def furnish(world: World) -> None:
    voxel = world.add_account("nyc-voxel", "voxel", timezone="Europe/Berlin")
    voxel.add("6000", "5.00", due=date(2028, 3, 1), description="Backups")


@pytest.mark.parametrize("due", [date(2027, 3, 28), date(2026, 10, 25)], ids=["March", "October"])
@pytest.mark.parametrize("hours", ["", NIGHT], ids=["by day", "at night"])
def test_each_day_has_its_step(tmp_path: Path, due: date, hours: str):
    start = due - timedelta(days=5)
    with house(tmp_path, furnish, config=EVERY_DAY + hours, start=f"{start} 10:00") as home:
        home.live_until(f"{start} 11:00")
        voxel = home.world.account("nyc-voxel")
        voxel.add("7001", "24.00", due=due, description="Web server")
        for _ in home.days(until=due + timedelta(days=4)):
            pass
        steps = [one for one in home.diary.said(word="nyc-voxel/7001") if one.threaded]
        days = [due + timedelta(days=offset) for offset in range(-3, 4)]
        assert [one.at.date() for one in steps] == days
        skipped = date(2027, 3, 28)
        usual, moved = ("02:30", "03:30") if hours else ("09:00", "09:00")
        assert [f"{one.at:%H:%M}" for one in steps] == [
            moved if day == skipped else usual for day in days
        ]
