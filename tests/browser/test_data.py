"""Tables that people sort and search, and charts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from tests.browser.clerk import Json
from tests.browser.conftest import Visits
from tests.browser.patience import settles

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"


def text(words: str) -> Json:
    return {"type": "raw_text", "text": words}


def money(value: float) -> Json:
    return {"type": "raw_number", "value": value, "text": f"{value:,.2f} USD"}


INVOICES = [("acme/9", 1200.0), ("shop/10", 80.0), ("acme/11", 9.5), ("nyc/12", 700.0)]
TABLE: Json = {
    "type": "data_table",
    "caption": "Overdue payables",
    "page_size": 3,
    "rows": [
        [text("Invoice"), text("Open")],
        *([text(key), money(value)] for key, value in INVOICES),
    ],
}


def posted(visit: Visits, client: WebClient, *blocks: Json, width: int = 1300) -> Page:
    client.chat_postMessage(channel=BILLING, text="x", blocks=blocks)
    page = visit(width=width)
    page.locator(".block").first.wait_for()
    return page


def expect_first_column(table: Locator, *cells: str) -> None:
    expect(table.locator("tbody th")).to_have_text(cells)


def test_a_data_table_is_turned_page_by_page(visit: Visits, client: WebClient) -> None:
    table = posted(visit, client, TABLE).locator(".data-table")
    expect(table.locator("caption")).to_have_text("Overdue payables")
    expect(table.get_by_role("status")).to_have_text("1\u20133 of 4")
    expect(table.get_by_role("button", name="Previous page")).to_be_disabled()
    table.get_by_role("button", name="Next page").click()
    expect(table.get_by_role("status")).to_have_text("4\u20134 of 4")
    expect_first_column(table, "nyc/12")
    expect(table.get_by_role("button", name="Next page")).to_be_disabled()


def test_numbers_are_sorted_as_numbers_and_words_as_words(visit: Visits, client: WebClient) -> None:
    table = posted(visit, client, TABLE).locator(".data-table")
    by_sum = table.get_by_role("columnheader", name="Open")
    by_sum.get_by_role("button").click()
    expect(by_sum).to_have_attribute("aria-sort", "ascending")
    expect_first_column(table, "acme/11", "shop/10", "nyc/12")
    by_sum.get_by_role("button").press("Enter")
    expect(by_sum).to_have_attribute("aria-sort", "descending")
    expect_first_column(table, "acme/9", "nyc/12", "shop/10")
    by_sum.get_by_role("button").press("Space")
    expect(by_sum).to_have_attribute("aria-sort", "none")
    expect_first_column(table, "acme/9", "shop/10", "acme/11")
    table.get_by_role("columnheader", name="Invoice").get_by_role("button").click()
    expect_first_column(table, "acme/11", "acme/9", "nyc/12")


def test_a_data_table_is_searched(visit: Visits, client: WebClient) -> None:
    table = posted(visit, client, TABLE).locator(".data-table")
    field = table.get_by_role("searchbox", name="Filter Overdue payables")
    field.fill("ACME")
    expect(table.get_by_role("status")).to_have_text("1\u20132 of 2")
    expect_first_column(table, "acme/9", "acme/11")
    field.fill("nothing")
    expect(table.locator("tbody")).to_have_text("No row fits")
    expect(table.get_by_role("status")).to_have_text("0 of 4")


def test_a_short_data_table_needs_neither_pages_nor_search(
    visit: Visits, client: WebClient
) -> None:
    table = posted(visit, client, {**TABLE, "page_size": 4}).locator(".data-table")
    expect(table.locator("tbody tr")).to_have_count(4)
    expect(table.get_by_role("searchbox")).to_have_count(0)
    expect(table.get_by_role("button", name="Next page")).to_be_hidden()


def plot(kind: str) -> Json:
    weeks = ["1 Dec", "8 Dec", "15 Dec"]
    series = [
        {
            "name": name,
            "data": [
                {"label": one, "value": value} for one, value in zip(weeks, values, strict=True)
            ],
        }
        for name, values in (("USD", (100, 0, 250.5)), ("EUR", (-20, 30, 40)))
    ]
    chart = {"type": kind, "series": series, "axis_config": {"categories": weeks}}
    return {"type": "data_visualization", "title": f"Cash as {kind}", "chart": chart}


SEGMENTS = [{"label": "Current", "value": 3}, {"label": "90+", "value": 1}]
PIE: Json = {
    "type": "data_visualization",
    "title": "Aging",
    "chart": {"type": "pie", "segments": SEGMENTS},
}
# kind -> what is drawn per figure, how often
SHAPES = {"bar": ("rect.bar", 6), "line": ("circle.dot", 6), "area": ("polygon.area", 2)}


@pytest.mark.parametrize("width", [360, 1300])
def test_charts_are_drawn_with_a_legend_and_readable_figures(
    visit: Visits, client: WebClient, width: int
) -> None:
    client.chat_postMessage(channel=BILLING, text="x", blocks=[plot("area"), PIE])
    page = posted(visit, client, plot("bar"), plot("line"), width=width)
    for kind, (shape, count) in SHAPES.items():
        chart = page.locator(f".chart-{kind}")
        expect(chart.locator(shape)).to_have_count(count)
        expect(chart.get_by_role("img")).to_have_accessible_name(f"Cash as {kind}, {kind} chart")
        expect(chart.locator(".legend li")).to_have_text(["USD", "EUR"])
        expect(chart.get_by_role("row", name="15 Dec")).to_have_text("15 Dec250.540")
    pie = page.locator(".chart-pie")
    expect(pie.locator(".slice")).to_have_count(2)
    expect(pie.locator(".legend li")).to_have_text(["Current75 %", "90+25 %"])
    settles(lambda: page.evaluate("document.documentElement.scrollWidth"), width)


def test_a_chart_says_its_figures_when_pointed_at_and_fits_a_new_width(
    visit: Visits, client: WebClient
) -> None:
    page = posted(visit, client, plot("bar"))
    expect(page.locator("rect.bar title").first).to_have_text("USD, 1 Dec: 100")
    picture = page.locator(".chart-picture")
    wide = picture.get_attribute("viewBox") or ""
    page.set_viewport_size({"width": 400, "height": 800})
    expect(picture).not_to_have_attribute("viewBox", re.compile(f"^{re.escape(wide)}$"))
