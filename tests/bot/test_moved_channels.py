"""What waits and what comes next when the channel of an account is another one from now on."""

from dataclasses import replace
from datetime import UTC, datetime

from state.model import InvoiceKey
from tests.builders import invoice
from tests.replay.single import KEY, Bench, Single
from tests.replay.slow_chat import Mood


def moved(it: Bench, channel: str) -> None:
    """Restart with another channel in the configuration."""
    it.house.stop()
    watched = it.house.settings.accounts["acme"]
    there = replace(watched, account=replace(watched.account, channel=channel))
    it.house.settings = replace(it.house.settings, accounts={"acme": there})
    it.house.start()


def posts(it: Bench) -> list[str]:
    """What stands in a channel itself, and where."""
    return [
        f"{one.channel} {one.draft.occasion}" for one in it.house.chat.heard if one.is_in_channel
    ]


def test_a_line_that_waits_goes_to_the_old_channel_and_the_next_one_to_the_new(
    single: Single,
) -> None:
    it = single()
    it.live_until("2026-11-24T08:59")
    it.house.chat.moods.append(Mood.BUSY)
    it.clock.now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    it.house.turn()
    moved(it, "#hosting")
    it.live_until("2026-11-25T12:00")
    assert posts(it)[2:] == ["#billing due", "#hosting after-1"]
    living = it.house.core.store.living(KEY)
    assert living
    assert living[1].channel == "#hosting"


def test_several_that_rise_in_the_new_channel_are_one_message_there(single: Single) -> None:
    it = single()
    it.books.write(invoice("acme/2", "40.00 USD", due="2026-11-24"))
    it.poll()
    it.live_until("2026-11-23T12:00")
    moved(it, "#hosting")
    it.live_until("2026-11-24T12:00")
    assert posts(it)[3:] == ["#hosting roundup"]
    for key in (KEY, InvoiceKey("acme", "2")):
        living = it.house.core.store.living(key)
        assert living
        assert living[1].channel == "#hosting"
