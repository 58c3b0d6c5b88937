"""`duewatch check` and `duewatch deliver`."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot import log, pace
from bot.app import build
from bot.check import Checked
from bot.cli.shared import (
    DEFAULT_CONFIG,
    ConfigPath,
    TextOrJson,
    data,
    known_accounts,
    say,
    settings,
)
from bot.cli.writing import writer
from bot.clock import system_clock
from bot.config.settings import Settings
from bot.config.tokens import read_tokens
from bot.deliver import Delivered
from bot.dry_run import check_dry
from bot.engine import Engine
from bot.formats import as_json, checks
from bot.formats.as_text import safe
from bot.formats.deliveries import line
from bot.upkeep.lock import WriterLock

Done = Callable[[Checked], None]

NAME_THEM = "--believe takes over only what you have looked at: name the accounts"
STOP_IT = "to take over what it refuses, stop it first"


def check(
    accounts: Annotated[
        list[str] | None, typer.Argument(help="Account names; default: all.")
    ] = None,
    dry_run: Annotated[  # noqa: FBT002 -- a flag
        bool, typer.Option("--dry-run", help="Ask and compare, write nothing.")
    ] = False,
    believe: Annotated[  # noqa: FBT002 -- a flag
        bool,
        typer.Option(
            "--believe",
            help="Take over what the named accounts answer although it seems wrong: you looked.",
        ),
    ] = False,
    output: Annotated[TextOrJson, typer.Option("--format")] = TextOrJson.TEXT,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Check accounts once, record what changed, queue messages and print the changes.

    Works without any Slack setting. Exit code 1 if an account could not be checked.

    An answer that loses most of what was owed is refused; if you looked and it is right, stop
    the bot and take it over: `duewatch check acme-vps --believe`. Nothing becomes paid by that.

    Example: duewatch check acme-vps --format json
    """
    log.configure("ERROR")
    found = settings(config, need_secrets=True)
    if believe and not accounts:
        raise typer.BadParameter(NAME_THEM)
    names = known_accounts(found, accounts or [])
    run = check_dry if dry_run else _check_and_record
    with _progress(len(names)) as done:
        results, counts = run(found, names, done, believe=believe)
    for one in results:
        if one.doubt is not None:
            say(f"{one.account}: believed on your word; {safe(one.doubt)}")
    results = sorted(results, key=lambda checked: names.index(checked.account))
    if output is TextOrJson.JSON:
        data(as_json.document({"accounts": [checks.as_data(c, counts) for c in results]}))
    else:
        data("\n".join(checks.as_lines(results, counts)))
    if not all(checked.ok for checked in results):
        raise typer.Exit(1)


def _check_and_record(
    found: Settings, names: Sequence[str], done: Done, *, believe: bool
) -> tuple[list[Checked], dict[str, int]]:
    lock = WriterLock(found.database, "duewatch check", system_clock)
    asking = f"{found.slack.command} check"
    with writer(found, f"{asking}; {STOP_IT}" if believe else asking, lock) as store:
        core = build(found, store, system_clock)
        results = core.engine.check_now(names, done, believe=believe)
        core.engine.remind()
        core.engine.stop()
        return results, checks.open_counts(store)


@contextmanager
def _progress(total: int) -> Iterator[Done]:
    """Show a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("checking", total=total)
        yield lambda checked: bar.update(task, advance=1, description=checked.account)


def deliver(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Send what is queued, once, and say what went out.

    Example: duewatch check && duewatch deliver
    """
    log.configure("ERROR")
    found = settings(config)
    tokens = read_tokens(os.environ, found.slack.api_url)
    lock = WriterLock(found.database, "duewatch deliver", system_clock)
    with writer(found, f"{found.slack.command} check; it delivers by itself", lock) as store:
        core = build(found, store, system_clock, tokens)
        count = _send_all(core.engine)
        core.engine.stop()
        left = store.pending()
    data(
        f"sent {count.sent}, dropped {count.dropped}, refused {count.refused}, still queued {left}"
    )
    if count.refused or left:
        raise typer.Exit(1)


def _send_all(engine: Engine) -> Delivered:
    """Send at Slack's pace until nothing is left but what has to wait for longer."""
    pause, total = threading.Event(), Delivered()
    if engine.delivery is None:
        return total
    delivery = replace(engine.delivery, told=lambda draft, outcome: data(line(draft, outcome)))
    while True:
        count = delivery.turn()
        total += count
        if count == Delivered():
            return total
        pause.wait(pace.SECONDS)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(check)
    app.command()(deliver)
