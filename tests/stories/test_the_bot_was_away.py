"""The bot is switched off for weeks: five steps of the ladder go by, one is said."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, at, house

FIRST, LAST = date(2026, 11, 20), date(2026, 12, 24)
KEY = "nyc-voxel/7001"


def furnish(world: World) -> None:
    voxel = world.add_account("nyc-voxel", "voxel")
    voxel.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def test_an_outage_of_the_bot_over_five_steps(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING) as home:
        home.live_until("2026-11-20 11:00")
        voxel = home.world.account("nyc-voxel")
        voxel.add("7001", "24.00", due=date(2026, 12, 1), description="Web server")
        home.live_until("2026-11-25 18:00")
        home.move_out()
        home.diary.note(home.clock.now, "the machine is switched off")
        home.clock.now = at("2026-12-12 03:00")  # 3 and 1 days before, due, 1, 3 and 7 days after
        home.move_in()
        home.diary.note(home.clock.now, "the machine is back")
        for _ in home.days(until=LAST):
            pass
        home.diary.matches("the_bot_was_away", FIRST, LAST)

        after = [one for one in home.diary.said() if one.at.month == 12]
        assert [f"{one.at:%a %d %H:%M}" for one in after] == [
            "Mon 14 09:00",  # the highest step, once, when people are back at work
            "Tue 15 09:00",  # then the ladder goes on
            "Tue 22 09:00",
        ]
        assert after[0].shown, "graver than what people were told before"
        assert not after[1].shown
        assert all(KEY in one.text for one in after), "and nothing else is late"


def test_a_promise_that_is_broken_meanwhile_is_said_once_as_work_begins(tmp_path: Path):
    oncall = '\n[oncall]\nwho = ["U03CLEO"]\nescalate_after = "4h"\nescalate_to = "#ops"\n'
    with house(tmp_path, furnish, config=WORKING + oncall) as home:
        home.live_until("2026-11-20 11:00")
        voxel = home.world.account("nyc-voxel")
        voxel.add("7001", "24.00", due=date(2026, 11, 23), description="Web server")
        home.live_until("2026-11-20 17:00")
        home.order("Ada", f"promise {KEY} 2026-11-25")
        home.move_out()
        home.clock.now = at("2026-11-29 03:00")  # a Sunday, after four steps and the promise
        home.move_in()
        for _ in home.days(until=date(2026, 12, 4)):
            pass
        after = [one for one in home.diary.said() if one.at.date() > date(2026, 11, 20)]
        assert [f"{one.at:%a %H:%M} {one.where} {one.text[:20]}" for one in after] == [
            "Mon 09:00 #billing 💔 *Promise not kept*",
            "Mon 09:00 #billing @cleo 🔴 *Nobody has ",
            "Mon 13:00 @cleo 🔴 *You are on call, ",
            "Mon 17:00 #ops @cleo 🔴 *Nobody has ",
        ]
