"""A bar chart of one side's amounts: as Slack's own block, in words, and as facts to be drawn.

One chart shows one direction and one currency, so its bars can be compared. What Slack takes:
https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Sequence
from dataclasses import dataclass

from moneyed import Money

from bot.slack.language import _
from bot.slack.render.message import Block
from bot.slack.render.text import amount
from state.model import Direction

MOST_CHARTS = 2  # in one message
MOST_BARS = 20
MAX_TITLE = 50
MAX_LABEL = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount with what it stands for, in our own words of at most 20 characters."""

    label: str
    amount: Money
    is_late: bool = False  # drawn in the colour of what is overdue


@dataclass(frozen=True, slots=True)
class Chart:
    """At least one and at most twenty bars, all in the currency the title names."""

    title: str
    direction: Direction
    bars: Sequence[Bar]
    note: str = ""  # small print of its picture, which travels without the message

    @property
    def currency(self) -> str:
        """The ISO code of every bar."""
        return str(self.bars[0].amount.currency.code)


def chart_block(chart: Chart) -> Block:
    """The chart as a `data_visualization` block."""
    points = [{"label": bar.label, "value": number(bar.amount)} for bar in chart.bars]
    return {
        "type": "data_visualization",
        "title": chart.title,
        "chart": {
            "type": "bar",
            "series": [{"name": chart.currency, "data": points}],
            "axis_config": {
                "categories": [bar.label for bar in chart.bars],
                "y_label": chart.currency,
            },
        },
    }


def number(money: Money) -> int | float:
    """The amount as a number of JSON, which knows no decimals; for a bar's length or a sort."""
    whole = int(money.amount)
    return whole if whole == money.amount else float(money.amount)


def described(chart: Chart) -> str:
    """The chart in words, for whoever cannot see it: the alternative text of its picture."""
    told = ", ".join(f"{bar.label} {amount(bar.amount)}" for bar in chart.bars)
    note = f" {chart.note}." if chart.note else ""
    return _("Bar chart, {title}: {bars}.{note}", title=chart.title, bars=told, note=note)
