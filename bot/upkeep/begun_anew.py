"""A bot whose database is damaged goes on with a new one, and says what that costs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.config.settings import Settings
from bot.slack.language import _
from bot.upkeep.alarm import Alarm
from state.database import Damaged, SqliteStore, open_store
from state.file.aside import is_ours, kept_aside, set_aside
from state.messages import Draft, Kind
from state.store import Store

log = structlog.get_logger()

LATELY = timedelta(days=1)  # what was set aside before is no news, whatever was restored since


def open_or_begin_anew(path: Path, clock: Clock, tell: Callable[[str], None]) -> SqliteStore:
    """Open the database for writing; a damaged one of ours is set aside, and a new one begun.

    What was no database of ours is left alone: then nothing but StateError says what to do.
    """
    try:
        return open_store(path, tell=tell)
    except Damaged as error:
        if not is_ours(path):
            raise
        reason = str(error)
    kept = set_aside(path, clock())
    log.error("database_set_aside", reason=reason, kept=str(kept))
    tell(f"{reason}. It was set aside as {kept}; the bot goes on with a new one")
    return open_store(path, tell=tell)


def tell_of_loss(settings: Settings, store: Store, alarm: Alarm, now: datetime) -> None:
    """Say in Slack and by the alarm that a database was set aside; once in each new one."""
    for kept in kept_aside(settings.database)[-1:]:
        if _changed(kept) < now - LATELY:
            continue
        said = Draft(
            key=f"duewatch:set_aside:{kept.name}",
            kind=Kind.NOTE,
            channel=settings.slack.fallback_channel or settings.slack.channel,
            account="",
            what="set_aside",
            details={"text": words(kept)},
        )
        if store.enqueue([said], now):
            alarm.raise_(words(kept))


def words(kept: Path) -> str:
    """What happened, what is lost, and what to do."""
    return _(
        "The database was damaged. It was set aside as {file} and a new one was begun: invoices "
        "are fetched anew, but what people decided (acknowledged, snoozed, promised) is "
        "forgotten. To have it back, stop the bot and restore a backup.",
        file=kept.name,
    )


def _changed(path: Path) -> datetime:
    """When it was set aside: renaming sets the time of the last change of the file's entry."""
    return datetime.fromtimestamp(path.stat().st_ctime, UTC)
