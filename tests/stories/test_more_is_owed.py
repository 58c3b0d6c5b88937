"""Somebody took it on, and then more was owed: whoever has to hear of that does."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, House, house

SELDOM = WORKING.replace("after = [1, 3, 7]", "after = [10]")
ONCALL = """
[oncall]
who = ["U02BEN"]
escalate_after = "4h"
"""
ROUTES = """
[[suspension]]
provider = "voxel"
suspend_after = 9

[[routes]]
severity = "overdue"
channel = "#finance-leads"
mention = "S01"
"""
KEY = "nyc-voxel/7001"


def furnish(world: World) -> None:
    voxel = world.add_account("nyc-voxel", "voxel")
    voxel.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def put_off(home: House, due: date) -> None:
    """Nobody wants to hear of an invoice for two months."""
    home.live_until("2026-11-20 11:00")
    home.world.account("nyc-voxel").add("7001", "24.00", due=due, description="Web server")
    home.live_until("2026-11-20 17:00")
    assert "is snoozed" in home.order("Ada", f"snooze {KEY} 60d")


def heard(home: House, day: date) -> list[str]:
    return [f"{one.at:%H:%M} {one.where}" for one in home.diary.on(day)]


def test_on_its_last_day_people_are_called_once_it_is_overdue(tmp_path: Path):
    with house(tmp_path, furnish, config=SELDOM + ONCALL) as home:
        put_off(home, due=date(2026, 11, 26))
        home.live_until("2026-11-26 12:00")
        home.world.account("nyc-voxel").amend("7001", amount="60.00")
        home.live_until("2026-12-08 12:00")
        assert heard(home, date(2026, 11, 26)) == ["16:00 #billing", "16:00 #billing"]
        assert heard(home, date(2026, 11, 27)) == [
            "09:00 #billing",  # no step of the ladder: it is overdue now
            "13:00 #billing",  # Ben is mentioned
            "17:00 @ben",
        ]
        assert heard(home, date(2026, 12, 7)) == ["09:00 #billing"], "the next step"


def test_where_it_is_overdue_already_people_are_called_from_then_on(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ONCALL) as home:
        put_off(home, due=date(2026, 11, 24))
        home.live_until("2026-12-02 12:00")
        home.world.account("nyc-voxel").amend("7001", amount="60.00")
        home.live_until("2026-12-08 12:00")
        assert heard(home, date(2026, 12, 2)) == ["16:00 #billing", "16:00 #billing"]
        assert heard(home, date(2026, 12, 3)) == ["09:00 #billing", "13:00 @ben"]
        assert heard(home, date(2026, 12, 8)) == ["09:00 #billing"], "the next step"


def test_it_is_told_at_once_where_its_route_leads(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ROUTES) as home:
        home.let_in("#finance-leads")
        put_off(home, due=date(2026, 11, 24))
        home.live_until("2026-12-01 12:00")
        home.world.account("nyc-voxel").amend("7001", amount="60.00")
        home.live_until("2026-12-02 12:00")
        (told,) = [one for one in home.diary.said("#finance-leads") if one.at.day == 1]
        assert told.text.startswith("@finance-oncall")
        assert "Services stop in 2 days" in told.text
        assert heard(home, date(2026, 12, 1)).count("16:00 #billing") == 2, "told once at home"


def test_whom_a_route_names_at_home_is_called_in_the_thread_once(tmp_path: Path):
    at_home = ROUTES.replace('channel = "#finance-leads"\n', "")
    with house(tmp_path, furnish, config=WORKING + at_home) as home:
        put_off(home, due=date(2026, 11, 24))
        home.live_until("2026-12-01 12:00")
        voxel = home.world.account("nyc-voxel")
        voxel.amend("7001", amount="60.00")
        home.live_until("2026-12-01 17:00")
        voxel.amend("7001", amount="70.00")
        home.live_until("2026-12-01 23:30")
        called = [one for one in home.diary.said() if "@finance-oncall" in one.text]
        assert [f"{one.at:%d %H:%M}" for one in called] == ["01 16:00"]
