"""A Slack user group: whoever is in it now is on call."""

from dataclasses import dataclass
from datetime import datetime

from bot.slack.directory import Directory, Group
from bot.slack.language import _
from bot.slack.render.answer_who import OnCall


@dataclass(frozen=True, slots=True)
class Members:
    """Who was in the group when Slack was asked."""

    group: Group

    def at(self, _now: datetime) -> OnCall:
        """Everybody in it, mentioned as one; a group is on call until somebody changes it."""
        people, handle = self.group.members, f"@{self.group.handle}"
        if not people:
            trouble = _("nobody is in {group}", group=handle)
            return OnCall((), "", _words(handle), trouble=trouble)
        return OnCall(people, f"<!subteam^{self.group.id}>", _words(handle))


@dataclass(frozen=True, slots=True)
class GroupSource:
    """Asks Slack who is in a user group."""

    directory: Directory
    name: str  # `@handle`, or Slack's id

    @property
    def words(self) -> str:
        """Where the answer is from, in words."""
        return _words(self.name)

    def plan(self, _now: datetime) -> Members:
        """Ask; SlackRefused when that fails."""
        return Members(self.directory.group(self.name))


def _words(group: str) -> str:
    return _("the user group {group}", group=group)
