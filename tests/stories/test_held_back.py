"""What cannot be known, or helped, is not repeated: reminders wait, and come once afterwards."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, house

FIRST, LAST = date(2026, 11, 20), date(2026, 12, 10)
STOPS = """
[[suspension]]
account = "chi-leap"
suspend_after = 4
"""


def furnish(world: World) -> None:
    for name in ("nyc-voxel", "ber-voxel"):
        voxel = world.add_account(name, "voxel")
        voxel.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def test_a_failing_provider_holds_reminders_back(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING) as home:
        nyc = home.world.account("nyc-voxel")
        for day in home.days(until=LAST):
            match (day.month, day.day):
                case (11, 20):
                    home.live_until("2026-11-20 11:00")
                    nyc.add("7001", "24.00", due=date(2026, 11, 30), description="Web server")
                    nyc.add("7002", "36.00", due=date(2026, 12, 4), description="Mail server")
                    ber = home.world.account("ber-voxel")
                    ber.add("7003", "48.00", due=date(2026, 12, 1), description="Database")
                case (11, 26):
                    home.live_until("2026-11-26 10:00")
                    nyc.fault = "down"
                case (12, 2):
                    home.live_until("2026-12-02 12:30")
                    nyc.fault = None
        home.diary.matches("held_back", FIRST, LAST)

        (failing,) = home.diary.said(word="Cannot check")
        assert "Reminders of them wait" in failing.text
        (back,) = home.diary.said(word="Answers again")
        told = [one for one in home.diary.said(word="nyc-voxel/700") if one.at > failing.at]
        assert all(one.at > back.at for one in told), "nobody is reminded by old figures"
        steps = [(one.text.split("*")[1], one.shown) for one in told if one.at.day == 2]
        assert steps == [("2 days overdue", True), ("Due in 2 days", False)]
        other = [one.at.day for one in home.diary.said(word="`ber-voxel/7003`")]
        assert other[:4] == [24, 30, 1, 2], "the other account is spoken of as always"


def furnish_leap(world: World) -> None:
    leap = world.add_account("chi-leap", "singlehop")
    leap.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def test_an_account_whose_services_stopped_holds_its_other_reminders_back(tmp_path: Path):
    with house(tmp_path, furnish_leap, config=WORKING + STOPS) as home:
        leap = home.world.account("chi-leap")
        for day in home.days(until=LAST):
            match (day.month, day.day):
                case (11, 20):
                    home.live_until("2026-11-20 11:00")
                    leap.add("7001", "24.00", due=date(2026, 11, 23), description="Web server")
                    leap.add("7002", "36.00", due=date(2026, 12, 2), description="Mail server")
                case (12, 3):
                    home.live_until("2026-12-03 14:00")
                    leap.pay("7001")
        home.diary.matches("services_stopped", FIRST, LAST)

        other = [one for one in home.diary.said(word="`chi-leap/7002`") if one.threaded]
        assert [f"{one.at:%d %H:%M}" for one in other] == [
            "25 09:00",  # 7 days before; 3 days and 1 day before, and due, there is graver trouble
            "03 16:30",  # that is over: where it stands now
            "04 09:00",  # the last working day before its own services stop
            "07 09:00",
            "09 09:00",
        ]
        assert "other invoices wait" in home.diary.on(date(2026, 11, 27))[0].text


def test_an_invoice_in_dispute_hushes_no_other_one(tmp_path: Path):
    with house(tmp_path, furnish_leap, config=WORKING + STOPS) as home:
        home.live_until("2026-11-20 11:00")
        leap = home.world.account("chi-leap")
        leap.add("7001", "24.00", due=date(2026, 11, 23), description="Web server")
        leap.add("7002", "36.00", due=date(2026, 12, 2), description="Mail server")
        home.live_until("2026-11-25 10:00")
        home.order("Ada", "dispute chi-leap/7001 we left them in spring")
        home.live_until("2026-12-04 10:00")
        other = [one for one in home.diary.said(word="`chi-leap/7002`") if one.threaded]
        assert [one.at.day for one in other] == [25, 30, 1, 2, 3, 4], "its services stop on the 6th"
        disputed = home.diary.said(word="`chi-leap/7001`")[-1]
        assert "Disputed" in disputed.text
