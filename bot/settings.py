"""The configuration as frozen values. `bot.config` reads them from a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot import durations
from providers.base import ProviderSpec, Secret
from state.model import Account, Direction
from state.reminders import Ladder, Rhythm

Span = Annotated[timedelta, BeforeValidator(durations.parse)]


def _clock_time(value: object) -> object:
    if not (isinstance(value, str) and len(value) == 5):
        raise ValueError('write a time of day as "09:00"')
    return value


TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]
Days = Annotated[int, Field(strict=True, ge=0, le=3660)]


class Section(BaseModel):
    """A table of the configuration file; keys it does not know are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)


class SlackSection(Section):
    """`[slack]`: where to speak."""

    channel: str = Field("#billing", min_length=2)
    fallback_channel: str | None = None
    command: str = Field("/invoices", pattern=r"^/[a-z0-9_-]{1,31}$")
    api_url: str | None = None


class CheckSection(Section):
    """`[check]`: how often to ask the providers, and how many at once."""

    every: Span = timedelta(minutes=30)
    concurrency: int = Field(32, strict=True, ge=1, le=100)


class LadderSection(Section):
    """`[reminders.receivable]`: what differs for invoices that clients owe us."""

    before: tuple[Days, ...] | None = None
    after: tuple[Days, ...] | None = None
    repeat: Annotated[int, Field(strict=True, ge=1, le=366)] | None = None
    max_repeats: Annotated[int, Field(strict=True, ge=0, le=100)] | None = None


class RemindersSection(Section):
    """`[reminders]`: when to speak up about an invoice that is still owed."""

    before: tuple[Days, ...] = (14, 7, 3, 1, 0)
    after: tuple[Days, ...] = (1, 3, 7)
    repeat: Annotated[int, Field(strict=True, ge=1, le=366)] | None = 7
    max_repeats: Annotated[int, Field(strict=True, ge=0, le=100)] = 8
    business_days: bool = False
    holidays: str | None = None
    hours: tuple[TimeOfDay, TimeOfDay] = (time(9), time(17, 30))
    ack_expires: Span | None = timedelta(days=3)
    digest: str | None = None
    receivable: LadderSection = LadderSection()

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "RemindersSection":
        if self.hours[0] >= self.hours[1]:
            raise ValueError("hours: the first time must lie before the second")
        return self


class OncallSection(Section):
    """`[oncall]`: accepted, not in force in this version."""

    who: str | tuple[str, ...] | None = None
    rotate: Literal["daily", "weekly"] | None = None
    escalate_after: Span | None = None
    escalate_to: str | None = None


class RolesSection(Section):
    """`[roles]`: accepted, not in force in this version."""

    acknowledge: tuple[str, ...] = ()
    manage: tuple[str, ...] = ()


class SuspensionSection(Section):
    """`[[suspension]]`: accepted, not in force in this version."""

    provider: str | None = None
    account: str | None = None
    module: str | None = None
    suspend_after: Days | None = None
    terminate_after: Days | None = None


class FileModel(Section):
    """The whole file, but for what only a provider can judge about its accounts."""

    timezone: str = "UTC"
    database: str = "duewatch.db"
    slack: SlackSection = SlackSection()
    check: CheckSection = CheckSection()
    reminders: RemindersSection = RemindersSection()
    oncall: OncallSection | None = None
    roles: RolesSection | None = None
    suspension: tuple[SuspensionSection, ...] = ()
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

    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    provider: str
    url: str | None = None
    timezone: str | None = None
    currency: str | None = None
    direction: Direction | None = None
    channel: str | None = Field(None, min_length=2)
    every: Span | None = None
    ca_file: str | None = Field(None, min_length=1)
    enabled: Annotated[bool, Field(strict=True)] = True
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
    dormant: tuple[str, ...]  # settings that are accepted but not in force yet

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link between a service we pay for and what clients pay for it."""
        return tuple(link for one in self.accounts.values() for link in one.serves)

    def ladder(self, direction: Direction) -> Ladder:
        """Give the reminder steps for what we owe or for what is owed to us."""
        chosen = self.reminders
        if direction is Direction.RECEIVABLE:
            given = chosen.receivable.model_dump(exclude_none=True)
            chosen = chosen.model_copy(update=given)
        return Ladder(chosen.before, chosen.after, chosen.repeat, chosen.max_repeats)

    @property
    def rhythm(self) -> Rhythm:
        """When on its day a reminder step is reached."""
        return Rhythm(self.timezone, self.reminders.hours[0])
