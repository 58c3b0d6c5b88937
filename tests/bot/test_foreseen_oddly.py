"""What is foretold from a database that a killed bot left behind."""

from datetime import UTC, datetime
from pathlib import Path

from bot.forecast import foresee
from tests.replay.single import Single
from tests.replay.slow_chat import Mood


def test_a_message_that_was_on_its_way_when_the_bot_was_killed_is_foretold_once(
    single: Single, tmp_path: Path
) -> None:
    it = single()
    it.live_until("2026-11-24T08:59")
    it.house.chat.moods.append(Mood.UNHEARD)
    it.clock.now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    it.house.turn()
    copy = tmp_path / "copy.db"
    it.house.core.store.copy_to(str(copy))
    pages = foresee(it.house.settings, copy, it.clock.now, days=2)
    assert [f"{one.at:%d %H:%M} {one.draft.occasion}" for one in pages][:2] == [
        "24 09:00 due",
        "25 09:00 after-1",
    ]
