"""`duewatch why` and `duewatch simulate`: what the rules say, now and in the coming days."""

import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot import log
from bot.calling import chain
from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, TextOrJson, data, reader, say, settings
from bot.clock import system_clock
from bot.forecast import foresee
from bot.formats import as_json, forecast, reasons
from bot.rules import Rulebook
from bot.why import Explainer
from state.model import InvoiceKey


def why(
    key: Annotated[str, typer.Argument(help="The invoice, e.g. acme-vps/7514880.")],
    output: Annotated[TextOrJson, typer.Option("--format")] = TextOrJson.TEXT,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Say which rule said or did not say what about an invoice, and what comes next.

    Example: duewatch why acme-vps/7514880
    """
    found = settings(config)
    try:
        wanted = InvoiceKey.parse(key)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    with reader(found) as store:
        view = store.invoice(wanted)
        if view is None:
            say(f"{wanted} is not known; `duewatch list all` shows every invoice there is")
            raise typer.Exit(1)
        calls = partial(chain, found, lambda: None)
        explainer = Explainer(store, Rulebook(found), calls, system_clock)
        explained = explainer.explain(view)
    if output is TextOrJson.JSON:
        data(as_json.document(reasons.as_data(explained)))
    else:
        data(reasons.as_text(explained))


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
    """Add the commands."""
    app.command()(why)
    app.command()(simulate)
