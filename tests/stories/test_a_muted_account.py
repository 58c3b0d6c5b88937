"""An account is muted for a week: its steps wait, new invoices are told, then each is said once."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, house

MUTED, ENDED = "2026-11-23T12:01", "2026-12-02T12:00"
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 10)


def furnish(world: World) -> None:
    for name in ("nyc-voxel", "ber-voxel"):
        voxel = world.add_account(name, "voxel")
        voxel.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def test_a_muted_account_and_its_end(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING) as home:
        muted, other = home.world.account("nyc-voxel"), home.world.account("ber-voxel")
        for day in home.days(until=LAST):
            match (day.month, day.day):
                case (11, 20):
                    home.live_until("2026-11-20 11:00")
                    for voxel in (muted, other):
                        voxel.add("7001", "24.00", due=date(2026, 11, 25), description="Server")
                case (11, 23):
                    home.live_until("2026-11-23 12:00")
                    home.order("Ada", "mute nyc-voxel 9d we are moving to another host")
                case (11, 26):
                    muted.add("7002", "36.00", due=date(2026, 12, 1), description="Mail server")
        home.diary.matches("a_muted_account", FIRST, LAST)

        quiet = [
            one
            for one in home.diary.said(word="nyc-voxel")
            if MUTED < one.at.isoformat() < ENDED and "muted" not in one.text.lower()
        ]
        assert ["invoice nyc-voxel/7002" in one.text for one in quiet] == [True], "it is new"
        spoken = [one.at.day for one in home.diary.said(word="`ber-voxel/7001`")]
        assert spoken == [23, 24, 25, 26, 30, 2, 9], "the other account is spoken of as always"
        end = [one for one in home.diary.on(date(2026, 12, 2)) if "nyc-voxel" in one.text]
        assert "The mute" in end[0].text
        assert [one.text.count("overdue*") for one in end[2:]] == [1, 1], "the highest step, once"
