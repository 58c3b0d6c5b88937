"""Friday is a holiday, and on Sunday the host switches off whoever has not paid."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, at, house

NO_GRACE = """
[[suspension]]
provider = "singlehop"
suspend_after = 0
terminate_after = 20
"""
FIRST, LAST = date(2026, 12, 26), date(2027, 1, 5)
THURSDAY, MONDAY = date(2026, 12, 31), date(2027, 1, 4)  # Friday is New Year


def furnish(world: World) -> None:
    leap = world.add_account("chi-leap", "singlehop")
    leap.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def test_a_long_weekend_before_services_stop(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + NO_GRACE, start="2026-12-26 10:00") as home:
        for day in home.days(until=LAST):
            if day == FIRST:
                home.live_until("2026-12-26 12:00")
                leap = home.world.account("chi-leap")
                leap.add("7001", "24.00", due=date(2027, 1, 3), description="Xeon")
        home.diary.matches("a_long_weekend", FIRST, LAST)

        (warned,) = home.diary.on(THURSDAY)
        assert warned.at.hour == 9
        assert "Services stop in 3 days, Sun 3 Jan" in warned.text
        assert warned.shown, "it is critical now, however many free days lie between"
        (stopped,) = home.diary.on(MONDAY)
        assert "stopped since Sun 3 Jan" in stopped.text
        lines = [one for one in home.diary.said(word="chi-leap/7001") if one.threaded]
        assert {one.at.hour for one in lines} == {9}, "nobody is called out of hours"


def test_if_nobody_could_be_warned_on_thursday_people_are_called_on_their_free_day(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + NO_GRACE, start="2026-12-28 10:00") as home:
        home.live_until("2026-12-28 11:00")
        leap = home.world.account("chi-leap")
        leap.add("7001", "24.00", due=date(2027, 1, 3), description="Xeon")
        leap.add("7002", "36.00", due=date(2027, 1, 20), description="Spare")
        home.live_until("2026-12-30 18:00")
        home.move_out()
        home.clock.now = at("2027-01-02 11:00")  # a Saturday
        home.move_in()
        for _ in home.days(until=LAST):
            pass
        later = [one for one in home.diary.said(word="`chi-leap/700") if one.at.year == 2027]
        assert [f"{one.at:%a %H:%M}" for one in later] == ["Sat 11:00", "Mon 09:00"]
        assert "Services stop tomorrow" in later[0].text
        assert not home.diary.said(word="`chi-leap/7002`"), "that one can wait for people"
