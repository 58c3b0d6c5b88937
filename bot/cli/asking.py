"""`duewatch list` and `duewatch show`: questions to the local state."""

import shutil
from enum import StrEnum
from typing import Annotated

import typer

import providers
from bot.cli.shared import (
    DEFAULT_CONFIG,
    ConfigPath,
    TextOrJson,
    data,
    invoice_key,
    known_accounts,
    reader,
    say,
    settings,
)
from bot.clock import system_clock
from bot.config.faults import nearest
from bot.formats import as_csv, as_json, as_text
from bot.listing import Listing, Which, listing, today_in
from bot.serves import Serving
from state.model import Direction
from state.store import (
    Question,
)


class ListFormat(StrEnum):
    """The shapes a list comes in."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    ICS = "ics"


def list_invoices(
    which: Annotated[Which, typer.Argument(help="Which invoices.")] = Which.OPEN,
    within: Annotated[int, typer.Option(min=0, max=3660, help="Days that `due` looks ahead.")] = 7,
    account: Annotated[str | None, typer.Option(help="Only this account.")] = None,
    provider: Annotated[str | None, typer.Option(help="Only this provider.")] = None,
    direction: Annotated[
        Direction | None, typer.Option(help="Only what we owe, or are owed.")
    ] = None,
    output: Annotated[ListFormat, typer.Option("--format")] = ListFormat.TABLE,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """List invoices from the local state, with the age of the data of each account.

    Example: duewatch list overdue --account acme-vps --format csv > overdue.csv
    """
    found = settings(config)
    known_accounts(found, [account] if account else [])
    _require_known(provider)
    now = system_clock()
    question = Question(
        accounts=(account,) if account else None,
        provider=provider,
        direction=direction,
        owed_only=which is not Which.ALL,
    )
    with reader(found) as store:
        listed = listing(store, which, question, now, within)
    match output:
        case ListFormat.TABLE:
            data(as_text.table(listed, now, shutil.get_terminal_size((120, 24)).columns))
        case ListFormat.JSON:
            data(as_json.document(_as_json(listed)))
        case ListFormat.CSV:
            data(as_csv.invoices(listed.rows))
        case ListFormat.ICS:
            from bot.formats import as_ics  # noqa: PLC0415 -- slow to load, seldom asked for

            data(as_ics.calendar([view for view, _ in listed.rows], now))


def _require_known(provider: str | None) -> None:
    if provider is not None and provider not in (names := providers.names()):
        what = f"there is no provider {provider!r}; there are: {', '.join(names)}"
        raise typer.BadParameter(what + nearest(provider, names), param_hint="--provider")


def _as_json(listed: Listing) -> as_json.Json:
    return {
        "invoices": [as_json.invoice(view, today) for view, today in listed.rows],
        "accounts": [as_json.account(view) for view in listed.accounts],
        "totals": [as_json.total(total) for total in listed.totals],
    }


def show(
    key: Annotated[str, typer.Argument(help="The invoice, e.g. acme-vps/7514880.")],
    output: Annotated[TextOrJson, typer.Option("--format")] = TextOrJson.TEXT,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Show one invoice with its lines, what was decided about it, and its history.

    Example: duewatch show acme-vps/7514880
    """
    found = settings(config)
    wanted = invoice_key(key)
    now = system_clock()
    with reader(found) as store:
        view = store.invoice(wanted)
        timeline = store.timeline(wanted)
        theirs = Serving(found.links, store).hanging_on(view) if view else []
        accounts = {one.account.name: one for one in store.account_views()}
    if view is None:
        say(f"{wanted} is not known; `duewatch list all` shows every invoice there is")
        raise typer.Exit(1)
    today = today_in(view.account, now)
    hanging = [(one, today_in(one.account, now)) for one in theirs]
    if output is TextOrJson.JSON:
        data(as_json.document(as_json.details(view, today, timeline, hanging)))
    else:
        watched = accounts.get(wanted.account)
        notes = watched.notes if watched else ()
        data(as_text.details(view, today, timeline, hanging, notes))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("list")(list_invoices)
    app.command()(show)
