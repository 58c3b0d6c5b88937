"""The people and user groups of the workspace. People are asked once in a while and remembered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.slack.calls import Answer, Calls
from bot.slack.language import _
from bot.slack.messenger import SlackRefused
from bot.slack.refusals import Fault

REMEMBERED = timedelta(hours=1)

_PAGE = 200  # what Slack recommends for lists of people
_NAMES = ("real_name", "display_name")


@dataclass(frozen=True, slots=True)
class Group:
    """A user group and who is in it now."""

    id: str
    handle: str  # without @
    members: tuple[str, ...]  # Slack user ids


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the workspace, and the names that others know them by."""

    id: str
    names: tuple[str, ...]


class Directory:
    """Who is who in Slack. Methods raise SlackRefused, with what to do, and nothing else."""

    def __init__(
        self, token: str, base_url: str, clock: Callable[[], datetime], timeout: int = 15
    ) -> None:
        self._calls = Calls(token, base_url, timeout)
        self._clock = clock
        self._addresses: dict[str, tuple[datetime, str | None]] = {}
        self._people: tuple[datetime, tuple[Person, ...]] | None = None

    def __repr__(self) -> str:
        return f"Directory({self._calls!r})"

    def group(self, name: str) -> Group:
        """A user group by its handle, `@finance-oncall`, or by its id."""
        wanted = name.removeprefix("@")
        listed = _need(self._calls.ask(self._calls.web.usergroups_list, name))
        for one in listed.get("usergroups", ()):
            if wanted in (str(one.get("id")), str(one.get("handle"))):
                return self._group(str(one["id"]), str(one.get("handle")))
        raise SlackRefused(
            _(
                "there is no user group {name} in Slack, or it is switched off; check [oncall] who",
                name=name,
            )
        )

    def _group(self, group: str, handle: str) -> Group:
        users = self._calls.web.usergroups_users_list
        inside = _need(self._calls.ask(users, f"@{handle}", usergroup=group))
        return Group(group, handle, tuple(str(one) for one in inside.get("users", ())))

    def with_address(self, address: str) -> str | None:
        """The id of the person with this mail address, None if nobody has it."""
        known = self._addresses.get(address)
        if known is None or known[0] + REMEMBERED <= self._clock():
            known = self._addresses[address] = (self._clock(), self._look_up(address))
        return known[1]

    def _look_up(self, address: str) -> str | None:
        answer = self._calls.ask(
            self._calls.web.users_lookupByEmail, _("the people of Slack"), email=address
        )
        if isinstance(answer, Fault) and answer.code == "users_not_found":
            return None
        found = _need(answer).get("user") or {}
        return str(found["id"]) if _is_person(found) else None

    def everybody(self) -> Sequence[Person]:
        """All people with their names; bots and people who have left are none."""
        if self._people is None or self._people[0] + REMEMBERED <= self._clock():
            self._people = (self._clock(), tuple(self._list()))
        return self._people[1]

    def _list(self) -> list[Person]:
        web, people = self._calls.web, []
        for page in self._calls.pages(web.users_list, _("the people of Slack"), limit=_PAGE):
            members = _need(page).get("members", ())
            people += [_person(one) for one in members if _is_person(one)]
        return people


def _is_person(facts: Answer) -> bool:
    return bool(facts.get("id")) and not facts.get("deleted") and not facts.get("is_bot")


def _person(facts: Answer) -> Person:
    profile = facts.get("profile") or {}
    named = [profile.get(name) for name in _NAMES] + [facts.get("real_name"), facts.get("name")]
    return Person(str(facts["id"]), tuple(dict.fromkeys(str(name) for name in named if name)))


def _need(answer: Answer | Fault) -> Answer:
    if isinstance(answer, Fault):
        raise SlackRefused(answer.reason)
    return answer
