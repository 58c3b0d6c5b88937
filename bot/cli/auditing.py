"""`duewatch audit` and `duewatch verify`: the log of every change, and the proof of it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, data, reader, say, settings
from bot.formats import audit as formats
from state.database import StateError, open_reader
from state.log.chain import Broken, Unbroken

_LINK = 64  # hexadecimal digits


class LogFormat(StrEnum):
    """The shapes the log comes in."""

    JSONL = "jsonl"
    CSV = "csv"


def audit(
    output: Annotated[LogFormat, typer.Option("--format")] = LogFormat.JSONL,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Print the log of every change and action: when, what, who, from where and why.

    Example: duewatch audit --format csv > audit.csv
    """
    written = formats.as_csv if output is LogFormat.CSV else formats.as_jsonl
    with reader(settings(config)) as store:
        for piece in written(store.entries()):
            data(piece)


def verify(
    file: Annotated[
        Path | None, typer.Argument(help="A backup to look at instead of the database.")
    ] = None,
    expect: Annotated[
        str | None, typer.Option(help="A head that was written down; the log has to have it.")
    ] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Prove that nobody has edited, removed, added or moved an entry of the log.

    Write the head down somewhere else, on paper or in another system: who can write to the
    database could make a whole new log, but not one that has a head which you know.

    Example: duewatch verify --expect "$(cat head-of-last-month)"
    """
    expected = None if expect is None else _link(expect)
    if file is not None and not file.is_file():
        raise typer.BadParameter(f"there is no file {file}", param_hint="FILE")
    path = file or settings(config).database
    try:
        with open_reader(path) as store:
            proof = store.verify(expected)
    except StateError as error:
        if not path.exists():
            raise
        say(f"the log cannot be proved: {error}")
        raise typer.Exit(1) from None
    match proof:
        case Unbroken():
            _tell(path, proof)
        case Broken():
            _complain(path, proof)
            raise typer.Exit(1)


def _link(text: str) -> bytes:
    digits = text.strip().lower()
    try:
        found = bytes.fromhex(digits)
    except ValueError:
        found = b""
    if len(digits) != _LINK or len(found) * 2 != _LINK:
        wanted = f"a head has {_LINK} digits and letters a to f; `duewatch verify` prints it"
        raise typer.BadParameter(f"{text!r} is none: {wanted}", param_hint="--expect")
    return found


def _tell(path: Path, proof: Unbroken) -> None:
    count = proof.head.entries
    entries = f"{count:,} entries" if count != 1 else "1 entry"
    span = ""
    if proof.first and proof.newest:
        span = f" from {formats.moment(proof.first)} to {formats.moment(proof.newest)}"
    data(f"{path}: unbroken, {entries}{span}")
    if proof.expected_at is not None:
        since = proof.head.last - proof.expected_at
        data(f"the expected head is that of entry {proof.expected_at:,}; {since:,} came after it")
    data(f"head {proof.head}")


def _complain(path: Path, proof: Broken) -> None:
    if proof.entry is None:
        data(f"{path}: BROKEN: {proof.why}")
        say(
            "Somebody may have put a whole new log, or an older one, in its place: compare with a "
            "backup from after the day on which that head was written down."
        )
        return
    data(f"{path}: BROKEN at entry {proof.entry:,}: {proof.why}")
    if proof.shown:
        data(f"it says now: {formats.in_a_line(proof.shown)}")
    sound = proof.sound
    data(
        f"the last sound entry: {formats.in_a_line(sound)}"
        if sound
        else "no entry before it is sound"
    )
    say(
        f"Stop the bot and keep {path} as it is, with the files beside it that end in -wal and "
        "-shm, for whoever looks into it. Then go on with the newest backup that is unbroken: "
        "`duewatch verify FILE` says whether one is."
    )


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(audit)
    app.command()(verify)
