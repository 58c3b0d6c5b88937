"""The answer to `aging`: what is owed by days past due, one report for each direction."""

from collections.abc import Mapping, Sequence

from bot.slack.language import _, _n
from bot.slack.render.answer_report import Ground, Report, charts, laid_out
from bot.slack.render.chart import Chart
from bot.slack.render.figures import Figures, Part, direction_title
from bot.slack.render.message import Message
from bot.slack.render.text import care_word
from bot.slack.render.wording import capital
from state.figures.aging import Age, Aging
from state.figures.sums import Side
from state.model import CareState, Direction

_TO = "\u2013"  # a dash from one number to another
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
    what = _n(
        "{number} open invoice by days past due", "{number} open invoices by days past due", number
    )
    nothing = _("Nothing is open")
    figures = [
        _figures(way, {one.side: one for one in found if one.side.direction is way})
        for way in Direction
        if any(one.side.direction is way for one in found)
    ]
    return Report(f"{what if number else nothing}{ground.filters}", figures)


def _figures(direction: Direction, reports: Mapping[Side, Aging]) -> Figures:
    parts = [_part(age, reports) for age in Age]
    return Figures(
        direction,
        direction_title(direction),
        _("Past due"),
        _("by days past due"),
        {side: report.total for side, report in reports.items()},
        [part for age, part in zip(Age, parts, strict=True) if age in _ALWAYS or part.count],
    )


def _part(age: Age, reports: Mapping[Side, Aging]) -> Part:
    sums = {side: report.lines[age] for side, report in reports.items() if report.lines[age].count}
    name = _name(age)
    return Part(name, sums, name, is_late=age in _LATE)


def _name(age: Age) -> str:
    return {
        Age.CURRENT: _("Not due yet"),
        Age.TO_30: _("{first}{to}{last} days", first=1, to=_TO, last=30),
        Age.TO_60: _("{first}{to}{last} days", first=31, to=_TO, last=60),
        Age.TO_90: _("{first}{to}{last} days", first=61, to=_TO, last=90),
        Age.OVER_90: _("Over {number} days", number=90),
        Age.UNDATED: _("No due date"),
        Age.DISPUTED: capital(care_word(CareState.DISPUTED)),
    }[age]
