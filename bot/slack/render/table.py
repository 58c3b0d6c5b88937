"""A table of figures: as Slack's own block, or as plain lines where Slack refuses that.

What Slack takes: https://docs.slack.dev/reference/block-kit/blocks/data-table-block
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.render.message import Block
from bot.slack.render.safe import escape, plain

MOST_ROWS = 100  # without the head
_PAGE = 14  # rows seen at once
_NOTHING = "–"  # noqa: RUF001 -- Slack refuses an empty cell
_CELL = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `said` stands instead of it in a line, where no head explains it."""

    text: str = ""
    value: float | None = None  # what a number is sorted by
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the first cell of a row names it."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]  # at least one and at most a hundred


def table_block(table: Table) -> Block:
    """The table as a `data_table` block, which people can sort and page through."""
    head = [{"type": "raw_text", "text": plain(name, _CELL) or _NOTHING} for name in table.head]
    return {
        "type": "data_table",
        "caption": plain(table.caption),
        "rows": [head, *([_cell(cell) for cell in row] for row in table.rows)],
        "page_size": max(1, min(_PAGE, len(table.rows))),
        "row_header_column_index": 0,
    }


def _cell(cell: Cell) -> Block:
    text = plain(cell.text, _CELL) or _NOTHING
    if cell.value is None:
        return {"type": "raw_text", "text": text}
    return {"type": "raw_number", "value": cell.value, "text": text}


def table_lines(table: Table) -> list[str]:
    """The same in mrkdwn, a line for each row; cells without anything in them are left out."""
    return [_line(row) for row in table.rows]


def _line(row: Sequence[Cell]) -> str:
    name, *facts = [escape(cell.text if cell.said is None else cell.said, _CELL) for cell in row]
    return " · ".join([f"*{name}*", *(fact for fact in facts if fact)])


def table_said(table: Table) -> list[str]:
    """The same to be heard: a sentence for each row."""
    return [f"{line.replace('*', '', 2).replace(' · ', ': ', 1)}." for line in table_lines(table)]
