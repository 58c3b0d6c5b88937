"""The answer to `summary`: how much is owed and late, who holds what, and what needs somebody."""

from collections.abc import Mapping, Sequence

from bot.slack.language import _, _n, figures
from bot.slack.render.answer_report import Ground, Report, Rows, charts, laid_out
from bot.slack.render.answer_rows import Row
from bot.slack.render.chart import Chart
from bot.slack.render.countdown import countdown
from bot.slack.render.figures import Figures, Part, direction_title, in_words
from bot.slack.render.message import Message
from bot.slack.render.text import care_word, code, due_words, escape, owed
from state.figures.summary import SOON_DAYS, Standings, Summary
from state.figures.sums import Side, Sum, Today
from state.model import Direction, InvoiceView


def summary_answer(found: Summary, ground: Ground, today: Today) -> Message:
    """The whole answer."""
    return laid_out(_report(found, ground, today), ground)


def summary_charts(found: Summary, ground: Ground, today: Today) -> list[Chart]:
    """The charts that the answer shows, to be drawn where Slack does not draw them itself."""
    return charts(_report(found, ground, today), ground)


def _report(found: Summary, ground: Ground, today: Today) -> Report:
    lists = [_unheld(found, way, today) for way in Direction]
    held = [_held(found, way) for way in Direction if way in found.held]
    oldest = [_oldest(view, today) for view in found.oldest.values()]
    return Report(
        f"{_headline(found)}{ground.filters}",
        [_figures(way, part) for way, part in _directions(found.sides) if part],
        [*held, *oldest],
        [listed for listed in lists if listed.rows],
    )


def _headline(found: Summary) -> str:
    """`12 open invoices, 3 overdue, 2 need somebody`."""
    number = sum(side.owed.count for side in found.sides)
    if not number:
        return _("Nothing is open")
    late = sum(side.overdue.count for side in found.sides)
    alone = sum(one.count for one in found.needing.values())
    return ", ".join(
        [
            _n("{number} open invoice", "{number} open invoices", number),
            _n("{number} overdue", "{number} overdue", late) if late else _("none overdue"),
            needing(alone) if alone else _("none needs somebody"),
        ]
    )


def needing(number: int) -> str:
    """`1 needs somebody`, `3 need somebody`."""
    return _n("{number} needs somebody", "{number} need somebody", number)


def _directions(
    sides: Sequence[Standings],
) -> list[tuple[Direction, dict[Side, Standings]]]:
    return [
        (way, {one.side: one for one in sides if one.side.direction is way}) for way in Direction
    ]


def _figures(direction: Direction, sides: Mapping[Side, Standings]) -> Figures:
    soon = _n("Due in {number} day", "Due in {number} days", SOON_DAYS)
    undated = _part(_("No due date"), {side: one.undated for side, one in sides.items()})
    parts = [
        _part(_("Overdue"), {side: one.overdue for side, one in sides.items()}, late=True),
        _part(soon, {side: one.soon for side, one in sides.items()}),
        _part(_("Later"), {side: one.later for side, one in sides.items()}),
    ]
    return Figures(
        direction,
        direction_title(direction),
        _("Due"),
        _("by due date"),
        {side: one.owed for side, one in sides.items()},
        [*parts, *[undated] * bool(undated.count)],
    )


def _part(name: str, sums: Mapping[Side, Sum], *, late: bool = False) -> Part:
    return Part(name, {side: one for side, one in sums.items() if one.count}, name, late)


def _held(found: Summary, direction: Direction) -> str:
    """`*We owe*, held: 3 acknowledged · 1 promised`."""
    counts = found.held[direction]
    states = [f"{figures(number)} {care_word(state)}" for state, number in counts.items()]
    title = direction_title(direction)
    return _("*{title}*, held: {states}", title=title, states=" · ".join(states))


def _unheld(found: Summary, direction: Direction, today: Today) -> Rows:
    mine = [view for view in found.unheld if view.account.direction is direction]
    sums = {side: one for side, one in found.needing.items() if side.direction is direction}
    number = sum(one.count for one in sums.values())
    title = f"{direction_title(direction)}, {needing(number)}: {in_words(sums)}"
    rows = [Row(view, today(view.account)) for view in mine]
    return Rows(title, rows, f"overdue {direction}", number)


def _oldest(view: InvoiceView, today: Today) -> str:
    """`*We owe*, the oldest: acme/7 · 12.50 USD · 95 days overdue · services stop in 2 days`."""
    late = due_words(view.invoice.due, today(view.account))
    facts = [escape(words, 200) for words in (owed(view.invoice), late, countdown(view)) if words]
    key = code(str(view.invoice.key), 120)
    title = direction_title(view.account.direction)
    return _("*{title}*, the oldest: {facts}", title=title, facts=" · ".join([key, *facts]))
