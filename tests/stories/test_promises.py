"""Two promises: one is kept, and nothing more is said; one is broken, and people are called."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, House, house

ONCALL = """
[oncall]
who = ["U03CLEO"]
escalate_after = "4h"
escalate_to = "#ops"
"""
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 10)
WEDNESDAY = date(2026, 11, 25)
KEPT, BROKEN = "nyc-voxel/7001", "nyc-voxel/7002"


def furnish(world: World) -> None:
    voxel = world.add_account("nyc-voxel", "voxel")
    voxel.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def told(home: House, restart_on: date | None = None) -> None:
    """Both promises; on one day the bot may be restarted in the afternoon."""
    voxel = home.world.account("nyc-voxel")
    for day in home.days(until=LAST):
        match (day.month, day.day):
            case (11, 20):
                home.live_until("2026-11-20 11:00")
                voxel.add("7001", "24.00", due=WEDNESDAY, description="Web server")
                voxel.add("7002", "36.00", due=WEDNESDAY, description="Mail server")
            case (11, 23):
                home.live_until("2026-11-23 10:00")
                home.order("Ada", f"promise {KEPT} 2026-11-27")
                home.order("Ben", f"promise {BROKEN} 2026-11-27 the bank is slow")
            case (11, 27):
                home.live_until("2026-11-27 15:00")
                voxel.pay("7001")
        if day == restart_on:
            home.live_until(f"{day} 14:00")
            home.move_out()
            home.move_in()


def test_a_promise_kept_and_one_broken(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ONCALL) as home:
        told(home)
        home.diary.matches("promises", FIRST, LAST)

        kept = home.diary.said(word=KEPT)
        assert "Paid" in kept[-1].text, "of a promise that was kept nothing more is said"
        back = [one for one in home.diary.on(date(2026, 11, 30)) if BROKEN in one.text]
        assert [f"{one.at:%H:%M} {one.where}" for one in back] == [
            "09:00 #billing",  # the promise was not kept, and who is on call is mentioned at once
            "09:00 #billing",
            "13:00 @cleo",
            "17:00 #ops",
        ]
        assert "Promise not kept" in back[0].text
        assert back[1].text.startswith("@cleo")
        assert home.diary.on(date(2026, 12, 2)) == [], "the step after 7 days is used up by it"
        assert home.diary.on(date(2026, 12, 9)), "the one after it is not"


def test_a_restart_between_two_calls_changes_nothing(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ONCALL) as home:
        told(home, restart_on=date(2026, 11, 30))
        home.diary.matches("promises", FIRST, LAST)
