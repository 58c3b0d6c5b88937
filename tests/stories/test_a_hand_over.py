"""Who is on call changes: on Monday, as work begins, the next one hears what is still held."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, house

ONCALL = """
[oncall]
who = ["U01ADA", "U02BEN", "U03CLEO"]
rotate = "weekly"
"""
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 8)


def furnish(world: World) -> None:
    voxel = world.add_account("nyc-voxel", "voxel")
    for number, what in (("7001", "Web server"), ("7002", "Mail server"), ("7003", "Backups")):
        voxel.add(number, "24.00", due=date(2026, 12, 14), description=what)


def test_a_hand_over(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ONCALL) as home:
        for day in home.days(until=LAST):
            if day == FIRST:
                home.live_until("2026-11-20 15:00")
                home.order("Ada", "ack nyc-voxel/7001 for 14d PO 4711")
                home.order("Ada", "ack nyc-voxel/7002 for 14d")
            if day == date(2026, 11, 26):
                home.world.account("nyc-voxel").pay("7002")
        home.diary.matches("a_hand_over", FIRST, LAST)

        told = [one for one in home.diary.said() if one.where.startswith("@")]
        assert [f"{one.at:%a %d %H:%M} {one.where}" for one in told] == [
            "Mon 23 09:00 @ben",
            "Mon 30 09:00 @cleo",
            "Mon 07 09:00 @ada",
        ]
        assert "nyc-voxel/7001" in told[0].text
        assert "nyc-voxel/7003" not in told[0].text, "nobody has taken it on"
        assert "Nothing that @ben took on" in told[1].text, "what Ada holds was told to Ben"


def test_what_comes_back_before_it_was_ever_announced_says_why(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING) as home:
        home.live_until("2026-11-20 15:00")
        home.order("Ada", "ack nyc-voxel/7001 for 5d PO 4711")
        home.order("Ben", "ack nyc-voxel/7002 for 10d")
        home.order("Ben", "ack nyc-voxel/7003 for 10d")
        home.live_until("2026-11-25 16:00")
        (alone,) = home.diary.on(date(2026, 11, 25))
        assert "the acknowledgement by @ada ran out" in alone.text
        home.live_until("2026-11-30 16:00")
        together, *lines = home.diary.on(date(2026, 11, 30))
        assert "2 invoices need somebody" in together.text
        assert ["by @ben ran out" in one.text for one in lines] == [True, True]
        assert not any(one.shown for one in lines), "the round-up is enough in the channel"
