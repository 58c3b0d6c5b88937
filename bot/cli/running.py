"""`duewatch run` and `duewatch demo`: what keeps running."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot import log
from bot.app import build
from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, settings, writer
from bot.clock import system_clock
from bot.demo.launch import Demo
from bot.lock import WriterLock
from bot.service import serve, until_told_to_stop
from bot.tokens import read_run_tokens


def run(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Run the bot: checks, reminders, deliveries, Slack. Stops cleanly on SIGTERM.

    Listens by Socket Mode when SLACK_APP_TOKEN is set, else over HTTP on $PORT.

    Example: SLACK_BOT_TOKEN=xoxb-... SLACK_APP_TOKEN=xapp-... duewatch run
    """
    log.configure(os.environ.get("DUEWATCH_LOG", "INFO"))
    found = settings(config, need_secrets=True)
    tokens = read_run_tokens(os.environ, found.slack.api_url)
    lock = WriterLock(found.database, "duewatch run", system_clock)
    with writer(found, f"{found.slack.command} check", lock) as store:
        core = build(found, store, system_clock, tokens)
        until_told_to_stop(serve(core, tokens, os.environ))


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the page is served.")] = 3100,
    host: Annotated[str, typer.Option(help="The address to serve it on.")] = "127.0.0.1",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
    data: Annotated[
        Path | None, typer.Option(help="Keep the demo's state here instead of a throw-away folder.")
    ] = None,
) -> None:
    """Run the whole bot on this machine against a local Slack and simulated providers.

    Needs no account, no token and no internet.

    Example: duewatch demo --port 3200 --no-browser
    """
    log.configure(os.environ.get("DUEWATCH_LOG", "WARNING"))
    Demo(host, port, data).run(open_browser=browser)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(run)
    app.command()(demo)
