"""`[[accounts]]` -> accounts ready to connect, judged by what their provider needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import moneyed
from pydantic import ValidationError

import providers
from bot.config.faults import Fault, nearest, url_faults, validated, zone_faults
from bot.config.secrets import secret
from bot.config.settings import AccountTable, FileModel, Link, Watched
from providers.base import Option, OptionKind, ProviderSpec, Secret
from state.model import Account, Direction

T = TypeVar("T")
NAMELESS = "nameless"  # stands for a name that is missing or cannot be one


def read_accounts(
    model: FileModel, folder: Path, environ: Mapping[str, str], faults: list[Fault]
) -> list[Watched]:
    """Read every account; what is wrong with any of them is added to `faults`."""
    watched, names = [], set[str]()
    for position, table in enumerate(model.accounts, start=1):
        where = _place(table, position)
        whole = validated(AccountTable, table, where, faults)
        common = whole or _without_faults(table)
        if common is None:
            continue
        if common.name != NAMELESS and common.name.lower() in names:
            faults.append(Fault(where, "another account has this name already"))
        names.add(common.name.lower())
        one = _Reader(model, common, where, folder, environ, faults).read()
        if one is not None and whole is not None and whole.enabled:
            watched.append(one)
    faults += _link_faults(watched)
    return watched


def _without_faults(table: Mapping[str, Any]) -> AccountTable | None:
    """The rest of a table with faults, to be judged all the same: one run shows every fault."""
    try:
        return AccountTable.model_validate(table)
    except ValidationError as error:
        wrong = {str(found["loc"][0]) for found in error.errors() if found["loc"]}
    if "provider" in wrong:
        return None
    right = {name: value for name, value in table.items() if name not in wrong}
    return AccountTable.model_validate({"name": NAMELESS, **right})


def _link_faults(watched: list[Watched]) -> list[Fault]:
    ways = {one.account.name: one.account.direction for one in watched}
    faults = []
    for one in watched:
        for link in one.serves:
            where = f"account {one.account.name}: serves {link.service}"
            if one.account.direction is not Direction.PAYABLE:
                faults.append(Fault(where, "only a payable account has services that serve"))
            if link.account not in ways:
                hint = nearest(link.account, ways)
                faults.append(Fault(where, f"there is no account {link.account!r}{hint}"))
            elif ways[link.account] is not Direction.RECEIVABLE:
                faults.append(Fault(where, f"{link.account} is not a receivable account"))
    return faults


def _place(table: Mapping[str, Any], position: int) -> str:
    name = table.get("name")
    return f"account {name}" if isinstance(name, str) and name else f"account number {position}"


@dataclass(slots=True)
class _Reader:
    model: FileModel
    table: AccountTable
    where: str
    folder: Path
    environ: Mapping[str, str]
    faults: list[Fault]

    def read(self) -> Watched | None:
        try:
            spec = providers.load(self.table.provider)
        except LookupError as error:
            hint = nearest(self.table.provider, providers.names())
            self.fault("provider", f"{error}{hint}")
            self._judge_without_provider()
            return None
        given = self.table.model_extra or {}
        self._unknown(spec, given)
        url = self._url(spec)
        texts = _kept({o.name: self._text(o, given) for o in _of(spec, OptionKind.TEXT)})
        lists = _kept({o.name: self._list(o, given) for o in _of(spec, OptionKind.LIST)})
        secrets = _kept({o.name: self._secret(o, given) for o in _of(spec, OptionKind.SECRET)})
        every = self.table.every or self.model.check.every
        ca_file = self._ca_file()
        serves = tuple(
            Link(self.table.name, link.service, link.account, link.client, link.product)
            for link in self.table.serves
        )
        return Watched(
            account=self._account(spec),
            spec=spec,
            url=url,
            texts=texts,
            lists=lists,
            secrets=secrets,
            every=every,
            ca_file=ca_file,
            serves=serves,
            reminders=self.table.reminders,
        )

    def _judge_without_provider(self) -> None:
        """Find what is wrong whatever the provider is."""
        table = self.table
        if table.timezone is not None:
            self.faults += zone_faults(f"{self.where}: timezone", table.timezone)
        if table.url is not None:
            self.faults += url_faults(f"{self.where}: url", table.url)
        self._currency(table.currency)
        self._ca_file()

    def fault(self, name: str, what: str) -> None:
        self.faults.append(Fault(f"{self.where}: {name}", what))

    def _account(self, spec: ProviderSpec) -> Account:
        table = self.table
        zone = table.timezone or spec.timezone
        self.faults += zone_faults(f"{self.where}: timezone", zone)
        return Account(
            name=table.name,
            provider=spec.name,
            direction=table.direction or spec.direction,
            channel=table.channel or self.model.slack.channel,
            timezone=zone,
            currency=self._currency(table.currency or spec.currency),
        )

    def _currency(self, code: str | None) -> str | None:
        if code is None:
            return None
        try:
            return str(moneyed.get_currency(code.upper()).code)
        except moneyed.CurrencyDoesNotExist:
            self.fault("currency", f"{code!r} is not an ISO currency code such as USD")
            return None

    def _url(self, spec: ProviderSpec) -> str:
        url = self.table.url or spec.url
        if url is None:
            self.fault("url", f"is missing: every {spec.title} installation has its own address")
            return ""
        self.faults += url_faults(f"{self.where}: url", url)
        return url

    def _ca_file(self) -> Path | None:
        if self.table.ca_file is None:
            return None
        # At first use: most configurations name no file and need not load OpenSSL.
        from providers.trust import tls  # noqa: PLC0415

        path = self.folder / self.table.ca_file
        try:
            tls(path)
        except ValueError as error:
            self.fault("ca_file", str(error))
        return path

    def _unknown(self, spec: ProviderSpec, given: Mapping[str, Any]) -> None:
        known = {option.name for option in spec.options}
        for name in given.keys() - known:
            hint = nearest(name, known | set(AccountTable.model_fields))
            self.fault(name, f"is not a setting of {spec.title}{hint}")

    def _missing(self, option: Option, given: Mapping[str, Any]) -> bool:
        if option.name in given:
            return False
        if option.required:
            self.fault(option.name, f"is missing: {option.help}")
        return True

    def _text(self, option: Option, given: Mapping[str, Any]) -> str | None:
        if self._missing(option, given):
            return None
        value = given[option.name]
        if not (isinstance(value, str) and value.strip()):
            self.fault(option.name, "must be a text")
            return None
        return value.strip()

    def _list(self, option: Option, given: Mapping[str, Any]) -> tuple[str, ...] | None:
        if self._missing(option, given):
            return None
        value = given[option.name]
        if not (isinstance(value, list) and value and all(isinstance(v, str) for v in value)):
            self.fault(option.name, "must be a list of texts")
            return None
        for word in set(value) - set(option.choices):
            hint = nearest(word, option.choices) or f"; there are {', '.join(option.choices)}"
            self.fault(option.name, f"does not know {word!r}{hint}")
        return tuple(dict.fromkeys(value))

    def _secret(self, option: Option, given: Mapping[str, Any]) -> Secret | None:
        if self._missing(option, given):
            return None
        try:
            return secret(given[option.name], self.folder, self.environ)
        except ValueError as error:
            self.fault(option.name, str(error))
            return None


def _of(spec: ProviderSpec, kind: OptionKind) -> list[Option]:
    return [option for option in spec.options if option.kind is kind]


def _kept(values: Mapping[str, T | None]) -> dict[str, T]:
    return {name: value for name, value in values.items() if value is not None}
