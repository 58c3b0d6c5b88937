"""The answer to `cash`: the money we need and the money we expect, by week, never netted."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.slack.language import _, _n, short_date
from bot.slack.render.answer_report import Ground, Report, charts, laid_out
from bot.slack.render.chart import Chart
from bot.slack.render.figures import Figures, Part
from bot.slack.render.message import Message
from bot.slack.render.text import day
from state.figures.cash import Apart, Cash, Week
from state.figures.sums import Side, Sum
from state.model import Direction

MOST_WEEKS = 18  # shown one by one; with what is overdue and a last bar a chart is full
_TO = "\u2013"  # a dash from one day to another


def cash_answer(found: Sequence[Cash], days: int, ground: Ground) -> Message:
    """The whole answer; `found` holds one outlook for each direction and currency."""
    return laid_out(_report(found, days, ground), ground)


def cash_charts(found: Sequence[Cash], days: int, ground: Ground) -> list[Chart]:
    """The charts that the answer shows, to be drawn where Slack does not draw them itself."""
    return charts(_report(found, days, ground), ground)


def _report(found: Sequence[Cash], days: int, ground: Ground) -> Report:
    if not found:
        return Report(f"{_no_money(days)}{ground.filters}")
    last = found[0].weeks[-1].last
    sides = {
        way: {one.side: one for one in found if one.side.direction is way} for way in Direction
    }
    figures = [_figures(way, part) for way, part in sides.items() if part]
    title = f"{_headline(days, last)}{ground.filters}"
    return Report(title, figures, notes=[_note(both=len(figures) > 1)])


def _headline(days: int, last: date) -> str:
    if days == 0:
        return _("Cash for today, until {day}", day=day(last))
    return _n(
        "Cash for the next {number} day, until {day}",
        "Cash for the next {number} days, until {day}",
        days,
        day=day(last),
    )


def _no_money(days: int) -> str:
    if days == 0:
        return _("Nothing is open: no money moves today")
    return _n(
        "Nothing is open: no money moves in the next {number} day",
        "Nothing is open: no money moves in the next {number} days",
        days,
    )


def _note(*, both: bool) -> str:
    promised = _("A promised invoice counts on its promised day.")
    if not both:
        return promised
    beside = _("What we need and what we expect stand beside each other and are not netted.")
    return f"{promised} {beside}"


def _figures(direction: Direction, outlooks: Mapping[Side, Cash]) -> Figures:
    weeks = next(iter(outlooks.values())).weeks  # the same weeks for every currency
    parts = [
        Part(
            _("Overdue now"),
            {s: one.overdue for s, one in outlooks.items()},
            _("Overdue"),
            is_late=True,
        ),
        *(_week(at, outlooks) for at in range(min(len(weeks), MOST_WEEKS))),
        *_rest(outlooks, weeks),
        *(
            Part(name, {s: one.apart[why] for s, one in outlooks.items()})
            for why, name in _apart().items()
        ),
    ]
    return Figures(
        direction,
        _("We need") if direction is Direction.PAYABLE else _("We expect"),
        _("Week"),
        _("by week"),
        {side: one.total for side, one in outlooks.items()},
        [part for part in map(_bare, parts) if part.label or part.count],
    )


def _apart() -> dict[Apart, str]:
    return {
        Apart.LATER: _("Later, not counted"),
        Apart.UNDATED: _("No due date, not counted"),
        Apart.DISPUTED: _("Disputed, not counted"),
        Apart.REPORTED: _("Reported as paid, not counted"),
    }


def _bare(part: Part) -> Part:
    """The part without the sides on which it holds nothing."""
    sums = {side: one for side, one in part.sums.items() if one.count}
    return Part(part.name, sums, part.label, part.is_late)


def _week(at: int, outlooks: Mapping[Side, Cash]) -> Part:
    sums = {side: one.weeks[at].sum for side, one in outlooks.items()}
    week = next(iter(outlooks.values())).weeks[at]
    days = _days(week.first, week.last)
    return Part(_("{days} (week {number})", days=days, number=week.number), sums, days)


def _rest(outlooks: Mapping[Side, Cash], weeks: Sequence[Week]) -> list[Part]:
    """The weeks beyond those that are shown, as one part."""
    more = len(weeks) - MOST_WEEKS
    if more <= 0:
        return []
    sums: dict[Side, Sum] = {}
    for side, one in outlooks.items():
        first, *rest = one.weeks[MOST_WEEKS:]
        sums[side] = sum((week.sum for week in rest), first.sum)
    label = _n("{number} more week", "{number} more weeks", more)
    name = _("{weeks}, until {day}", weeks=label, day=day(weeks[-1].last))
    return [Part(name, sums, label)]


def _days(first: date, last: date) -> str:
    """`23-29 Nov`, `30 Nov - 6 Dec`, `20 Nov`, with real dashes; short enough for a bar."""
    end = short_date(last)
    if first == last:
        return end
    if first.month == last.month:
        return _("{day}{to}{end}", day=first.day, to=_TO, end=end)
    return f"{short_date(first)} {_TO} {end}"
