"""Who may do what, by `[roles]`: everybody, certain people, or the members of user groups."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

import structlog
from moneyed import Money

from bot.clock import Clock
from bot.config.sections import RolesSection
from bot.config.settings import Settings
from bot.config.spellings import PERSON
from bot.config.tokens import Tokens
from bot.slack.directory import Directory
from bot.slack.language import _
from bot.slack.messenger import SlackRefused
from bot.slack.render.text import escape, person

log = structlog.get_logger()

REFRESHED = timedelta(minutes=5)

Ask = Callable[[str], Iterable[str]]  # a user group -> its members; SlackRefused when it fails


class Right(StrEnum):
    """What somebody may be allowed to do."""

    CARE = "acknowledge"  # acknowledge, snooze, promise, assign, note and give back
    MANAGE = "manage"  # mute accounts, dispute, promise large amounts, answer about a storm


class Members:
    """Who is in the user groups that were named; asked now and then, never on a click.

    While Slack does not say, the last known members count; before the first answer nobody
    knows, and that is told.
    """

    def __init__(self, groups: Iterable[str], ask: Ask) -> None:
        self.groups = tuple(dict.fromkeys(groups))
        self._ask = ask
        self._known: dict[str, frozenset[str]] = {}

    def refresh(self) -> None:
        """Ask Slack; it may take a while."""
        for group in self.groups:
            try:
                self._known[group] = frozenset(self._ask(group))
            except SlackRefused as refused:
                log.warning("roles_group_unknown", group=group, reason=str(refused))

    def of(self, group: str) -> frozenset[str] | None:
        """The members of a group; None as long as Slack has not said."""
        return self._known.get(group)


def nobody(_group: str) -> Iterable[str]:
    """Without Slack there is nobody to ask."""
    raise SlackRefused("there is no token of Slack")


def _unheard(_user: str, _right: Right, _why: str) -> None:
    """Nobody is told where it was only asked what to show."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Judges whether somebody may do something, and says who may."""

    section: RolesSection = field(default_factory=RolesSection)
    members: Members = field(default_factory=lambda: Members((), nobody))
    refused: Callable[[str, Right, str], object] = _unheard  # told of it: user, right, why

    def refusal(self, user: str, right: Right) -> str | None:
        """Why somebody may not, kindly and with who may; None if they may."""
        named = self._named(right)
        if not named:
            return None
        inside = [self._is_one(user, one) for one in named]
        if any(inside):
            return None
        self.refused(user, right, f"only {', '.join(named)} may {right.value}")
        who = self.who_may(right)
        return _not_known(who, right) if None in inside else _not_allowed(who, right)

    def who_may(self, right: Right) -> str:
        """Those who have a right, in mrkdwn; empty where everybody has it."""
        return _(" and ").join(_shown(one) for one in self._named(right))

    def to_promise(self, owed: Money | None) -> Right:
        """What promising to pay so much takes; where nobody knows how much, be careful."""
        limits: Mapping[str, Money] = self.section.promise_above
        if not limits:
            return Right.CARE
        if owed is None:
            return Right.MANAGE
        limit = limits.get(owed.currency.code)
        return Right.MANAGE if limit is not None and owed > limit else Right.CARE

    def _named(self, right: Right) -> tuple[str, ...]:
        """Those who have a right; none: everybody has. Who may manage may also take care."""
        care, manage = self.section.acknowledge, self.section.manage
        if right is Right.MANAGE:
            return manage or care
        return tuple(dict.fromkeys([*care, *manage])) if care else ()

    def _is_one(self, user: str, named: str) -> bool | None:
        if PERSON.fullmatch(named):
            return user == named
        members = self.members.of(named)
        return None if members is None else user in members


def roles_of(settings: Settings, tokens: Tokens | None, clock: Clock) -> Roles:
    """The roles as configured; without a token nobody knows who is in a group."""
    section = settings.roles
    named = (*section.acknowledge, *section.manage)
    groups = [one for one in named if not PERSON.fullmatch(one)]
    if tokens is None:
        return Roles(section, Members(groups, nobody))
    directory = Directory(tokens.bot, tokens.api_url, clock)
    return Roles(section, Members(groups, lambda group: directory.group(group).members))


def _not_allowed(who: str, right: Right) -> str:
    if right is Right.CARE:
        return _(
            "Only {people} may take care of invoices. Nothing was changed; please ask one of them.",
            people=who,
        )
    return _(
        "Only {people} may mute accounts, dispute, promise large amounts or answer for many "
        "invoices. Nothing was changed; please ask one of them.",
        people=who,
    )


def _not_known(who: str, right: Right) -> str:
    if right is Right.CARE:
        return _(
            "Only {people} may take care of invoices, and Slack has not told me yet who that is. "
            "Nothing was changed; please try again in a few minutes.",
            people=who,
        )
    return _(
        "Only {people} may mute accounts, dispute, promise large amounts or answer for many "
        "invoices, and Slack has not told me yet who that is. "
        "Nothing was changed; please try again in a few minutes.",
        people=who,
    )


def _shown(named: str) -> str:
    """A person by name; a group by its handle, which calls nobody, or by Slack's markup."""
    if PERSON.fullmatch(named):
        return person(named)
    return escape(named) if named.startswith("@") else f"<!subteam^{named}>"
