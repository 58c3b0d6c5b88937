"""Tables and charts, and what holds for all of them in one message.

Where copies of Slack's documentation differ (100 or 200 rows, 10,000 or 20,000 characters,
6 or 12 series), the smaller figure counts: what passes here passes everywhere. From
https://docs.slack.dev/reference/block-kit/blocks, pages table-block, data-table-block and
data-visualization-block.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from bot.demo.slack.block_rules import (
    Findings,
    Rule,
    Shape,
    anything,
    array,
    choice,
    flag,
    string,
    typed,
    whole,
)

NEW_KINDS = ("data_table", "data_visualization")  # refused by workspaces that lag behind
MOST_CHARTS = 2
MOST_CELL_TEXT = 10_000
_MOST_COLUMNS = 20
_MOST_PLOTTED = 6
_ID = {"block_id": string(255)}
_LABEL = string(20)


def _number(findings: Findings, value: object, at: str) -> None:
    wrong = isinstance(value, bool) or not isinstance(value, int | float)
    if wrong or not math.isfinite(float(value)):  # type: ignore[arg-type]
        findings.note(at, "must provide a number")


def _positive(findings: Findings, value: object, at: str) -> None:
    before = len(findings.messages)
    _number(findings, value, at)
    if len(findings.messages) == before and value <= 0:  # type: ignore[operator]
        findings.note(at, "must be more than 0")


_RICH_CELL = Shape({"elements": array(anything, 3000)}, _ID)
_CELL = typed({"raw_text": Shape({"text": string(3000)}), "rich_text": _RICH_CELL})
_PLAIN_CELLS = {
    "raw_text": Shape({"text": string(3000)}),
    "raw_number": Shape({"value": _number, "text": string(3000)}),
}
_DATA_CELL = typed({**_PLAIN_CELLS, "rich_text": _RICH_CELL})
_HEAD_CELL = typed(_PLAIN_CELLS)
_COLUMN = Shape({}, {"align": choice("left", "center", "right"), "is_wrapped": flag})


def _column(findings: Findings, value: object, at: str) -> None:
    if value is not None:  # null leaves a column as it is
        _COLUMN.check(findings, value, at)


def _data_rows(findings: Findings, value: object, at: str) -> None:
    array(array(_DATA_CELL, _MOST_COLUMNS), 101, 2)(findings, value, at)
    if findings.messages or not isinstance(value, list):
        return
    array(_HEAD_CELL, _MOST_COLUMNS)(findings, value[0], f"{at}/0")
    for number, row in enumerate(value):
        if len(row) != len(value[0]):
            findings.note(f"{at}/{number}", "all rows must have the same number of cells")


def _row_header(findings: Findings, block: Mapping[str, Any], at: str) -> None:
    column = block.get("row_header_column_index", 0)
    if column >= len(block["rows"][0]):
        findings.note(f"{at}/row_header_column_index", "must be the index of a column")


_SEGMENT = Shape({"label": _LABEL, "value": _positive}).check
_POINT = Shape({"label": _LABEL, "value": _number}).check
_SERIES = Shape({"name": _LABEL, "data": array(_POINT, 20)}).check
_AXIS = Shape({"categories": array(_LABEL, 20)}, {"x_label": string(50), "y_label": string(50)})


def _axis_fits(findings: Findings, chart: Mapping[str, Any], at: str) -> None:
    """One point per category in each series, and no name twice."""
    categories = chart["axis_config"]["categories"]
    if len(set(categories)) < len(categories):
        findings.note(f"{at}/axis_config/categories", "must provide unique items")
    names = [one["name"] for one in chart["series"]]
    if len(set(names)) < len(names):
        findings.note(f"{at}/series", "series names must be unique")
    for number, one in enumerate(chart["series"]):
        labels = [point["label"] for point in one["data"]]
        if sorted(labels) != sorted(categories):
            place = f"{at}/series/{number}/data"
            findings.note(place, "must provide one point for each of the axis categories")


_PLOT = Shape(
    {"series": array(_SERIES, _MOST_PLOTTED), "axis_config": _AXIS.check}, also=_axis_fits
)
_CHART: Rule = typed(
    {
        "pie": Shape({"segments": array(_SEGMENT, _MOST_PLOTTED)}),
        "bar": _PLOT,
        "line": _PLOT,
        "area": _PLOT,
    }
)

DATA_BLOCKS: dict[str, Shape] = {
    "table": Shape(
        {"rows": array(array(_CELL, _MOST_COLUMNS), 100)},
        {**_ID, "column_settings": array(_column, _MOST_COLUMNS)},
    ),
    "data_table": Shape(
        {"rows": _data_rows, "caption": string(3000)},
        {**_ID, "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
        also=_row_header,
    ),
    "data_visualization": Shape({"title": string(50), "chart": _CHART}, _ID),
}


def note_data_sums(findings: Findings, blocks: list[dict[str, Any]]) -> None:
    """One table, two charts and so much text in cells is all that a message may have."""
    tables = [number for number, block in enumerate(blocks) if block["type"] == "table"]
    if len(tables) > 1:
        findings.note(f"/blocks/{tables[1]}", "only one table allowed per message")
    charts = [at for at, block in enumerate(blocks) if block["type"] == "data_visualization"]
    if len(charts) > MOST_CHARTS:
        words = f"no more than {MOST_CHARTS} data_visualization blocks allowed per message"
        findings.note(f"/blocks/{charts[MOST_CHARTS]}", words)
    rows = [block["rows"] for block in blocks if block["type"] in ("table", "data_table")]
    if sum(map(len, _texts(rows))) > MOST_CELL_TEXT:
        words = f"table cells must be less than {MOST_CELL_TEXT + 1} characters in sum"
        findings.note("/blocks", words)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key == "text" and isinstance(one, str):
                yield one
            else:
                yield from _texts(one)
