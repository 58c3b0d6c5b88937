"""Small amounts are in the lists, and spoken of only when something is about to be switched off."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, house

SMALL = """quiet_below = { USD = "10.00" }

[[suspension]]
provider = "singlehop"
suspend_after = 3
"""
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 8)
DUE = date(2026, 11, 30)


def furnish(world: World) -> None:
    world.add_account("nyc-voxel", "voxel").add("6000", "50.00", due=date(2027, 3, 1))
    world.add_account("chi-leap", "singlehop").add("6000", "50.00", due=date(2027, 3, 1))


def test_small_amounts(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + SMALL) as home:
        voxel, leap = home.world.account("nyc-voxel"), home.world.account("chi-leap")
        for day in home.days(until=LAST):
            match (day.month, day.day):
                case (11, 20):
                    home.live_until("2026-11-20 11:00")
                    voxel.add("7001", "3.00", due=DUE, description="A little")
                    leap.add("7002", "3.00", due=DUE, description="A little that is vital")
                case (11, 23):
                    home.live_until("2026-11-23 12:00")
                    answer = home.order("Ada", "due 14d")
                    assert "nyc-voxel/7001" in answer
                    assert "chi-leap/7002" in answer
                case (12, 4):
                    home.live_until("2026-12-04 11:00")
                    voxel.pay("7001")
                    leap.pay("7002")
        home.diary.matches("small_amounts", FIRST, LAST)

        assert not home.diary.said(word="nyc-voxel/7001")
        vital = home.diary.said(word="chi-leap/7002")
        assert [f"{one.at:%a %d %b %H:%M}" for one in vital] == [
            "Tue 01 Dec 09:00",  # services stop on Thursday
            "Wed 02 Dec 09:00",
            "Thu 03 Dec 09:00",
            "Fri 04 Dec 16:00",  # paid
        ]
