"""A bot that is started while the disk is full waits for room instead of giving up."""

import threading
from collections.abc import Callable
from pathlib import Path

import structlog

from bot.slack.language import _
from bot.upkeep.alarm import Alarm
from bot.upkeep.standstill import AGAIN, require_room
from state.database import SqliteStore, Unwritable

log = structlog.get_logger()


def opened(
    path: Path,
    opening: Callable[[], SqliteStore],
    alarm: Callable[[], Alarm],
    tell: Callable[[str], None],
    again: float = AGAIN.total_seconds(),
) -> SqliteStore:
    """Open the database as soon as its disk takes something; that it does not is told once."""
    is_told = False
    while True:
        try:
            require_room(path)
            return opening()
        except (Unwritable, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
        if not is_told:
            tell(f"{path} cannot be written ({reason}); make room on its disk, it is tried again")
            told = alarm()
            told.raise_(
                _(
                    "Duewatch cannot start: its database cannot be written. Make room on its "
                    "disk; it is tried again. {reason}",
                    reason=str(reason),
                )
            )
            told.stop()
            is_told = True
        threading.Event().wait(again)
