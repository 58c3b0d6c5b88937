"""Tables and charts: the largest that is taken, and the first that is not."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import LocalSlack
from bot.demo.slack.blocks import message_faults, view_faults
from tests.demo.slack.raw import post_json
from tests.demo.slack.shapes import Json, section

RICH: Json = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}


def text(words: str = "x") -> Json:
    return {"type": "raw_text", "text": words}


def number(value: object = 12.5, words: str = "12.50") -> Json:
    return {"type": "raw_number", "value": value, "text": words}


def table(rows: int = 2, cells: int = 2, cell: Json | None = None) -> Json:
    return {"type": "table", "rows": [[cell or text()] * cells] * rows}


def data_table(rows: int = 2, cells: int = 2, **more: object) -> Json:
    grid = [[text()] * cells] * rows
    return {"type": "data_table", "caption": "Overdue", "rows": grid, **more}


def pie(*values: float, label: str = "USD") -> Json:
    segments = [{"label": f"{label}{at}", "value": value} for at, value in enumerate(values)]
    return {"type": "pie", "segments": segments}


def series(name: str, values: dict[str, object]) -> Json:
    return {"name": name, "data": [{"label": one, "value": values[one]} for one in values]}


def plot(kind: str = "bar", count: int = 1, categories: int = 3, **axis: object) -> Json:
    labels = [f"week {at}" for at in range(categories)]
    lines = [series(f"line {at}", dict.fromkeys(labels, at)) for at in range(count)]
    return {"type": kind, "series": lines, "axis_config": {"categories": labels, **axis}}


def chart(drawn: Any, title: str = "Cash") -> Json:
    return {"type": "data_visualization", "title": title, "chart": drawn}


TAKEN = {
    "table of 100 x 20": [table(100, 20)],
    "data table of 1 + 100 x 20": [data_table(101, 20, page_size=100)],
    "two data tables": [data_table(), data_table()],
    "a table and a data table": [table(), data_table()],
    "numbers": [{**data_table(), "rows": [[text("Total")], [number()], [number(-3)]]}],
    "a number in the head": [{**data_table(), "rows": [[number(2026, "2026")], [text()]]}],
    "rich text below the head": [{**data_table(), "rows": [[text()], [RICH]]}],
    "the last column names the row": [data_table(row_header_column_index=1)],
    "10,000 characters": [{**data_table(), "rows": [[text("x" * 3000)] * 3, [text("x")] * 3]}],
    "pie of 6": [chart(pie(1, 2, 3, 4, 5, 0.1))],
    "labels of 20": [chart(pie(1, label="x" * 19))],
    "title of 50": [chart(pie(1), title="t" * 50)],
    "bars of 6 x 20": [chart(plot(count=6, categories=20, x_label="x" * 50, y_label="y" * 50))],
    "line": [chart(plot("line", count=2))],
    "area": [chart(plot("area"))],
    "below nought": [
        chart({**plot(categories=1), "series": [series("a", {"week 0": -7})]}),
    ],
    "two charts": [chart(pie(1)), chart(plot())],
}
REFUSED = {
    "two tables": ([table(), table()], "only one table allowed per message"),
    "table of 101": ([table(101, 1)], "no more than 100 items allowed"),
    "21 columns": ([table(1, 21)], "no more than 20 items allowed"),
    "numbers in a table": ([table(cell=number())], "unsupported type: raw_number"),
    "no caption": (
        [{"type": "data_table", "rows": [[text()], [text()]]}],
        "missing required field: caption",
    ),
    "empty caption": ([data_table(caption="")], "must be more than 0 characters"),
    "only a head": ([data_table(1)], "no less than 2 items allowed"),
    "102 rows": ([data_table(102)], "no more than 101 items allowed"),
    "21 columns of data": ([data_table(2, 21)], "no more than 20 items allowed"),
    "no columns": ([data_table(2, 0)], "no less than 1 items allowed"),
    "page of 0": ([data_table(page_size=0)], "must be between 1 and 100"),
    "page of 101": ([data_table(page_size=101)], "must be between 1 and 100"),
    "no such column": ([data_table(row_header_column_index=2)], "must be the index of a column"),
    "an empty cell": ([{**data_table(), "rows": [[text()], [text("")]]}], "more than 0 characters"),
    "ragged rows": (
        [{**data_table(), "rows": [[text()], [text(), text()]]}],
        "all rows must have the same number of cells",
    ),
    "rich text in the head": (
        [{**data_table(), "rows": [[RICH], [text()]]}],
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "text as number": (
        [{**data_table(), "rows": [[text()], [number("12")]]}],
        "must provide a number",
    ),
    "columns of a table": ([data_table(column_settings=[])], "invalid additional property"),
    "10,001 characters": (
        [{**data_table(), "rows": [[text("x" * 2500)] * 2, [text("x" * 2501)] * 2]}],
        "table cells must be less than 10001 characters in sum",
    ),
    "too much in two tables": (
        [table(2, 2, text("x" * 2500)), data_table()],
        "table cells must be less than 10001 characters in sum",
    ),
    "three charts": ([chart(pie(1))] * 3, "no more than 2 data_visualization blocks allowed"),
    "no title": ([{"type": "data_visualization", "chart": pie(1)}], "required field: title"),
    "title of 51": ([chart(pie(1), title="t" * 51)], "must be less than 51 characters"),
    "no chart": ([{"type": "data_visualization", "title": "t"}], "missing required field: chart"),
    "donut": ([chart({**pie(1), "type": "donut"})], "unsupported type: donut"),
    "pie of nothing": ([chart(pie())], "no less than 1 items allowed"),
    "pie of 7": ([chart(pie(*range(1, 8)))], "no more than 6 items allowed"),
    "slice of 0": ([chart(pie(0))], "must be more than 0"),
    "slice of text": ([chart(pie("1"))], "must provide a number"),  # type: ignore[arg-type]
    "label of 21": ([chart(pie(1, label="x" * 20))], "must be less than 21 characters"),
    "7 series": ([chart(plot(count=7))], "no more than 6 items allowed"),
    "21 categories": ([chart(plot(categories=21))], "no more than 20 items allowed"),
    "no axis": ([chart({"type": "bar", "series": []})], "missing required field: axis_config"),
    "axis label of 51": ([chart(plot(x_label="x" * 51))], "must be less than 51 characters"),
    "a point too few": (
        [chart({**plot(categories=2), "series": [series("a", {"week 0": 1})]})],
        "must provide one point for each of the axis categories",
    ),
    "two series of one name": (
        [chart({**plot(), "series": plot()["series"] * 2})],
        "series names must be unique",
    ),
    "a category twice": (
        [chart({**plot(categories=1), "axis_config": {"categories": ["week 0", "week 0"]}})],
        "must provide unique items",
    ),
    "infinity": (
        [chart({**plot(categories=1), "series": [series("a", {"week 0": float("inf")})]})],
        "must provide a number",
    ),
}


@pytest.mark.parametrize("blocks", TAKEN.values(), ids=TAKEN)
def test_a_message_may_have(blocks: object) -> None:
    assert message_faults(blocks) == []


@pytest.mark.parametrize(("blocks", "fault"), REFUSED.values(), ids=REFUSED)
def test_a_message_may_not_have(blocks: object, fault: str) -> None:
    assert [told for told in message_faults(blocks) if fault in told]


def post(client: WebClient, *blocks: Json) -> Json:
    return dict(client.chat_postMessage(channel="#billing", text="x", blocks=blocks)["message"])


def test_tables_and_charts_are_kept_as_they_came(client: WebClient) -> None:
    given = [section("*Overdue*"), data_table(), chart(plot())]
    kept = post(client, *given)["blocks"]
    assert [{key: one[key] for key in one if key != "block_id"} for one in kept] == given
    assert all(one["block_id"] for one in kept)


def test_a_workspace_that_lags_behind_refuses_the_new_blocks_and_takes_the_old(
    slack: LocalSlack, client: WebClient
) -> None:
    slack.faults.refuse_new_blocks = True
    for block in (data_table(), chart(pie(1))):
        with pytest.raises(SlackApiError) as caught:
            post(client, section("hello"), block)
        answer = caught.value.response
        assert answer["error"] == "invalid_blocks"
        assert answer["errors"] == [
            f"unsupported type: {block['type']} [json-pointer:/blocks/1/type]"
        ]
    post(client, section("hello"), table())
    slack.faults.refuse_new_blocks = False
    post(client, data_table())
    assert len(slack.history("#billing")) == 2


def test_the_panel_has_a_switch_for_it(slack: LocalSlack) -> None:
    pressed = {"id": "slack.refuse_new_blocks", "value": True}
    status, answer = post_json(f"{slack.url}/page/panel", pressed)
    assert status == 200
    switch = next(one for one in answer["controls"] if one["id"] == pressed["id"])
    assert (switch["kind"], switch["value"], slack.faults.refuse_new_blocks) == (
        "toggle",
        True,
        True,
    )
    post_json(f"{slack.url}/page/panel", {**pressed, "value": False})
    assert slack.faults.refuse_new_blocks is False


def test_a_home_tab_takes_the_new_blocks_unless_the_workspace_lags_behind(
    slack: LocalSlack, client: WebClient
) -> None:
    view = {"type": "home", "blocks": [data_table(), chart(plot())]}
    assert client.views_publish(user_id="U01ADA", view=view)["ok"]
    slack.faults.refuse_new_blocks = True
    with pytest.raises(SlackApiError) as caught:
        client.views_publish(user_id="U01ADA", view=view)
    assert "unsupported type: data_table" in str(caught.value.response["response_metadata"])


@pytest.mark.parametrize("block", [data_table(), chart(plot())], ids=["table", "chart"])
def test_a_modal_takes_none_of_them(block: Json) -> None:
    title = {"type": "plain_text", "text": "Figures"}
    found = view_faults({"type": "modal", "title": title, "blocks": [block]}, "modal")
    assert any("unsupported type" in fault for fault in found)
