"""The answer to `cash`: the money we need and the money we expect, by week, never netted."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.slack.render.answer_report import Ground, Report, charts, laid_out
from bot.slack.render.chart import Chart
from bot.slack.render.figures import Figures, Part
from bot.slack.render.message import Message
from bot.slack.render.text import count, day
from state.figures.cash import Apart, Cash, Week
from state.figures.sums import Side, Sum
from state.model import Direction

MOST_WEEKS = 18  # shown one by one; with what is overdue and a last bar a chart is full
_TITLES = {Direction.PAYABLE: "We need", Direction.RECEIVABLE: "We expect"}
_APART = {
    Apart.LATER: "Later, not counted",
    Apart.UNDATED: "No due date, not counted",
    Apart.DISPUTED: "Disputed, not counted",
    Apart.REPORTED: "Reported as paid, not counted",
}
_TO = "\u2013"  # a dash from one day to another
_BESIDE = "What we need and what we expect stand beside each other and are not netted."
_PROMISED = "A promised invoice counts on its promised day."


def cash_answer(found: Sequence[Cash], days: int, ground: Ground) -> Message:
    """The whole answer; `found` holds one outlook for each direction and currency."""
    return laid_out(_report(found, days, ground), ground)


def cash_charts(found: Sequence[Cash], days: int, ground: Ground) -> list[Chart]:
    """The charts that the answer shows, to be drawn where Slack does not draw them itself."""
    return charts(_report(found, days, ground), ground)


def _report(found: Sequence[Cash], days: int, ground: Ground) -> Report:
    span = "today" if days == 0 else f"the next {count(days, 'day')}"
    if not found:
        return Report(f"Nothing is open: no money moves {_in(days)}{ground.filters}")
    last = found[0].weeks[-1].last
    sides = {
        way: {one.side: one for one in found if one.side.direction is way} for way in Direction
    }
    figures = [_figures(way, part) for way, part in sides.items() if part]
    notes = [_PROMISED, *[_BESIDE] * (len(figures) > 1)]
    title = f"Cash for {span}, until {day(last)}{ground.filters}"
    return Report(title, figures, notes=[" ".join(notes)])


def _in(days: int) -> str:
    return "today" if days == 0 else f"in the next {count(days, 'day')}"


def _figures(direction: Direction, outlooks: Mapping[Side, Cash]) -> Figures:
    weeks = next(iter(outlooks.values())).weeks  # the same weeks for every currency
    parts = [
        Part(
            "Overdue now", {s: one.overdue for s, one in outlooks.items()}, "Overdue", is_late=True
        ),
        *(_week(at, outlooks) for at in range(min(len(weeks), MOST_WEEKS))),
        *_rest(outlooks, weeks),
        *(
            Part(name, {s: one.apart[why] for s, one in outlooks.items()})
            for why, name in _APART.items()
        ),
    ]
    return Figures(
        direction,
        _TITLES[direction],
        "Week",
        "by week",
        {side: one.total for side, one in outlooks.items()},
        [part for part in map(_bare, parts) if part.label or part.count],
    )


def _bare(part: Part) -> Part:
    """The part without the sides on which it holds nothing."""
    sums = {side: one for side, one in part.sums.items() if one.count}
    return Part(part.name, sums, part.label, part.is_late)


def _week(at: int, outlooks: Mapping[Side, Cash]) -> Part:
    sums = {side: one.weeks[at].sum for side, one in outlooks.items()}
    week = next(iter(outlooks.values())).weeks[at]
    days = _days(week.first, week.last)
    return Part(f"{days} (week {week.number})", sums, days)


def _rest(outlooks: Mapping[Side, Cash], weeks: Sequence[Week]) -> list[Part]:
    """The weeks beyond those that are shown, as one part."""
    more = len(weeks) - MOST_WEEKS
    if more <= 0:
        return []
    sums: dict[Side, Sum] = {}
    for side, one in outlooks.items():
        first, *rest = one.weeks[MOST_WEEKS:]
        sums[side] = sum((week.sum for week in rest), first.sum)
    name = f"{count(more, 'more week')}, until {day(weeks[-1].last)}"
    return [Part(name, sums, count(more, "more week"))]


def _days(first: date, last: date) -> str:
    """`23-29 Nov`, `30 Nov - 6 Dec`, `20 Nov`, with real dashes; short enough for a bar."""
    (_, one, month, _), (_, other, other_month, _) = day(first).split(), day(last).split()
    if first == last:
        return f"{other} {other_month}"
    if month == other_month:
        return f"{one}{_TO}{other} {month}"
    return f"{one} {month} {_TO} {other} {other_month}"
