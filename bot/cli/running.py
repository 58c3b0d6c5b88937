"""`duewatch run`: the bot itself."""

import os
from functools import partial
from pathlib import Path

import typer

from bot import log
from bot.app import build
from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, log_level, say, settings
from bot.cli.writing import writer
from bot.clock import system_clock
from bot.config.settings import Settings
from bot.config.tokens import read_run_tokens
from bot.service import serve, until_told_to_stop
from bot.upkeep import patience
from bot.upkeep.alarm import Alarm
from bot.upkeep.begun_anew import open_or_begin_anew, tell_of_loss
from bot.upkeep.lock import WriterLock
from state.store import Store


def run(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Run the bot: checks, reminders, deliveries, Slack. Stops cleanly on SIGTERM.

    Listens by Socket Mode when SLACK_APP_TOKEN is set, else over HTTP on $PORT.

    Example: SLACK_BOT_TOKEN=xoxb-... SLACK_APP_TOKEN=xapp-... duewatch run
    """
    log.configure(log_level("INFO"))
    found = settings(config, need_secrets=True)
    tokens = read_run_tokens(os.environ, found.slack.api_url)
    lock = WriterLock(found.database, "duewatch run", system_clock)
    asking = f"{found.slack.command} check"
    with writer(found, asking, lock, partial(_open, found)) as store:
        core = build(found, store, system_clock, tokens)
        tell_of_loss(found, store, core.alarm, system_clock())
        if not until_told_to_stop(serve(core, tokens, os.environ)):
            # worker threads wait for a provider and cannot be interrupted; their leases are void
            lock.release()
            os._exit(0)


def _open(found: Settings, path: Path) -> Store:
    """Nobody sits there: it waits for room, and goes on without what is damaged."""
    return patience.opened(
        path,
        lambda: open_or_begin_anew(path, system_clock, say),
        lambda: Alarm(found.alarm, system_clock),
        say,
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(run)
