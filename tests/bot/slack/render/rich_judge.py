"""Judges of answers with tables and charts: a foreign library, the local Slack, our limits."""

import json
from collections.abc import Sequence
from typing import Any

import slackblocks

from bot.demo.slack.blocks import message_faults
from bot.slack.render.message import MAX_BLOCKS, MAX_BLOCKS_SIZE, Block, Message
from bot.slack.render.safe import width
from tests.bot.slack import block_kit

NEW = {"data_table": "table", "data_visualization": "chart"}
Json = Any  # whatever JSON can hold


def rich_faults(message: Message, largest: int = MAX_BLOCKS_SIZE) -> list[str]:
    """What any of the judges has against a message that may hold tables and charts."""
    plain = Message(message.text, tuple(b for b in message.blocks if b["type"] not in NEW))
    found = [*block_kit.faults(plain), *message_faults(list(message.blocks))]
    if width(message.text) > 4_000:
        found.append("the text is too long")
    if len(message.blocks) > MAX_BLOCKS or len(json.dumps(message.blocks)) > largest:
        found.append("the blocks are too many or too large")
    return [*found, *new_faults(message.blocks)]


def new_faults(blocks: Sequence[Block]) -> list[str]:
    """What there is against Slack's newest blocks among them."""
    found = []
    for block in blocks:
        if block["type"] in NEW:
            rebuilt = json.loads(json.dumps(_rebuilt(block)._resolve()))
            rebuilt.pop("block_id", None)
            if rebuilt != block:
                found.append(f"rebuilt differently: {rebuilt}")
    kinds = [block["type"] for block in blocks]
    return [*found, *["too many charts"] * (kinds.count("data_visualization") > 2)]


def plain_faults(message: Message) -> list[str]:
    """The same for a Slack that lags behind and knows neither of the new blocks."""
    return [*rich_faults(message), *message_faults(list(message.blocks), older=True)]


def _rebuilt(block: Block) -> Json:
    given = {name: value for name, value in block.items() if name != "type"}
    if block["type"] == "data_table":
        assert len(block["rows"]) <= 101  # as the stored reference has it
        rows = [[_cell(cell) for cell in row] for row in block["rows"]]
        return slackblocks.DataTableBlock(**{**given, "rows": rows})
    chart = block["chart"]
    assert len(chart["series"]) <= 6  # as the stored reference has it
    axis = slackblocks.AxisConfig(**chart["axis_config"])
    series = [
        slackblocks.DataSeries(one["name"], [slackblocks.DataPoint(**at) for at in one["data"]])
        for one in chart["series"]
    ]
    drawn = slackblocks.BarChart(series, axis)
    return slackblocks.DataVisualizationBlock(given["title"], drawn)


def _cell(cell: Block) -> Json:
    given = {name: value for name, value in cell.items() if name != "type"}
    kinds = {"raw_text": slackblocks.RawText, "raw_number": slackblocks.RawNumber}
    return kinds[cell["type"]](**given)
