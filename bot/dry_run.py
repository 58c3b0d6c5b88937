"""A check that writes nothing: the same questions and the same comparison, no record."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.app import plans
from bot.check import Checked, Plan, examine
from bot.clock import system_clock
from bot.config.settings import Settings
from providers.base import ProviderError
from providers.clients import Clients
from state.database import open_reader
from state.model import Invoice
from state.store import (
    Reader,
)


def check_dry(
    settings: Settings,
    names: Sequence[str],
    done: Callable[[Checked], None],
    *,
    believe: bool = False,
) -> tuple[list[Checked], dict[str, int]]:
    """Compare every named account with the state; also gives the open invoices of each."""
    clients = Clients()
    store = open_reader(settings.database) if settings.database.exists() else None
    made = plans(settings, clients, system_clock)

    def one(name: str) -> tuple[Checked, int]:
        result = _compare(made[name], store, believe=believe)
        done(result[0])
        return result

    try:
        with ThreadPoolExecutor(settings.check.concurrency) as pool:
            results = list(pool.map(one, names))
    finally:
        clients.close()
        if store is not None:
            store.close()
    return [checked for checked, _ in results], {c.account: count for c, count in results}


def _compare(plan: Plan, store: Reader | None, *, believe: bool) -> tuple[Checked, int]:
    name = plan.account.name

    def known() -> Mapping[str, Invoice]:
        return {} if store is None else store.known(name)

    try:
        examined = examine(plan.provider, known, digest=None, believe=believe)
    except ProviderError as error:
        return Checked(name, error=str(error)), sum(not i.is_closed for i in known().values())
    listed = examined.snapshot.invoices if examined.snapshot else ()
    return Checked(name, examined.changes, doubt=examined.doubt), sum(
        not invoice.is_closed for invoice in listed
    )
