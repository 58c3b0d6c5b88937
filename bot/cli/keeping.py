"""`duewatch backup`: a copy of the state that can be gone on with."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, data, reader, settings
from bot.slack.render.text import count
from state.condition import condition_of_copy
from state.database import StateError


def backup(
    path: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Write a consistent copy of the database, also while the bot runs.

    To restore it, stop the bot, put the copy in the place of the database, and remove the
    files beside it that end in -wal and -shm.

    Example: duewatch backup "duewatch-$(date +%F).db"
    """
    found = settings(config)
    with reader(found) as store:
        store.copy_to(str(path))
    kept = condition_of_copy(path)
    if kept.damage is not None:
        raise StateError(f"{path} was written, but it is damaged: {kept.damage}")
    size = path.stat().st_size
    held = f"{count(kept.invoices, 'invoice')}, {count(kept.events, 'event')}"
    data(f"{path}: {size:,} bytes, {held}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(backup)
