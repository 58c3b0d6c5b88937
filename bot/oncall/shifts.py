"""Shifts of a calendar: whose it is at a moment, since when, until when, who is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.oncall.rotation import mention
from bot.slack.render.answer_who import OnCall


@dataclass(frozen=True, slots=True)
class Shift:
    """One event of the calendar. Without people it names nobody that Slack knows."""

    start: datetime
    end: datetime
    people: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Shifts:
    """What a calendar said about the time up to `reach`."""

    shifts: tuple[Shift, ...]
    reach: datetime
    words: str  # which calendar

    def at(self, now: datetime) -> OnCall:
        """Who is on call at a moment; beyond `reach`, whoever was it last."""
        moment = min(now, self.reach)
        people = _on(self.shifts, moment)
        until = self._changes(moment, people)
        followed = until is not None and until <= self.reach
        return OnCall(
            people=people,
            mention=mention(people),
            source=self.words,
            since=self._began(moment, people),
            until=until,
            next=_on(self.shifts, until) if until is not None and followed else None,
            trouble=self._strangers(moment),
        )

    def _changes(self, moment: datetime, people: tuple[str, ...]) -> datetime | None:
        edges = sorted({edge for one in self.shifts for edge in (one.start, one.end)})
        later = (edge for edge in edges if edge > moment and _on(self.shifts, edge) != people)
        return next(later, None)

    def _began(self, moment: datetime, people: tuple[str, ...]) -> datetime | None:
        """When these people took over; a shift that ends is followed by the next without a gap."""
        if not people:
            return None
        starts = sorted({one.start for one in self.shifts if one.start <= moment}, reverse=True)
        ends = {one.end for one in self.shifts if one.end <= moment}
        edges = sorted({*starts, *ends}, reverse=True)
        return next((edge for edge in edges if _before(self.shifts, edge) != people), None)

    def _strangers(self, moment: datetime) -> str:
        unknown = [one.title for one in _running(self.shifts, moment) if not one.people]
        if not unknown:
            return ""
        titles = " and ".join(f"“{title}”" for title in unknown[:3])
        return f"the calendar says {titles}, which names nobody that I find in Slack"


def _running(shifts: Sequence[Shift], moment: datetime) -> list[Shift]:
    return [one for one in shifts if one.start <= moment < one.end]


def _on(shifts: Sequence[Shift], moment: datetime) -> tuple[str, ...]:
    """Everybody whose shift it is; overlapping shifts are all meant."""
    return tuple(sorted({who for one in _running(shifts, moment) for who in one.people}))


def _before(shifts: Sequence[Shift], edge: datetime) -> tuple[str, ...]:
    return tuple(
        sorted({who for one in shifts if one.start < edge <= one.end for who in one.people})
    )
