"""Somebody archives the channel: everything is said in the fallback channel, and lives there."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, house

ARCHIVED = date(2026, 11, 25)
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 9)


def furnish(world: World) -> None:
    voxel = world.add_account("nyc-voxel", "voxel")
    voxel.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def test_an_archived_channel(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING) as home:
        voxel = home.world.account("nyc-voxel")
        for day in home.days(until=LAST):
            match day:
                case date(month=11, day=20):
                    home.live_until("2026-11-20 11:00")
                    voxel.add("7001", "24.00", due=date(2026, 11, 30), description="Web server")
                case date(month=11, day=25):
                    home.slack.archive("#billing")
                    home.diary.note(home.clock.now, "#billing is archived")
                    voxel.add("7002", "36.00", due=date(2026, 12, 1), description="Mail server")
                case date(month=12, day=1):
                    home.live_until("2026-12-01 10:00")
                    home.press("Ada", "acknowledge", "nyc-voxel/7002")
                case date(month=12, day=3):
                    voxel.pay("7001")
                    voxel.pay("7002")
        home.diary.matches("an_archived_channel", FIRST, LAST)

        later = [one for one in home.diary.said() if one.at.date() >= ARCHIVED]
        assert {one.where for one in later} == {"#ops"}
        words = [(one.threaded, one.text) for one in later]
        assert len(words) == len(set(words)), "nothing is said twice"
        announced = [one.text for one in later if not one.threaded and "Not ack" in one.text]
        assert ["7002" in text for text in announced] == [True, False], "each lives there once"
        assert "Acknowledged" in home.diary.on(date(2026, 12, 1))[-1].text
        assert home.shown("nyc-voxel/7002").startswith("Paid")


def test_a_channel_that_is_back_is_spoken_in_again(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING) as home:
        home.live_until("2026-11-20 11:00")
        home.slack.archive("#billing")
        voxel = home.world.account("nyc-voxel")
        voxel.add("7001", "24.00", due=date(2026, 11, 30), description="Web server")
        home.live_until("2026-11-24 11:00")
        home.slack.archive("#billing", archived=False)
        home.live_until("2026-11-30 11:00")
        places = [(one.where, one.threaded) for one in home.diary.said(word="nyc-voxel/7001")]
        assert places == [
            ("#ops", False),
            ("#ops", True),  # 7 days before
            ("#billing", False),  # 3 days before: it moves to where it belongs
            ("#billing", True),  # due
        ]
