"""The answer to `aging`: what is owed by days past due, one report for each direction."""

from collections.abc import Mapping, Sequence

from bot.slack.render.answer_report import Ground, Report, charts, laid_out
from bot.slack.render.chart import Chart
from bot.slack.render.figures import TITLES, Figures, Part
from bot.slack.render.message import Message
from bot.slack.render.text import count
from state.figures.aging import Age, Aging
from state.figures.sums import Side
from state.model import Direction

_TO = "\u2013"  # a dash from one number to another
_NAMES = {
    Age.CURRENT: "Not due yet",
    Age.TO_30: f"1{_TO}30 days",
    Age.TO_60: f"31{_TO}60 days",
    Age.TO_90: f"61{_TO}90 days",
    Age.OVER_90: "Over 90 days",
    Age.UNDATED: "No due date",
    Age.DISPUTED: "Disputed",
}
_ALWAYS = {Age.CURRENT, Age.TO_30, Age.TO_60, Age.TO_90, Age.OVER_90}
_LATE = {Age.TO_30, Age.TO_60, Age.TO_90, Age.OVER_90}


def aging_answer(found: Sequence[Aging], ground: Ground) -> Message:
    """The whole answer; `found` holds one report for each direction and currency."""
    return laid_out(_report(found, ground), ground)


def aging_charts(found: Sequence[Aging], ground: Ground) -> list[Chart]:
    """The charts that the answer shows, to be drawn where Slack does not draw them itself."""
    return charts(_report(found, ground), ground)


def _report(found: Sequence[Aging], ground: Ground) -> Report:
    number = sum(one.total.count for one in found)
    what = f"{count(number, 'open invoice')} by days past due" if number else "Nothing is open"
    figures = [
        _figures(way, {one.side: one for one in found if one.side.direction is way})
        for way in Direction
        if any(one.side.direction is way for one in found)
    ]
    return Report(f"{what}{ground.filters}", figures)


def _figures(direction: Direction, reports: Mapping[Side, Aging]) -> Figures:
    parts = [_part(age, reports) for age in Age]
    return Figures(
        direction,
        TITLES[direction],
        "Past due",
        "by days past due",
        {side: report.total for side, report in reports.items()},
        [part for age, part in zip(Age, parts, strict=True) if age in _ALWAYS or part.count],
    )


def _part(age: Age, reports: Mapping[Side, Aging]) -> Part:
    sums = {side: report.lines[age] for side, report in reports.items() if report.lines[age].count}
    return Part(_NAMES[age], sums, _NAMES[age], is_late=age in _LATE)
