"""Sums in words, in a table and in a chart: a row for each part, a column for each currency.

Everything in one table is of one direction; currencies stand beside each other and are never
added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from moneyed import Money

from bot.slack.language import _, _n, listed
from bot.slack.language import figures as spelled
from bot.slack.render.chart import Bar, Chart, number
from bot.slack.render.table import Cell, Table
from bot.slack.render.text import amount
from bot.slack.render.totals import unknown_amounts
from state.figures.sums import Side, Sum, nothing
from state.model import Direction
from state.totals import NO_CURRENCY

MOST_COLUMNS = 4  # currencies beside each other, as many as one can read


@dataclass(frozen=True, slots=True)
class Part:
    """A row: what it is, and its sum on each side of its direction that has any."""

    name: str
    sums: Mapping[Side, Sum]
    label: str = ""  # under its bar, at most 20 characters; empty: it has no bar
    is_late: bool = False

    @property
    def count(self) -> int:
        """The invoices of this row."""
        return sum(one.count for one in self.sums.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """The parts of what is owed in one direction."""

    direction: Direction
    title: str  # a few words before the sums: `We owe`
    head: str  # what the rows are: `Past due`
    subject: str  # of table and chart: `by days past due`
    total: Mapping[Side, Sum]
    parts: Sequence[Part]

    def columns(self, most: int) -> tuple[list[Side], list[Side]]:
        """The sides that get a column, those with the most invoices first, and the others."""
        whole = dict(self.total)
        for part in self.parts:  # some may hold what the total leaves out
            whole |= {side: whole.get(side, nothing(side)) + one for side, one in part.sums.items()}
        known = [side for side, one in whole.items() if _is_known(side, one)]
        busiest = sorted(known, key=lambda side: (-whole[side].count, side))
        return busiest[:most], sorted(busiest[most:])


def direction_title(direction: Direction) -> str:
    """What stands before the sums of a direction: `We owe`, `Owed to us`."""
    return _("We owe") if direction is Direction.PAYABLE else _("Owed to us")


def invoices(number: int) -> str:
    """`1 invoice`, `3 invoices`."""
    return _n("{number} invoice", "{number} invoices", number)


def in_words(sums: Mapping[Side, Sum]) -> str:
    """`37.50 USD and 12.00 EUR and 2 unknown amounts`; `nothing` where there is no invoice."""
    said = [amount(one.open) for side, one in sums.items() if _is_known(side, one)]
    if unknown := sum(one.unknown for one in sums.values()):
        said.append(unknown_amounts(unknown))
    return listed(said) or _("nothing")


def _is_known(side: Side, one: Sum) -> bool:
    return one.count > one.unknown and side.currency != NO_CURRENCY


def matrix(
    figures: Figures, columns: Sequence[Side], left: Sequence[Side], parts: Iterable[Part]
) -> Table:
    """The parts as a table with how many invoices each holds; those in `left` are only counted."""
    return Table(
        f"{figures.title}, {figures.subject}",
        [
            figures.head,
            *(side.currency for side in columns),
            *[_("Other currencies")] * bool(left),
            _("Invoices"),
        ],
        [_row(part, columns, left) for part in parts],
    )


def _row(part: Part, columns: Sequence[Side], left: Sequence[Side]) -> list[Cell]:
    sums = [_cell(part.sums.get(side, nothing(side))) for side in columns]
    return [Cell(part.name), *sums, *[_elsewhere(part, left)] * bool(left), _counted(part)]


def _elsewhere(part: Part, left: Sequence[Side]) -> Cell:
    """How many invoices of this row are in currencies that have no column."""
    found = sum(part.sums[side].count for side in left if side in part.sums)
    if not found:
        return Cell("", 0, "")
    said = _n("{number} in other currencies", "{number} in other currencies", found)
    return Cell(invoices(found), found, said)


def _counted(part: Part) -> Cell:
    unknown = sum(one.unknown for one in part.sums.values())
    said, number = invoices(part.count), spelled(part.count)
    if not unknown:
        return Cell(number if part.count else "", part.count, said)
    doubt = _n(
        "{invoices}, {number} of unknown amount",
        "{invoices}, {number} of unknown amount",
        unknown,
        invoices=said,
    )
    if unknown == part.count:
        doubt = _("{invoices} of unknown amount", invoices=said)
    shown = _n("{count} ({number} unknown)", "{count} ({number} unknown)", unknown, count=number)
    return Cell(shown, part.count, doubt)


def _cell(one: Sum) -> Cell:
    """The amount without its currency, which stands in the head; nothing where nothing is known."""
    if one.count == one.unknown:
        return Cell("", 0, "")
    return Cell(_digits(one.open), number(one.open), amount(one.open))


def _digits(money: Money) -> str:
    return amount(money).rpartition(" ")[0]


def others(figures: Figures, sides: Sequence[Side]) -> list[str]:
    """A line for each currency without a column: `*GBP* · 90.00 GBP (...) · 5 invoices`."""
    return [_other(figures, side) for side in sides]


def _other(figures: Figures, side: Side) -> str:
    whole = figures.total.get(side, nothing(side))
    late = nothing(side)
    for part in figures.parts:
        if part.is_late:
            late += part.sums.get(side, nothing(side))
    told = amount(whole.open)
    if late.open:
        told = _("{open} ({late} overdue)", open=told, late=amount(late.open))
    return f"*{side.currency}* · {told} · {invoices(whole.count)}"


def chart(figures: Figures) -> Chart | None:
    """The parts of the side with the most invoices as bars; None where there is no amount."""
    columns = figures.columns(1)[0]
    parts = [part for part in figures.parts if part.label]
    if not columns or not parts:
        return None
    side = columns[0]
    bars = [
        Bar(part.label, part.sums.get(side, nothing(side)).open, part.is_late) for part in parts
    ]
    if not any(bar.amount for bar in bars):
        return None
    title = f"{figures.title} {side.currency}, {figures.subject}"
    return Chart(title, figures.direction, bars, _left_out(parts, side))


def _left_out(parts: Sequence[Part], side: Side) -> str:
    unknown = sum(part.sums.get(side, nothing(side)).unknown for part in parts)
    left = _n(
        "{number} unknown amount not included", "{number} unknown amounts not included", unknown
    )
    return left if unknown else ""
