"""A list of people who take turns, worked out from the date alone.

Nothing is stored: the turns are counted from a fixed Monday, so a restart, or a year
without the bot, changes nothing about whose turn it is.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.slack.language import _
from bot.slack.render.answer_who import OnCall

Turn = Literal["daily", "weekly"]

_EPOCH = date(2024, 1, 1)  # a Monday
_DAYS = {"daily": 1, "weekly": 7}


@dataclass(frozen=True, slots=True)
class Rotation:
    """People who are on call one after the other, or all together without `every`.

    A turn ends when work begins: on each day, or on each Monday, in the team's zone.
    """

    people: tuple[str, ...]
    every: Turn | None
    opens: time
    zone: str

    @property
    def words(self) -> str:
        """Where the answer is from, in words."""
        if self.every is None:
            return _("the list in duewatch.toml")
        if self.every == "daily":
            return _("the list in duewatch.toml, daily turns")
        return _("the list in duewatch.toml, weekly turns")

    def plan(self, _now: datetime) -> "Rotation":
        """Nobody has to be asked: the list is its own plan."""
        return self

    def at(self, now: datetime) -> OnCall:
        """Who is on call at a moment."""
        if self.every is None or len(self.people) < 2:
            return OnCall(self.people, mention(self.people), self.words)
        turn = self._turn(now)
        days = _DAYS[self.every]
        mine, others = self._whose(turn), self._whose(turn + 1)
        return OnCall(
            people=mine,
            mention=mention(mine),
            source=self.words,
            since=self._begins(_EPOCH + timedelta(days=turn * days)),
            until=self._begins(_EPOCH + timedelta(days=(turn + 1) * days)),
            next=others,
        )

    def _whose(self, turn: int) -> tuple[str, ...]:
        return (self.people[turn % len(self.people)],)

    def _turn(self, now: datetime) -> int:
        """Its number, by moments and not by clock times: a day may have 23 or 25 hours."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        begun = today if now >= self._begins(today) else today - timedelta(days=1)
        return (begun - _EPOCH).days // _DAYS[self.every or "daily"]

    def _begins(self, day: date) -> datetime:
        return datetime.combine(day, self.opens, ZoneInfo(self.zone)).astimezone(UTC)


def mention(people: tuple[str, ...]) -> str:
    """These people in Slack's markup."""
    return " ".join(f"<@{one}>" for one in people)
