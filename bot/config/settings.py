"""The configuration as frozen values. `bot.config.load` reads them from a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from bot.config.sections import (
    EVERYBODY_MAY,
    NO_OVERRIDES,
    AccountReminders,
    AlarmSection,
    OncallSection,
    RemindersSection,
    RolesSection,
    RouteSection,
    Section,
    SuspensionSection,
)
from bot.config.spellings import Patience, spelled
from providers.base import ProviderSpec, Secret
from state.model import Account, Direction

Name = Annotated[
    str, spelled(r"[A-Za-z0-9_-]{1,64}", "takes letters, digits, - and _, at most 64 of them")
]
Command = Annotated[
    str, spelled(r"/[a-z0-9_-]{1,31}", "is / and small letters, digits, - and _, 32 at most")
]


class SlackSection(Section):
    """`[slack]`: where to speak."""

    channel: str = Field("#billing", min_length=2)
    fallback_channel: str | None = None
    command: Command = "/invoices"
    api_url: str | None = None


class CheckSection(Section):
    """`[check]`: how often to ask the providers, and how many at once."""

    every: Patience = timedelta(minutes=30)
    concurrency: int = Field(32, strict=True, ge=1, le=100)


class FileModel(Section):
    """The whole file, but for the tables that come in any number; those are judged one by one."""

    timezone: str = "UTC"
    locale: str = "en"
    database: str = Field("duewatch.db", min_length=1)
    slack: SlackSection = SlackSection()
    check: CheckSection = CheckSection()
    reminders: RemindersSection = RemindersSection()
    oncall: OncallSection | None = None
    roles: RolesSection | None = None
    alarm: AlarmSection | None = None
    suspension: tuple[dict[str, Any], ...] = ()
    routes: tuple[dict[str, Any], ...] = ()
    accounts: tuple[dict[str, Any], ...] = ()


class LinkTable(Section):
    """`[[accounts.serves]]`: a client or product that a service of this account earns."""

    service: str = Field(min_length=1)
    account: str
    client: str | None = Field(None, min_length=1)
    product: str | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _names_somebody(self) -> "LinkTable":
        if self.client is None and self.product is None:
            raise ValueError("name the `client` or the `product` that the service is for")
        return self


class AccountTable(Section):
    """What every `[[accounts]]` table may say, whatever its provider."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: Name
    provider: str
    url: str | None = None
    timezone: str | None = None
    currency: str | None = None
    direction: Direction | None = None
    channel: str | None = Field(None, min_length=2)
    every: Patience | None = None
    ca_file: str | None = Field(None, min_length=1)
    enabled: Annotated[bool, Field(strict=True)] = True
    reminders: AccountReminders = NO_OVERRIDES
    serves: tuple[LinkTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What a service that we pay for earns, as configured."""

    payer: str  # the payable account
    service: str  # as its invoices name it, e.g. vps1000
    account: str  # the receivable account
    client: str | None  # part of the client's name
    product: str | None  # part of a line's description


@dataclass(frozen=True, slots=True)
class Watched:
    """One configured account, ready to connect."""

    account: Account
    spec: ProviderSpec
    url: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    secrets: Mapping[str, Secret]
    every: timedelta
    ca_file: Path | None = None  # certificates to trust instead of the system's
    serves: tuple[Link, ...] = ()
    reminders: AccountReminders = NO_OVERRIDES


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that was configured."""

    path: Path
    timezone: str
    database: Path
    slack: SlackSection
    check: CheckSection
    reminders: RemindersSection
    accounts: Mapping[str, Watched]
    oncall: OncallSection | None = None
    roles: RolesSection = EVERYBODY_MAY
    suspensions: tuple[SuspensionSection, ...] = ()
    routes: tuple[RouteSection, ...] = ()  # in their order; the first that matches wins
    locale: str = "en"  # the language in which people are spoken to
    alarm: tuple[Secret, ...] = ()  # apprise addresses for when Slack cannot be reached

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link between a service we pay for and what clients pay for it."""
        return tuple(link for one in self.accounts.values() for link in one.serves)
