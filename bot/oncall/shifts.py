"""Shifts of a calendar: whose it is at a moment, since when, until when, who is next."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, pairwise
from typing import Self

from bot.oncall.rotation import mention
from bot.slack.language import _, figures
from bot.slack.render.answer_who import OnCall

_EVER = datetime.min.replace(tzinfo=UTC)  # before the first shift and after the last: nobody
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shift:
    """One event of the calendar. Without people it names nobody that Slack knows."""

    start: datetime
    end: datetime
    people: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A time in which the same people are on call, however many shifts that are."""

    start: datetime
    end: datetime
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shifts:
    """What a calendar said about the time up to `reach`."""

    shifts: tuple[Shift, ...]
    turns: tuple[Turn, ...]  # without a gap, from ever to never
    reach: datetime
    words: str  # which calendar
    unread: int = 0  # events that could not be understood

    @classmethod
    def of(cls, shifts: Sequence[Shift], reach: datetime, words: str, unread: int = 0) -> Self:
        """Put shifts in order once; who is on call is asked often."""
        return cls(tuple(shifts), tuple(_turns(shifts)), reach, words, unread)

    def at(self, now: datetime) -> OnCall:
        """Who is on call at a moment; beyond `reach`, whoever was it last."""
        moment = min(now, self.reach)
        place = bisect_right(self.turns, moment, key=lambda turn: turn.start) - 1
        turn = self.turns[place]
        followed = turn.end <= self.reach
        return OnCall(
            people=turn.people,
            mention=mention(turn.people),
            source=self.words,
            since=turn.start if turn.people else None,
            until=turn.end if turn.end != _NEVER else None,
            next=self.turns[place + 1].people if followed else None,
            trouble="; ".join(self._troubles(moment)),
        )

    def _troubles(self, moment: datetime) -> Iterator[str]:
        unknown = [one.title for one in _running(self.shifts, moment) if not one.people]
        if unknown:
            titles = _(" and ").join(_("“{title}”", title=title) for title in unknown[:3])
            yield _(
                "the calendar says {titles}, which names nobody that I find in Slack",
                titles=titles,
            )
        if self.unread:
            yield _(
                "events of the calendar that could not be read: {number}",
                number=figures(self.unread),
            )


def _turns(shifts: Sequence[Shift]) -> list[Turn]:
    """Pieces in which nothing changes, those of the same people joined to one."""
    edges = sorted({_EVER, _NEVER, *(edge for one in shifts for edge in (one.start, one.end))})
    pieces = [Turn(start, end, _on(shifts, start)) for start, end in pairwise(edges)]
    joined = [list(same) for _, same in groupby(pieces, key=lambda piece: piece.people)]
    return [Turn(same[0].start, same[-1].end, same[0].people) for same in joined]


def _on(shifts: Sequence[Shift], moment: datetime) -> tuple[str, ...]:
    """Everybody whose shift it is; overlapping shifts are all meant."""
    return tuple(sorted({who for one in _running(shifts, moment) for who in one.people}))


def _running(shifts: Sequence[Shift], moment: datetime) -> list[Shift]:
    return [one for one in shifts if one.start <= moment < one.end]
