"""`duewatch config check`, `duewatch config example`, `duewatch manifest`."""

import json
import os
from importlib.resources import files
from typing import Annotated
from urllib.parse import urlsplit

import typer
from pydantic import TypeAdapter, ValidationError

from bot.answers.unfurls import domains
from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, NotRead, data, not_read, say, settings
from bot.config.settings import Command
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
    if http is not None and not _is_address(http):
        said = "Slack only calls addresses that begin with https:// and name a host"
        raise typer.BadParameter(said, param_hint="--http")
    if command is not None:
        _require_command(command)
    named = config != DEFAULT_CONFIG or "DUEWATCH_CONFIG" in os.environ
    found = settings(config) if named or config.exists() else None
    if found:
        language.use(found.locale)
    links = domains(found.accounts.values()) if found else []
    typed = command or (found.slack.command if found else "/invoices")
    data(json.dumps(build_manifest(typed, http, links), indent=2))


def _is_address(http: str) -> bool:
    try:
        parts = urlsplit(http)
        return parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        return False


def _require_command(command: str) -> None:
    """The same spelling that the configuration takes, so that both can agree."""
    try:
        TypeAdapter(Command).validate_python(command)
    except ValidationError as error:
        told = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise typer.BadParameter(told, param_hint="--command") from None


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(config_app, name="config")
    app.command()(manifest)
