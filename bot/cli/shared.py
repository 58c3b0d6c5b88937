"""What several commands have in common: options, opening the state, printing."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import system_clock
from bot.config.faults import ConfigError, Fault, nearest
from bot.config.load import load
from bot.config.settings import Settings
from bot.rules import Rulebook
from state.database import open_reader
from state.model import InvoiceKey
from state.store import Reader

ConfigPath = Annotated[
    Path,
    typer.Option(
        "--config", envvar="DUEWATCH_CONFIG", help="The configuration file.", show_default=True
    ),
]
DEFAULT_CONFIG = Path("duewatch.toml")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
NotRead = Annotated[
    Path | None,
    typer.Option("--config", help="Taken as by every command, but nothing is read from it."),
]


def not_read(path: Path | None, why: str) -> None:
    """Say that a configuration was named in vain."""
    if path is not None:
        say(f"{path} is not read: {why}")


class TextOrJson(StrEnum):
    """Output for people or for programs."""

    TEXT = "text"
    JSON = "json"


def say(words: str) -> None:
    """Write words about the data to standard error."""
    typer.echo(words, err=True)


class OutputError(Exception):
    """What was asked for cannot be written to standard output; the text says why."""


def data(text: str) -> None:
    """Write data to standard output. Raises OutputError, or BrokenPipeError as for `head`."""
    try:
        typer.echo(text, nl=not text.endswith("\n"))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write to standard output: {error.strerror}") from error


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale is: JSON and CSV are read by other programs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def let_go_of_output() -> None:
    """Let nothing try once more to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def log_level(default: str) -> str:
    """How much is logged: what DUEWATCH_LOG says, in whatever letters."""
    level = os.environ.get("DUEWATCH_LOG", "").strip().upper() or default
    if level not in LEVELS:
        what = f"{level!r} is none of {', '.join(LEVELS)}{nearest(level, LEVELS)}"
        raise typer.BadParameter(what, param_hint="DUEWATCH_LOG")
    return level


def settings(path: Path, *, need_secrets: bool = False) -> Settings:
    """Read the configuration."""
    return load(path, os.environ, need_secrets=need_secrets)


def known_accounts(found: Settings, names: list[str]) -> list[str]:
    """Give the named accounts, or all; ConfigError names those that are not configured."""
    strange = [name for name in names if name not in found.accounts]
    if strange:
        there = ", ".join(found.accounts) or "none"
        faults = [
            Fault(
                f"account {n}", f"is not configured; there are: {there}{nearest(n, found.accounts)}"
            )
            for n in strange
        ]
        raise ConfigError(found.path, faults)
    return list(dict.fromkeys(names)) or list(found.accounts)


def invoice_key(typed: str) -> InvoiceKey:
    """Read the key of an invoice as somebody typed it."""
    try:
        typed.encode()  # what is no text in any language comes with halves of characters
        return InvoiceKey.parse(typed)
    except ValueError as error:
        what = f"{typed!r} is no text" if isinstance(error, UnicodeError) else str(error)
        raise typer.BadParameter(what) from None


@contextmanager
def reader(found: Settings) -> Iterator[Reader]:
    """Open the state for questions; works while the bot runs."""
    store = open_reader(found.database)
    book = Rulebook(found)
    store.count_down(book.suspension_of, system_clock, book.hurry_of)
    try:
        yield store
    finally:
        store.close()
