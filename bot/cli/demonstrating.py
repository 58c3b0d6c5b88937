"""`duewatch demo`: the whole bot on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from bot import log
from bot.cli.shared import NotRead, log_level, not_read, say
from bot.demo.launch import Demo
from bot.slack.catalogue import languages
from bot.upkeep.lock import Held


def _spoken(locale: str) -> str:
    if locale not in languages():
        raise typer.BadParameter(f"there are texts in {', '.join(languages())}")
    return locale


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the page is served.")] = 3100,
    host: Annotated[str, typer.Option(help="The address to serve it on.")] = "127.0.0.1",
    browser: Annotated[  # noqa: FBT002 -- a flag
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
    data: Annotated[
        Path | None, typer.Option(help="Keep the demo's state here instead of a throw-away folder.")
    ] = None,
    locale: Annotated[
        str, typer.Option(callback=_spoken, help="The language it speaks: en or de.")
    ] = "en",
    config: NotRead = None,
) -> None:
    """Run the whole bot on this machine against a local Slack and simulated providers.

    Needs no account, no token and no internet.

    Example: duewatch demo --port 3200 --no-browser --locale de
    """
    not_read(config, "the demo brings a configuration of its own")
    log.configure(log_level("WARNING"))
    try:
        Demo(host, port, data, locale=locale).run(open_browser=browser)
    except Held as error:
        say(f"{error}; name another folder with --data")
        raise typer.Exit(1) from None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)
