"""A chart as Slack's block and in words: within Slack's limits, exact in words."""

from decimal import Decimal

import pytest

from bot.slack.render.chart import Bar, Chart, chart_block, described, number
from bot.slack.render.message import Message
from bot.slack.render.table import Cell, Table, table_block, table_lines, table_said
from state.model import Direction
from tests.bot.slack.render.rich_judge import plain_faults, rich_faults
from tests.bot.slack.samples import money

CHART = Chart(
    "We owe USD, by due date",
    Direction.PAYABLE,
    [Bar("Overdue", money("1234.50 USD"), is_late=True), Bar("Later", money("7.00 USD"))],
    "As of 20 Nov 2026 14:00 UTC",
)
TABLE = Table(
    "We owe, by due date",
    ["Due", "Invoices", "USD"],
    [
        [Cell("Overdue"), Cell("2", 2, "2 invoices"), Cell("1,234.50", 1234.5, "1,234.50 USD")],
        [Cell("<!channel> *x*"), Cell("", 0, ""), Cell("", 0, "")],
    ],
)


def test_a_chart_becomes_slacks_own_block():
    block = chart_block(CHART)
    assert block["chart"]["series"] == [
        {
            "name": "USD",
            "data": [{"label": "Overdue", "value": 1234.5}, {"label": "Later", "value": 7}],
        }
    ]
    assert block["chart"]["axis_config"]["categories"] == ["Overdue", "Later"]
    assert rich_faults(Message("A chart.", (block,))) == []
    assert plain_faults(Message("A chart.", (block,))) != []  # where it is refused, it is known


def test_a_chart_in_words_holds_every_amount():
    assert described(CHART) == (
        "Bar chart, We owe USD, by due date: Overdue 1,234.50 USD, Later 7.00 USD. "
        "As of 20 Nov 2026 14:00 UTC."
    )


@pytest.mark.parametrize(
    ("text", "expected"), [("7.00 USD", 7), ("7.10 USD", 7.1), ("-3 JPY", -3), ("0.125 BHD", 0.125)]
)
def test_a_number_of_json_reads_back_as_the_amount(text: str, expected: float):
    found = number(money(text))
    assert found == expected
    assert Decimal(str(found)) == money(text).amount


def test_a_table_becomes_slacks_own_block_without_empty_cells():
    block = table_block(TABLE)
    assert [[cell["text"] for cell in row] for row in block["rows"]] == [
        ["Due", "Invoices", "USD"],
        ["Overdue", "2", "1,234.50"],
        ["<!channel> *x*", "–", "–"],  # noqa: RUF001 -- raw text: Slack reads nothing into it
    ]
    assert rich_faults(Message("A table.", (block,))) == []


def test_a_table_in_lines_explains_each_figure_and_escapes_names():
    assert table_lines(TABLE) == [
        "*Overdue* · 2 invoices · 1,234.50 USD",
        "*&lt;!channel&gt; ∗x∗*",  # noqa: RUF001 -- a star that formats nothing
    ]


def test_a_table_is_heard_as_sentences():
    assert table_said(TABLE)[0] == "Overdue: 2 invoices · 1,234.50 USD."
