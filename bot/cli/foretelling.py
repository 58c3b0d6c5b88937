"""`duewatch simulate`: what would be said in the coming days."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from bot import log
from bot.cli import foretold as forecast
from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, TextOrJson, data, reader, settings
from bot.clock import system_clock
from bot.forecast import foresee
from bot.formats import as_json


def simulate(
    days: Annotated[int, typer.Option(min=1, max=3660, help="How far to look ahead.")] = 60,
    output: Annotated[TextOrJson, typer.Option("--format")] = TextOrJson.TEXT,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Print the messages that would go out if nothing changed, day by day.

    The same engine as the bot's runs on a copy of the state with a clock of its own;
    providers are not asked and nothing is sent.

    Example: duewatch simulate --days 14
    """
    log.configure("ERROR")  # what the engine notes on its way did not happen
    found = settings(config)
    with reader(found) as store, tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "future.db"
        store.copy_to(str(copy))
        messages = foresee(found, copy, system_clock(), days)
    if output is TextOrJson.JSON:
        data(as_json.document({"messages": [forecast.as_data(one) for one in messages]}))
    else:
        data(forecast.as_text(messages, found.timezone, days))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(simulate)
