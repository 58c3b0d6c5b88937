"""The words beside an exported file: what it holds, how much that is, and how old."""

from collections.abc import Sequence

from bot.slack.render.answer_report import Ground, Report, laid_out
from bot.slack.render.figures import Figures, direction_title
from bot.slack.render.language import _, _n
from bot.slack.render.message import Message
from bot.slack.render.text import code
from state.figures.sums import per_side
from state.model import Direction, InvoiceView


def export_answer(file: str, views: Sequence[InvoiceView], ground: Ground) -> Message:
    """What is in the file of that name; its sums are of what is owed in it."""
    if not views:
        nothing = _("Nothing to export{filters}", filters=ground.filters)
        return laid_out(Report(nothing), ground)
    what = _n(
        "{number} invoice as CSV{filters}: {file}",
        "{number} invoices as CSV{filters}: {file}",
        len(views),
        filters=ground.filters,
        file=code(file),
    )
    return laid_out(Report(what, _figures(views)), ground)


def _figures(views: Sequence[InvoiceView]) -> list[Figures]:
    owed = per_side(views)
    sides = {way: {s: one for s, one in owed.items() if s.direction is way} for way in Direction}
    return [
        Figures(way, direction_title(way), "", "", sums, ()) for way, sums in sides.items() if sums
    ]
