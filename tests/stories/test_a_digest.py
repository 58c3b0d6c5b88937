"""On Monday morning one message says how the week stands, once, whatever happened before."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, House, house

DIGEST = WORKING.replace("[reminders]", '[reminders]\ndigest = "Mon 09:00"')


def furnish(world: World) -> None:
    shop = world.add_account("shop", "whmcs")
    shop.add("1", "5.00", due=date(2026, 12, 20), description="Old", client="Old Client")


def digests(home: House) -> list[str]:
    return [
        f"{one.at:%a %d %H:%M} {one.text.splitlines()[0]}"
        for one in home.diary.said("#billing")
        if "Digest since" in one.text or "Quiet since" in one.text
    ]


def test_a_week_with_news_and_a_quiet_one(tmp_path: Path):
    with house(tmp_path, furnish, config=DIGEST) as home:
        home.live_until("2026-11-20 16:00")
        shop = home.world.account("shop")
        shop.add("2", "70.00", due=date(2026, 11, 26), description="VPS", client="Blue Fern")
        home.live_until("2026-11-27 12:00")
        shop.pay("2")
        home.live_until("2026-12-08 12:00")
        first, second, third = digests(home)
        assert first.startswith("Mon 23 09:00 Digest since")
        assert second.startswith("Mon 30 09:00 Digest since")
        assert third.startswith("Mon 07 09:00 🌿 Quiet since") or "Quiet since" in third
        told = [one.text for one in home.diary.said("#billing") if "Digest since" in one.text]
        assert "Blue Fern" in told[0] or "shop/2" in told[0], "it falls due on Thursday"


def test_after_an_outage_it_comes_once(tmp_path: Path):
    with house(tmp_path, furnish, config=DIGEST) as home:
        home.live_until("2026-11-20 16:00")
        home.move_out()
        home.clock.forward(days=12)
        home.move_in()
        home.live_until("2026-12-02 18:00")
        assert len(digests(home)) == 1
