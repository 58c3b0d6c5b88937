"""The tables of the configuration that say when to speak, to whom, and about what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationInfo, model_validator

from bot.config.secrets import address, secret
from bot.config.spellings import (
    EVERYBODY,
    GROUP,
    PERSON,
    Amount,
    Amounts,
    Channel,
    Days,
    Grade,
    Holidays,
    Mention,
    Patience,
    Recurring,
    Somebody,
    TimeOfDay,
    Zone,
    person_or_group,
)
from providers.base import Secret
from state.model import Direction

Hours = tuple[TimeOfDay, TimeOfDay]
Every = Annotated[int, Field(strict=True, ge=1, le=366)]
Times = Annotated[int, Field(strict=True, ge=0, le=100)]


class Section(BaseModel):
    """A table of the configuration file; keys it does not know are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)


def _require_order(hours: Hours | None) -> None:
    if hours is not None and hours[0] >= hours[1]:
        raise ValueError("hours: the first time must lie before the second")


class ReceivableSection(Section):
    """`[reminders.receivable]`: what differs for invoices that clients owe us."""

    before: tuple[Days, ...] | None = None
    after: tuple[Days, ...] | None = None
    repeat: Every | None = None
    max_repeats: Times | None = None
    quiet_below: Amounts | None = None


class AccountReminders(ReceivableSection):
    """`[accounts.reminders]`: what differs for one account."""

    business_days: Annotated[bool, Field(strict=True)] | None = None
    holidays: Holidays | None = None
    hours: Hours | None = None
    timezone: Zone | None = None  # of the people who see to it; default: the team's

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "AccountReminders":
        _require_order(self.hours)
        return self


NO_OVERRIDES = AccountReminders()


class RemindersSection(Section):
    """`[reminders]`: when to speak up about an invoice that is still owed."""

    before: tuple[Days, ...] = (14, 7, 3, 1, 0)
    after: tuple[Days, ...] = (1, 3, 7)
    repeat: Every = 7
    max_repeats: Times = 8
    business_days: Annotated[bool, Field(strict=True)] = False
    holidays: Holidays | None = None
    hours: Hours = (time(9), time(17, 30))
    quiet_below: Amounts = Field(default_factory=dict)
    ack_expires: Patience = timedelta(days=3)
    digest: Recurring | None = None
    receivable: ReceivableSection = ReceivableSection()

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "RemindersSection":
        _require_order(self.hours)
        return self


@dataclass(frozen=True, slots=True)
class Outside:
    """Where secrets lie: files beside the configuration, and the environment."""

    folder: Path
    environ: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """A Slack user group is on call: its handle (`@finance`) or its id."""

    handle: str


@dataclass(frozen=True, slots=True)
class People:
    """These people are on call, all at once or in turn."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """An iCal calendar says who is on call; whoever knows its address can read it."""

    address: Secret


Who = Group | People | Feed


def _who(value: object, info: ValidationInfo) -> Who:
    match value:
        case str() if "://" in value:
            return Feed(address(value, *_outside(info)))
        case str() if PERSON.fullmatch(value):
            return People((value,))
        case str() if GROUP.fullmatch(value) or value in EVERYBODY:
            return Group(person_or_group(value))
        case [_, *_]:
            return People(tuple(_person(one) for one in value))
        case {}:
            return Feed(address(value, *_outside(info)))
        case _:  # not repeated: half an address would be a secret too
            raise ValueError(
                'write a user group "@finance", user ids ["U024BE7LH"], the https:// address '
                'of an iCal calendar, or { env = "NAME" } for such an address'
            )


def _person(value: object) -> str:
    if not (isinstance(value, str) and PERSON.fullmatch(value)):
        raise ValueError(
            f"{value!r} is not a Slack user id such as U024BE7LH; a list holds people, "
            "a user group stands alone"
        )
    return value


def _secret(value: object, info: ValidationInfo) -> Secret:
    return secret(value, *_outside(info))


def _outside(info: ValidationInfo) -> tuple[Path, Mapping[str, str]]:
    outside = info.context if isinstance(info.context, Outside) else Outside(Path(), {})
    return outside.folder, outside.environ


class OncallSection(Section):
    """`[oncall]`: who is called when nobody takes an overdue invoice on, and after how long."""

    who: Annotated[Who, PlainValidator(_who)]
    rotate: Literal["daily", "weekly"] | None = None  # a list takes turns; nothing else does
    escalate_after: Patience | None = None
    escalate_to: Channel | None = None

    @property
    def written(self) -> str | tuple[str, ...]:
        """A group, people, or an address. AuthRejected when the address is not there."""
        match self.who:
            case Group():
                return self.who.handle
            case People():
                return self.who.ids
            case Feed():
                return self.who.address.reveal()
            case _:
                assert_never(self.who)

    @property
    def idle_turns(self) -> str | None:
        """Why `rotate` has no effect beside whoever is named; None where it has one."""
        match self.who:
            case Group() if self.rotate:
                return "all of a user group are on call at once, only a list of ids takes turns"
            case Feed() if self.rotate:
                return "the calendar itself says whose turn it is, only a list of ids takes turns"
            case _:
                return None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "OncallSection":
        if self.escalate_to and self.escalate_after is None:
            raise ValueError('escalate_to: needs escalate_after as well, for instance "4h"')
        return self


class RolesSection(Section):
    """`[roles]`: who may do what; an empty list leaves it to everybody who sees the invoice."""

    acknowledge: tuple[Somebody, ...] = ()
    manage: tuple[Somebody, ...] = ()
    promise_above: Amounts = Field(default_factory=dict)  # promising more needs `manage`

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "RolesSection":
        if self.promise_above and not self.manage:
            raise ValueError("promise_above: needs somebody in `manage` who may promise more")
        return self


EVERYBODY_MAY = RolesSection()


class SuspensionSection(Section):
    """`[[suspension]]`: when a provider stops services that are not paid."""

    provider: str | None = None
    account: str | None = None
    module: str | None = None
    suspend_after: Days | None = None
    terminate_after: Days | None = None
    hour: TimeOfDay | None = None
    timezone: Zone | None = None  # in which days and hour are meant; default: the account's

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "SuspensionSection":
        if (self.provider is None) == (self.account is None):
            raise ValueError("name either the `provider` or the `account`")
        if self.suspend_after is None and self.terminate_after is None:
            raise ValueError("say suspend_after, terminate_after or both, in days")
        ends, stops = self.terminate_after, self.suspend_after
        if ends is not None and stops is not None and ends < stops:
            raise ValueError("terminate_after: must not be less than suspend_after")
        return self


class RouteSection(Section):
    """`[[routes]]`: which invoices are spoken of where, and to whom."""

    name: str | None = Field(None, min_length=1, max_length=60)
    account: str | None = None
    provider: str | None = None
    direction: Direction | None = None
    client: str | None = Field(None, min_length=1)  # part of the client's name
    over: Amount | None = None  # more than this is open, in this currency
    severity: Grade | None = None  # this grave or graver
    channel: Channel | None = None
    mention: Mention | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "RouteSection":
        if self.channel is None and self.mention is None:
            raise ValueError("say the `channel`, the `mention` or both")
        return self

    @property
    def takes_everything(self) -> bool:
        """True without any condition."""
        told = self.model_fields_set - {"name", "channel", "mention"}
        return not told


class AlarmSection(Section):
    """`[alarm]`: whom to tell when Slack itself cannot be reached."""

    notify: tuple[Annotated[Secret, PlainValidator(_secret)], ...]

    @model_validator(mode="after")
    def _tells_somebody(self) -> "AlarmSection":
        if not self.notify:
            raise ValueError('notify: must name an address, as { env = "NAME" }')
        return self
