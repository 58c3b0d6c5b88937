"""Opening the state for changes; apart, because questions are quicker without it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.cli.shared import say
from bot.config.settings import Settings
from bot.upkeep.lock import Held, WriterLock
from state.database import open_store
from state.store import Store


def _open(path: Path) -> Store:
    return open_store(path, tell=say)


@contextmanager
def writer(
    found: Settings, command: str, lock: WriterLock, opened: Callable[[Path], Store] = _open
) -> Iterator[Store]:
    """Open the state for changes under the lock; exit code 1 names whoever else holds it."""
    try:
        with lock:
            store = opened(found.database)
            try:
                yield store
            finally:
                store.close()
    except Held as error:
        say(f"{error}; ask the running bot instead: {command}")
        raise typer.Exit(1) from None
