"""Acknowledgements hold for their time and no longer, and what comes back says why."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, house

FIRST, LAST = date(2026, 11, 20), date(2026, 12, 10)


def furnish(world: World) -> None:
    voxel = world.add_account("nyc-voxel", "voxel")
    voxel.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def test_they_come_back_in_working_time_or_when_more_is_owed(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING) as home:
        voxel = home.world.account("nyc-voxel")
        for day in home.days(until=LAST):
            match (day.month, day.day):
                case (11, 20):
                    home.live_until("2026-11-20 11:00")
                    voxel.add("7001", "24.00", due=date(2026, 11, 30), description="Web server")
                    voxel.add("7002", "36.00", due=date(2026, 12, 1), description="Mail server")
                case (11, 26):
                    home.live_until("2026-11-26 14:00")
                    home.press("Ada", "acknowledge", "nyc-voxel/7001")
                    home.order("Ben", "ack nyc-voxel/7002 for 14d")
                case (11, 27):
                    home.live_until("2026-11-27 12:00")
                    voxel.amend("7002", amount="30.00")
                case (12, 2):
                    home.live_until("2026-12-02 12:00")
                    voxel.amend("7002", amount="60.00")
        home.diary.matches("acknowledgements_end", FIRST, LAST)

        # it ran out on Sunday at 14:00, on the day before it was due
        (monday,) = home.diary.on(date(2026, 11, 30))
        assert "the acknowledgement by @ada ran out" in monday.text
        assert (f"{monday.at:%H:%M}", monday.shown) == ("09:00", True)
        less = home.diary.on(date(2026, 11, 27))
        assert [one.shown for one in less] == [False], "less is owed: the acknowledgement holds"
        ended, changed = home.diary.on(date(2026, 12, 2))
        assert "More is owed now" in ended.text
        assert changed.shown
        assert home.diary.on(date(2026, 12, 4)), "and the ladder goes on"
