"""When Slack takes nothing the bot says so on another way, once, and goes on by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from bot.demo.slack.faults import FOREVER, POSTING
from bot.demo.world import World
from bot.upkeep.selfwatch import IN_TIME
from tests.bot.wall import Wall
from tests.stories.house import SETTINGS, House, house

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

ALARMED = SETTINGS + '\n[alarm]\nnotify = [{ file = "alarm-address" }]\n'
ASKING = {"conversations.history", "conversations.replies", "conversations.list"}


def furnish(world: World) -> None:
    world.add_account("shop", "whmcs").add("7001", "24.00", due=date(2026, 12, 20))


SHOPS = ("berlin", "madrid", "oslo", "turin")


def furnish_many(world: World) -> None:
    for name in SHOPS:
        world.add_account(name, "whmcs")


@dataclass
class Watched:
    """A house with an address for alarms, lived in minute by minute."""

    home: House
    wall: Wall
    minutes: int = 0
    rang_at: list[int] = field(default_factory=list)  # the minute of each alarm

    def live(self, minutes: int) -> None:
        """What the ticks of so many minutes do."""
        for _ in range(minutes):
            self.minutes += 1
            self.home.clock.forward(minutes=1)
            core = self.home.core
            for future in core.engine.start_checks():
                future.result()
            core.engine.remind()
            assert core.engine.delivery is not None
            core.engine.delivery.turn()
            core.chores.do()
            core.engine.delivery.turn()
            self.home.slack.wait_for(core.alarm.is_quiet)
            self.rang_at += [self.minutes] * (len(self.wall.posts) - len(self.rang_at))

    def news(self) -> None:
        """An invoice appears at the provider."""
        self.home.world.account("shop").add("7002", "9.00", due=date(2026, 12, 9))

    def alarms(self) -> list[str]:
        return [str(body["message"]) for _, body in self.wall.posts]

    def said(self, channel: str) -> list[str]:
        return [str(m["text"]) for m in self.home.messages(channel)]


@contextmanager
def watched(folder: Path, furnished: Callable[[World], None] = furnish) -> Iterator[Watched]:
    wall = Wall()
    address = folder / "alarm-address"
    address.write_text(wall.url.replace("http://", "json://"))
    address.chmod(0o600)
    try:
        with house(folder, furnished, config=ALARMED) as home:
            home.pass_time()
            yield Watched(home, wall)
    finally:
        wall.stop()


def test_twenty_minutes_without_slack_ring_once_and_nothing_is_lost(tmp_path: Path):
    with watched(tmp_path) as bot:
        before = len(bot.said("#billing"))
        faults = bot.home.slack.faults
        faults.methods, faults.lose_before = POSTING | ASKING, FOREVER
        bot.news()
        bot.live(50)
        (told,) = bot.alarms()
        assert "1 message was ready since " in told
        assert "The fallback channel cannot be reached either" in told
        heard_of = 30  # the minute of the check that found it
        assert heard_of < bot.rang_at[0] <= heard_of + 20
        assert (len(bot.said("#billing")), bot.said("#ops")) == (before, [])

        faults.lose_before = 0
        bot.live(15)
        assert len(bot.said("#billing")) == before + 1
        assert bot.home.about("shop/7002")
        assert len(bot.said("#ops")) == 1, "what was late is told there as well"
        assert bot.home.core.watch.late == IN_TIME
        bot.live(60)
        assert len(bot.alarms()) == 1


def test_a_revoked_token_rings_and_a_new_gap_rings_again(tmp_path: Path):
    with watched(tmp_path) as bot:
        refuse = bot.home.slack.faults.refuse
        refuse["chat.postMessage"] = "token_revoked"
        bot.news()
        bot.live(60)
        assert len(bot.alarms()) == 1
        del refuse["chat.postMessage"]
        bot.live(20)
        assert bot.home.about("shop/7002"), "once the access is repaired it goes out"

        refuse["chat.postMessage"] = "token_revoked"
        bot.home.world.account("shop").add("7003", "5.00", due=date(2026, 12, 9))
        bot.live(60)
        assert len(bot.alarms()) == 2


def test_an_archived_channel_leads_to_the_fallback_without_an_alarm(tmp_path: Path):
    with watched(tmp_path) as bot:
        bot.home.slack.archive("#billing")
        bot.news()
        bot.live(60)
        assert any("7002" in text for text in bot.said("#ops"))
        assert bot.alarms() == []


def test_where_the_fallback_is_archived_too_the_alarm_says_what_was_lost(tmp_path: Path):
    with watched(tmp_path) as bot:
        for channel in ("#billing", "#ops"):
            bot.home.slack.archive(channel)
        bot.news()
        bot.live(40)
        (told,) = bot.alarms()
        assert told.startswith("A message about shop/7002 could not be delivered: ")
        assert "the channel #ops is archived: unarchive it or name another one" in told
        assert "Nor did #billing take it: the channel #billing is archived" in told
        assert "It is not said again: look at shop/7002 with `duewatch show shop/7002`" in told
        bot.home.slack.archive("#ops", archived=False)
        bot.live(60)
        assert len(bot.alarms()) == 1


def test_many_lost_messages_ring_twice_and_not_once_each(tmp_path: Path):
    with watched(tmp_path, furnish_many) as bot:
        for channel in ("#billing", "#ops"):
            bot.home.slack.archive(channel)
        for name in SHOPS:
            bot.home.world.account(name).add("8001", "9.00", due=date(2026, 12, 9))
        bot.live(60)
        first, rest = bot.alarms()
        told = f"{first}\n{rest}"
        assert len(told.splitlines()) == len(SHOPS)
        assert all(f"A message about {name}/8001 could not be" in told for name in SHOPS)


def test_the_address_of_the_alarm_is_read_when_it_is_needed(tmp_path: Path):
    with watched(tmp_path) as bot:
        (tmp_path / "alarm-address").write_text(
            bot.wall.url.replace("http://", "json://") + "/another"
        )
        bot.home.core.alarm.raise_("trouble")
        bot.wall.wait_for(1)
        assert bot.wall.posts[0][0] == "/another"
