"""`[[suspension]]` and `[[routes]]`, judged against the accounts and providers that there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import providers
from bot.config.faults import Fault, nearest, validated
from bot.config.sections import RouteSection, SuspensionSection
from bot.config.settings import FileModel
from bot.config.spellings import listed
from providers.base import OptionKind


@dataclass(slots=True)
class Policies:
    """Reads both kinds of tables; what is wrong with any of them is added to `faults`."""

    model: FileModel
    faults: list[Fault]

    def suspensions(self) -> tuple[SuspensionSection, ...]:
        """Every policy; two that are meant for the same services are a fault."""
        found: dict[tuple[str | None, ...], str] = {}
        policies = []
        for position, table in enumerate(self.model.suspension, start=1):
            where = f"suspension number {position}"
            policy = validated(SuspensionSection, table, where, self.faults)
            if policy is None:
                continue
            policies.append(policy)
            self._names(where, policy.account, policy.provider)
            self._module(where, policy)
            other = found.setdefault((policy.account, policy.provider, policy.module), where)
            if other != where:
                self.faults.append(Fault(where, f"is meant for the same services as {other}"))
        return tuple(policies)

    def routes(self) -> tuple[RouteSection, ...]:
        """Every route in its order, each with a name."""
        routes, taken = list[RouteSection](), set[str]()
        last = len(self.model.routes)
        for position, table in enumerate(self.model.routes, start=1):
            where = _place(table, position)
            route = validated(RouteSection, table, where, self.faults)
            if route is None:
                continue
            self._names(where, route.account, route.provider)
            name = route.name or f"route number {position}"
            if name.casefold() in taken:
                self.faults.append(Fault(where, "another route has this name already"))
            if route.takes_everything and position < last:
                what = "takes every invoice, so those below it are never asked; move it to the end"
                self.faults.append(Fault(where, what))
            taken.add(name.casefold())
            routes.append(route.model_copy(update={"name": name}))
        return tuple(routes)

    def _names(self, where: str, account: str | None, provider: str | None) -> None:
        accounts = self._accounts()
        if account is not None and account not in accounts:
            self._unknown(f"{where}: account", "account", account, accounts)
        if provider is not None and provider not in providers.names():
            self._unknown(f"{where}: provider", "provider", provider, providers.names())
        elif provider and account in accounts and accounts[account] != provider:
            what = f"{account} is not an account of {provider}, so nothing can match"
            self.faults.append(Fault(where, what))

    def _accounts(self) -> dict[str, object]:
        """The names of the accounts, also of those that are switched off, and their providers."""
        tables = self.model.accounts
        return {one["name"]: one.get("provider") for one in tables if _is_named(one)}

    def _module(self, where: str, policy: SuspensionSection) -> None:
        """Only some providers have departments; InterServer names them in `modules`."""
        if policy.module is None:
            return
        provider = policy.provider or self._accounts().get(policy.account or "")
        if not isinstance(provider, str) or provider not in providers.names():
            return  # told already
        known = _modules(provider)
        if not known:
            self.faults.append(Fault(f"{where}: module", f"{provider} tells no modules apart"))
        elif policy.module not in known:
            self._unknown(f"{where}: module", f"{provider} module", policy.module, known)

    def _unknown(self, where: str, kind: str, word: str, known: Iterable[str]) -> None:
        names = list(known)
        hint = nearest(word, names) or f"; there are: {listed(names)}"
        self.faults.append(Fault(where, f"there is no {kind} {word!r}{hint}"))


def _is_named(table: Mapping[str, Any]) -> bool:
    return isinstance(table.get("name"), str) and bool(table["name"])


def _place(table: Mapping[str, Any], position: int) -> str:
    return f"route {table['name']}" if _is_named(table) else f"route number {position}"


def _modules(provider: str) -> tuple[str, ...]:
    options = providers.load(provider).options
    lists = (one for one in options if one.name == "modules" and one.kind is OptionKind.LIST)
    return next((one.choices for one in lists), ())
