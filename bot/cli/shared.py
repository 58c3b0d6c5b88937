"""What several commands have in common: options, opening the state, printing."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot import config
from bot.clock import system_clock
from bot.faults import ConfigError, Fault
from bot.lock import Held, WriterLock
from bot.rules import Rulebook
from bot.settings import Settings
from state.database import open_reader, open_store
from state.store import (
    Reader,
    Store,
)

ConfigPath = Annotated[
    Path,
    typer.Option(
        "--config", envvar="DUEWATCH_CONFIG", help="The configuration file.", show_default=True
    ),
]
DEFAULT_CONFIG = Path("duewatch.toml")


class TextOrJson(StrEnum):
    """Output for people or for programs."""

    TEXT = "text"
    JSON = "json"


def say(words: str) -> None:
    """Write words about the data to standard error."""
    typer.echo(words, err=True)


def data(text: str) -> None:
    """Write data to standard output."""
    typer.echo(text, nl=not text.endswith("\n"))


def settings(path: Path, *, need_secrets: bool = False) -> Settings:
    """Read the configuration."""
    return config.load(path, os.environ, need_secrets=need_secrets)


def known_accounts(found: Settings, names: list[str]) -> list[str]:
    """Give the named accounts, or all; ConfigError names those that are not configured."""
    strange = [name for name in names if name not in found.accounts]
    if strange:
        there = ", ".join(found.accounts) or "none"
        faults = [Fault(f"account {n}", f"is not configured; there are: {there}") for n in strange]
        raise ConfigError(found.path, faults)
    return names or list(found.accounts)


@contextmanager
def reader(found: Settings) -> Iterator[Reader]:
    """Open the state for questions; works while the bot runs."""
    store = open_reader(found.database)
    store.count_down(Rulebook(found).suspension_of, system_clock)
    try:
        yield store
    finally:
        store.close()


def _open(path: Path) -> Store:
    return open_store(path, tell=say)


@contextmanager
def writer(
    found: Settings, command: str, lock: WriterLock, opened: Callable[[Path], Store] = _open
) -> Iterator[Store]:
    """Open the state for changes under the writer's lock. Raises Held."""
    try:
        with lock:
            store = opened(found.database)
            try:
                yield store
            finally:
                store.close()
    except Held as error:
        raise Held(f"{error}; ask the running bot instead: {command}") from None
