"""The words beside an exported file: what it holds, how much that is, and how old."""

from collections.abc import Sequence

from bot.slack.render.answer_report import Ground, Report, laid_out
from bot.slack.render.figures import TITLES, Figures
from bot.slack.render.message import Message
from bot.slack.render.text import code, count
from state.figures.sums import per_side
from state.model import Direction, InvoiceView


def export_answer(file: str, views: Sequence[InvoiceView], ground: Ground) -> Message:
    """What is in the file of that name; its sums are of what is owed in it."""
    if not views:
        return laid_out(Report(f"Nothing to export{ground.filters}"), ground)
    what = f"{count(len(views), 'invoice')} as CSV{ground.filters}: {code(file)}"
    return laid_out(Report(what, _figures(views)), ground)


def _figures(views: Sequence[InvoiceView]) -> list[Figures]:
    owed = per_side(views)
    sides = {way: {s: one for s, one in owed.items() if s.direction is way} for way in Direction}
    return [Figures(way, TITLES[way], "", "", sums, ()) for way, sums in sides.items() if sums]
