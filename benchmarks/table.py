"""The rows as a table: for a terminal, or for docs/performance.md."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.rows import Row

HEADINGS = ("", "ours", "floor", "naive", "ours/floor", "naive/ours", "goal", "reached")


def cells(row: Row) -> tuple[str, ...]:
    """What stands in the columns of HEADINGS."""
    reached = {True: "yes", False: "NO", None: ""}[row.is_reached]
    return (
        row.what,
        _figure(row.ours, row.unit),
        _figure(row.floor, row.unit),
        _figure(row.naive, row.unit),
        _ratio(row.against_floor),
        _ratio(row.against_naive),
        row.goal.words(row.unit),
        reached,
    )


def show(title: str, rows: Sequence[Row], console: Console) -> None:
    """Print one measurement for people."""
    console.print(title, style="bold", highlight=False, soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD, expand=False)
    for position, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="left" if position in (0, 6, 7) else "right")
    for row in rows:
        table.add_row(*cells(row))
    console.print(table)
    for row in rows:
        if row.note:
            console.print(f"  {row.what}: {row.note}", highlight=False, markup=False)
    console.print()


def markdown(rows: Sequence[Row]) -> str:
    """The same as a table in Markdown."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|---|" + "--:|" * 5 + "---|---|"]
    lines += ["| " + " | ".join(cells(row)) + " |" for row in rows]
    lines += ["", *(f"- {row.what}: {row.note}" for row in rows if row.note)]
    return "\n".join(lines).rstrip() + "\n"


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 10 else f"{value:.0f}"
