"""An overdue invoice that nobody takes on: a mention, direct messages, another channel."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, House, house

ONCALL = """
[oncall]
who = "@finance-oncall"
escalate_after = "4h"
escalate_to = "#finance-leads"
"""
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 10)
FORGOTTEN, TAKEN, ASSIGNED = "nyc-voxel/7001", "nyc-voxel/7002", "nyc-voxel/7003"


def furnish(world: World) -> None:
    voxel = world.add_account("nyc-voxel", "voxel")
    voxel.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def heard(home: House, key: str, day: date) -> list[str]:
    return [f"{one.at:%H:%M} {one.where}" for one in home.diary.on(day) if key in one.text]


def test_it_climbs_until_somebody_takes_it_on(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ONCALL) as home:
        home.let_in("#finance-leads")
        voxel = home.world.account("nyc-voxel")
        for day in home.days(until=LAST):
            match (day.month, day.day):
                case (11, 20):
                    home.live_until("2026-11-20 11:00")
                    voxel.add("7001", "24.00", due=date(2026, 11, 24), description="Web server")
                    voxel.add("7002", "36.00", due=date(2026, 12, 1), description="Mail server")
                    voxel.add("7003", "48.00", due=date(2026, 12, 1), description="Database")
                case (12, 1):
                    home.live_until("2026-12-01 10:00")
                    home.order("Ada", f"assign {ASSIGNED} @cleo")
                case (12, 2):
                    home.live_until("2026-12-02 15:00")
                    home.press("Ben", "acknowledge", TAKEN)
        home.diary.matches("nobody_takes_it_on", FIRST, LAST)

        wednesday, thursday = date(2026, 11, 25), date(2026, 11, 26)
        assert heard(home, FORGOTTEN, wednesday) == [
            "09:00 #billing",  # one day overdue
            "13:00 #billing",  # the group is mentioned
            "17:00 @ada",  # and gets direct messages
            "17:00 @ben",
        ]
        assert heard(home, FORGOTTEN, thursday) == ["09:00 #finance-leads"], "21:00 is no time"
        assert heard(home, FORGOTTEN, date(2026, 11, 27)) == ["09:00 #billing"], "the next step"

        taken = [one for one in home.diary.said(word=f"`{TAKEN}`") if one.at.month == 12]
        assert [f"{one.at:%d %H:%M} {one.where}" for one in taken] == [
            "01 09:00 #billing",  # due
            "02 09:00 #billing",  # one day overdue
            "02 13:00 #billing",  # the group is mentioned
            "02 15:00 #billing",  # Ben takes it on, and nobody else is called
            "07 09:00 #billing",  # that ran out on Saturday: the clock starts anew
            "07 13:00 #billing",
            "07 17:00 @ada",
            "07 17:00 @ben",
            "08 09:00 #billing",  # seven days overdue
            "08 09:00 #finance-leads",
        ]
        called = home.diary.said(word=f"`{ASSIGNED}`")
        asked = ("Asked to see to it", "You were asked to see to this")
        assert [one.where for one in called if any(words in one.text for words in asked)] == [
            "#billing",
            "@cleo",
            "#finance-leads",
        ]
        assert not [one for one in called if "@finance-oncall" in one.text]


def test_somebody_takes_it_on_from_the_direct_message(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ONCALL) as home:
        home.let_in("#finance-leads")
        home.live_until("2026-11-20 11:00")
        voxel = home.world.account("nyc-voxel")
        voxel.add("7001", "24.00", due=date(2026, 11, 23), description="Web server")
        home.live_until("2026-11-24 17:10")
        place, ts = home.diary.last("@ben")
        assert home.slack.click("U02BEN", place, ts, "acknowledge", FORGOTTEN) == {"ok": True}
        home.slack.wait_for(lambda: "Acknowledged by <@U02BEN>" in home.shown(FORGOTTEN))
        home.live_until("2026-11-27 12:00")
        assert not home.diary.said("#finance-leads")
        told = home.diary.said(word=FORGOTTEN)[-1]
        assert (told.where, "*Acknowledged* by @ben" in told.text) == ("#billing", True)


def test_what_was_known_to_be_grave_as_people_were_called_does_not_call_them_anew(tmp_path: Path):
    stops = '\n[[suspension]]\nprovider = "voxel"\nsuspend_after = 5\nterminate_after = 12\n'
    with house(tmp_path, furnish, config=WORKING + ONCALL + stops) as home:
        home.let_in("#finance-leads")
        home.live_until("2026-11-20 11:00")
        voxel = home.world.account("nyc-voxel")
        voxel.add("7001", "24.00", due=date(2026, 11, 24), description="Web server")
        home.live_until("2026-11-23 11:00")
        home.order("Ada", f"ack {FORGOTTEN} for 10d")
        home.live_until("2026-12-04 14:00")
        assert heard(home, FORGOTTEN, date(2026, 12, 3)) == [
            "11:00 #billing",  # it is back, and data is lost within three days
            "15:00 #billing",  # the group is mentioned
        ]
        assert heard(home, FORGOTTEN, date(2026, 12, 4)) == [
            "09:00 #billing",  # the step two days before that
            "09:00 @ada",  # and direct messages: nobody has to be patient once more
            "09:00 @ben",
            "13:00 #finance-leads",
        ]


def test_a_channel_that_does_not_let_the_bot_in_is_spoken_for_by_the_fallback(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ONCALL) as home:
        home.live_until("2026-11-20 11:00")
        voxel = home.world.account("nyc-voxel")
        voxel.add("7001", "24.00", due=date(2026, 11, 23), description="Web server")
        home.live_until("2026-11-25 12:00")
        (told,) = home.diary.said("#ops")
        assert "Nobody has taken it on" in told.text
        assert f"{told.at:%a %H:%M}" == "Wed 09:00"


def test_what_comes_overdue_is_escalated_from_that_moment_and_said_once(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ONCALL) as home:
        home.live_until("2026-11-20 11:00")
        voxel = home.world.account("nyc-voxel")
        voxel.add("7001", "24.00", due=date(2026, 11, 18), description="Web server")
        home.live_until("2026-11-22 12:00")
        (announced,) = home.diary.said(word=FORGOTTEN)
        assert announced.text.startswith("Overdue")
        home.live_until("2026-11-23 10:00")
        called = home.diary.said("#billing", FORGOTTEN)[-1]
        assert "*Nobody has taken it on*" in called.text, "its four hours ended on Friday evening"
        assert f"{called.at:%a %H:%M}" == "Mon 09:00"
