"""`duewatch config check`, `duewatch config example`, `duewatch manifest`."""

import json
import os
from importlib.resources import files
from typing import Annotated

import typer

from bot.answers.unfurls import domains
from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, NotRead, data, not_read, say, settings
from bot.manifest import manifest as build_manifest
from bot.slack import language
from bot.slack.render.text import count

config_app = typer.Typer(
    help="Validate the configuration or print a first one.\n\nExample: duewatch config check",
    no_args_is_help=True,
)


@config_app.command("check")
def config_check(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Validate the configuration file and that every credential it names is there.

    Example: duewatch config check --config /etc/duewatch.toml
    """
    found = settings(config, need_secrets=True)
    if found.oncall and found.oncall.idle_turns:
        say(f"{config}: oncall.rotate has no effect: {found.oncall.idle_turns}")
    accounts = count(len(found.accounts), "account")
    data(f"{config}: good; {accounts}: {', '.join(found.accounts) or 'none'}")


@config_app.command("example")
def config_example(config: NotRead = None) -> None:
    """Print a commented starter file.

    Example: duewatch config example > duewatch.toml
    """
    not_read(config, "the starter file is always the same")
    data(files("bot.config").joinpath("example.toml").read_text(encoding="utf-8"))


def manifest(
    http: Annotated[
        str | None, typer.Option(help="For HTTP mode: the public address of this bot.")
    ] = None,
    command: Annotated[
        str | None, typer.Option(help="The slash command.", show_default="/invoices")
    ] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Print the Slack app manifest (JSON) to paste at api.slack.com/apps.

    With the configuration, where there is one already, it has its command and its language, and
    the sites whose links show their invoice in Slack.

    Example: duewatch manifest --config duewatch.toml > manifest.json
    """
    if http is not None and not http.startswith("https://"):
        raise typer.BadParameter("Slack only calls addresses that begin with https://")
    named = config != DEFAULT_CONFIG or "DUEWATCH_CONFIG" in os.environ
    found = settings(config) if named or config.exists() else None
    if found:
        language.use(found.locale)
    links = domains(found.accounts.values()) if found else []
    typed = command or (found.slack.command if found else "/invoices")
    data(json.dumps(build_manifest(typed, http, links), indent=2))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(config_app, name="config")
    app.command()(manifest)
