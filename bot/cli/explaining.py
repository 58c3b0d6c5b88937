"""`duewatch why`: what the rules say about one invoice."""

from functools import partial
from typing import Annotated

import typer

from bot.around import chain
from bot.cli.shared import (
    DEFAULT_CONFIG,
    ConfigPath,
    TextOrJson,
    data,
    invoice_key,
    reader,
    say,
    settings,
)
from bot.clock import system_clock
from bot.formats import as_json, reasons
from bot.rules import Rulebook
from bot.why import Explainer


def why(
    key: Annotated[str, typer.Argument(help="The invoice, e.g. acme-vps/7514880.")],
    output: Annotated[TextOrJson, typer.Option("--format")] = TextOrJson.TEXT,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Say which rule said or did not say what about an invoice, and what comes next.

    Example: duewatch why acme-vps/7514880
    """
    found = settings(config)
    wanted = invoice_key(key)
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


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(why)
