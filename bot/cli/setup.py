"""`duewatch config check`, `duewatch config example`, `duewatch manifest`."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, data, settings
from bot.manifest import manifest as build_manifest
from bot.slack.render import language
from bot.unfurls import domains

config_app = typer.Typer(
    help="Validate the configuration or print a first one.", no_args_is_help=True
)


@config_app.command("check")
def config_check(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Validate the configuration file and that every credential it names is there.

    Example: duewatch config check --config /etc/duewatch.toml
    """
    found = settings(config, need_secrets=True)
    data(f"{config}: good; {len(found.accounts)} accounts: {', '.join(found.accounts) or 'none'}")


@config_app.command("example")
def config_example() -> None:
    """Print a commented starter file.

    Example: duewatch config example > duewatch.toml
    """
    data(files("bot").joinpath("example.toml").read_text(encoding="utf-8"))


def manifest(
    http: Annotated[
        str | None, typer.Option(help="For HTTP mode: the public address of this bot.")
    ] = None,
    command: Annotated[
        str | None, typer.Option(help="The slash command.", show_default="/invoices")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(help="A configuration: links to its accounts' invoices are shown in Slack."),
    ] = None,
) -> None:
    """Print the Slack app manifest (JSON) to paste at api.slack.com/apps.

    Example: duewatch manifest --config duewatch.toml > manifest.json
    """
    if http is not None and not http.startswith("https://"):
        raise typer.BadParameter("Slack only calls addresses that begin with https://")
    found = settings(config) if config else None
    if found:
        language.use(found.locale)
    links = domains(found.accounts.values()) if found else []
    typed = command or (found.slack.command if found else "/invoices")
    data(json.dumps(build_manifest(typed, http, links), indent=2))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(config_app, name="config")
    app.command()(manifest)
