"""A month in which nothing goes wrong: few words, at nine, on working days, and then silence."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, house

SATURDAY = 5
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 20)


def furnish(world: World) -> None:
    voxel = world.add_account("nyc-voxel", "voxel")
    voxel.add("6000", "5.00", due=date(2027, 2, 1), description="Backups")
    shop = world.add_account("shop", "whmcs")
    shop.add("40", "9.00", due=date(2027, 2, 3), client="Kestrel", description="Hosting S")


def test_an_ordinary_month(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING) as home:
        voxel, shop = home.world.account("nyc-voxel"), home.world.account("shop")
        for day in home.days(until=LAST):
            if day == date(2026, 11, 24):
                home.live_until("2026-11-24 11:20")
                voxel.add("7001", "24.00", due=date(2026, 12, 1), description="Web server")
                shop.add("41", "30.00", due=date(2026, 12, 6), client="Blue Fern")
            if day == date(2026, 11, 27):
                home.live_until("2026-11-27 09:40")
                home.press("Ada", "acknowledge", "nyc-voxel/7001")
            if day == date(2026, 11, 30):
                home.live_until("2026-11-30 08:10")
                voxel.pay("7001")
            if day == date(2026, 12, 10):
                home.live_until("2026-12-10 16:20")
                shop.pay("41")
        home.diary.matches("an_ordinary_month", FIRST, LAST)

        steps = [one for one in home.diary.said() if "Nobody has acknowledged" in one.text]
        assert {(one.at.weekday() < SATURDAY, f"{one.at:%H:%M}") for one in steps} == {
            (True, "09:00")
        }
        posts = [one for one in home.diary.said(word="shop/41") if not one.threaded or one.shown]
        assert len(posts) == 2, "when it came, and when it got graver"
        assert home.diary.said()[-1].at.date() == date(2026, 12, 10), "and then silence"
