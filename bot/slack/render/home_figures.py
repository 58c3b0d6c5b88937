"""How much is owed, on a Home tab: a sum and a small chart for each direction, never across."""

from collections.abc import Iterable, Sequence

from moneyed import Money

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.answers import sums
from bot.slack.render.chart import Chart, chart_block
from bot.slack.render.figures import Figures, Part, chart, direction_title
from bot.slack.render.message import Block, mrkdwn
from bot.slack.render.text import amount
from state import search
from state.figures.sums import Side, Sum, nothing
from state.model import Direction
from state.search import Age
from state.totals import Total

_WIDTH = 12  # letters of the longest bar


def owed(
    totals: Sequence[Total],
    owed_parts: Sequence[search.Part],
    soon: Sequence[search.Part],
    days: int,
    *,
    rich: bool,
) -> list[Block]:
    """For each direction its sum and a chart: Slack's own where `rich`, else bars of letters.

    `soon` are the parts of what falls due within so many `days`; they are among `owed_parts`.
    """
    blocks: list[Block] = []
    for way in Direction:
        title = f"*{direction_title(way)}* {sums(totals, way)}"
        blocks.append(slack.section(mrkdwn(slack.fitting(title, slack.MAX_SECTION))))
        drawn = chart(_figures(way, owed_parts, soon, days))
        if drawn is not None:
            blocks.append(chart_block(drawn) if rich else _bars(drawn))
    return blocks


def _figures(
    way: Direction, owed_parts: Sequence[search.Part], soon: Sequence[search.Part], days: int
) -> Figures:
    late, undated = (_summed(way, owed_parts, age) for age in (Age.OVERDUE, Age.UNDATED))
    ahead, near = _summed(way, owed_parts, Age.AHEAD), _summed(way, soon, Age.AHEAD)
    later = {side: _less(one, near.get(side)) for side, one in ahead.items()}
    within = _n("Due in {number} day", "Due in {number} days", days)
    parts = [
        _part(_("Overdue"), late, late=True),
        _part(within, near),
        _part(_("Later"), later),
        _part(_("No due date"), undated),
    ]
    return Figures(
        way,
        direction_title(way),
        _("Due"),
        _("by due date"),
        {},
        [part for part in parts if part.count],
    )


def _part(name: str, sums_: dict[Side, Sum], *, late: bool = False) -> Part:
    return Part(name, {side: one for side, one in sums_.items() if one.count}, name, late)


def _summed(way: Direction, parts: Iterable[search.Part], age: Age) -> dict[Side, Sum]:
    found: dict[Side, Sum] = {}
    for part in parts:
        if part.direction is way and part.age is age:
            side = Side(way, part.currency)
            more = Sum(part.open, part.count, part.unknown)
            found[side] = found.get(side, nothing(side)) + more
    return found


def _less(one: Sum, other: Sum | None) -> Sum:
    if other is None:
        return one
    left = one.open - other.open
    return Sum(left, one.count - other.count, one.unknown - other.unknown)


def _bars(drawn: Chart) -> Block:
    """The chart in letters: a bar, what it is, and its amount, a line each."""
    most = max((bar.amount for bar in drawn.bars), key=lambda money: money.amount)
    lines = [f"`{_bar(bar.amount, most)}` {bar.label} · {amount(bar.amount)}" for bar in drawn.bars]
    note = [drawn.note] if drawn.note else []
    return slack.context(mrkdwn(slack.fitting("\n".join([*lines, *note]), slack.MAX_FIELD)))


def _bar(money: Money, most: Money) -> str:
    """As long as its part of the largest; whatever there is of it shows, if only a little."""
    if money.amount <= 0:
        return "░" * _WIDTH
    filled = max(round(money.amount / most.amount * _WIDTH), 1)
    return "█" * filled + "░" * (_WIDTH - filled)
