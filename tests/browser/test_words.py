"""What the page writes itself: moments, numbers and emoji, in the language of the workspace."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from bot.demo.slack import LocalSlack
from bot.demo.slack.site import PAGE
from tests.browser.clerk import actions, mrkdwn, words
from tests.browser.conftest import Visits
from tests.browser.everything import CHARTS, TABLE
from tests.browser.patience import settles

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"
OUTSIDE = """picture => {
  const paper = picture.getBoundingClientRect();
  const leaves = ({ left, right, bottom }) =>
    left < paper.left || right > paper.right + 1 || bottom > paper.bottom + 1;
  const texts = [...picture.querySelectorAll("text")];
  return texts.filter((one) => leaves(one.getBoundingClientRect())).map((one) => one.textContent);
}"""


def moment(when: datetime, pattern: str) -> str:
    return f"<!date^{int(when.timestamp())}^{pattern}|somewhen>"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en-US", "November 3rd, 2020, Nov 3, 2020, today at 2020-11-03"),
        ("de-DE", "3. November 2020, 3. Nov. 2020, heute at 2020-11-03"),
    ],
)
def test_moments_are_written_as_in_the_language_of_the_workspace(
    visit: Visits, slack: LocalSlack, client: WebClient, locale: str, expected: str
) -> None:
    slack.workspace.locale = locale
    then = datetime(2020, 11, 3, 13, 5, tzinfo=UTC)
    now = datetime.now(UTC)
    text = ", ".join([moment(then, "{date}"), moment(then, "{date_short}")])
    text += f", {moment(now, '{date_pretty}')} at {moment(then, '{date_num}')}"
    client.chat_postMessage(channel=BILLING, text=text)
    page = visit()
    expect(page.get_by_test_id("message")).to_contain_text(expected)
    expect(page.locator("html")).to_have_attribute("lang", locale)


@pytest.mark.parametrize(
    ("locale", "first", "second"),
    [
        ("en-US", "Sat, December 5, 2026", "Mon, December 7, 2026"),
        ("de-DE", "Sa., 5. Dezember 2026", "Mo., 7. Dezember 2026"),
    ],
)
def test_a_chosen_day_stands_in_words_beside_it(
    visit: Visits, slack: LocalSlack, client: WebClient, locale: str, first: str, second: str
) -> None:
    slack.workspace.locale = locale
    day = {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-05"}
    client.chat_postMessage(channel=BILLING, text="until", blocks=[actions(day)])
    page = visit()
    picker = page.locator(".picker")
    expect(picker).to_have_text(first)
    picker.locator("input").fill("2026-12-07")
    expect(picker).to_have_text(second)


def test_a_german_workspace_is_spoken_to_in_german(
    visit: Visits, slack: LocalSlack, client: WebClient
) -> None:
    slack.workspace.locale = "de-DE"
    ts = client.chat_postMessage(channel=BILLING, text="fällig", blocks=[TABLE, *CHARTS])["ts"]
    client.chat_postMessage(channel=BILLING, thread_ts=str(ts), text="eine Antwort")
    client.chat_postEphemeral(channel=BILLING, user="U01ADA", text="psst")
    page = visit()
    shown = page.get_by_test_id("message").first
    expect(shown.get_by_test_id("replies")).to_contain_text("1 Antwort")
    expect(shown.get_by_role("status")).to_have_text("1\u20132 von 3")
    expect(shown.get_by_placeholder("Zeilen filtern")).to_be_visible()
    expect(page.locator("[data-ephemeral]")).to_contain_text("Nur für dich sichtbar")
    expect(page.locator(".day")).to_have_text("Heute")
    expect(page.get_by_test_id("composer")).to_have_attribute(
        "placeholder", "Nachricht an #billing"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_emoji_in_the_colour_of_the_page_have_an_edge(
    visit: Visits, client: WebClient, theme: str
) -> None:
    blocks = [{"type": "header", "text": words("⚪ Void")}, mrkdwn(":grey_question: or 🔴 late")]
    client.chat_postMessage(channel=BILLING, text="void", blocks=blocks)
    page = visit(theme="light" if theme == "light" else "dark")
    shown = page.get_by_test_id("message").locator(".emoji")
    edges = "all => all.map(one => getComputedStyle(one).filter !== 'none')"
    settles(lambda: shown.evaluate_all(edges), [True, True, False])


def missing(names: list[str], drawn: list[str]) -> list[str]:
    """The names that are not drawn; some stand in two lines."""
    said = " ".join(drawn)
    return [name for name in names if name not in said]


@pytest.mark.parametrize("width", [360, 1280])
def test_no_word_of_a_chart_is_cut(visit: Visits, client: WebClient, width: int) -> None:
    weeks = ["Noch nicht fällig", "23. Nov. - 29. Nov.", "1-30 Tage", "Über 90 Tage", "Strittig"]
    points = [{"label": week, "value": 1_250} for week in weeks]
    chart = {
        "type": "bar",
        "series": [{"name": "USD", "data": points}],
        "axis_config": {"categories": weeks, "y_label": "USD"},
    }
    block = {"type": "data_visualization", "title": "Cash", "chart": chart}
    client.chat_postMessage(channel=BILLING, text="cash", blocks=[block])
    page = visit(width=width)
    drawn = page.locator(".chart-picture")
    names = drawn.locator(".middle, .end")
    settles(lambda: missing(weeks, names.all_text_contents()), [])
    settles(lambda: drawn.evaluate(OUTSIDE), [])


def test_a_table_wider_than_the_window_shows_that_there_is_more(
    visit: Visits, client: WebClient
) -> None:
    row = [{"type": "raw_text", "text": f"column-{number}"} for number in range(9)]
    client.chat_postMessage(
        channel=BILLING, text="wide", blocks=[{"type": "table", "rows": [row, row]}]
    )
    page = visit(width=390)
    table = page.locator(".table-scroll")
    more = re.compile(r"\bmore-right\b")
    expect(table).to_have_class(more)
    table.focus()
    page.keyboard.press("End")
    table.evaluate("one => { one.scrollLeft = one.scrollWidth }")
    expect(table).not_to_have_class(more)
    inside = "one => one.getBoundingClientRect().right <= innerWidth"
    settles(lambda: table.locator("th").last.evaluate(inside), wanted=True)


def test_a_narrow_window_shows_all_columns_of_a_table_of_amounts(
    visit: Visits, client: WebClient
) -> None:
    def cells(*texts: str) -> list[dict[str, str]]:
        return [{"type": "raw_text", "text": text} for text in texts]

    rows = [
        cells("Overdue for", "USD", "EUR", "Invoices"),
        cells("Reported as paid, not counted", "12,480.50", "40.00", "3 (1 unknown)"),
    ]
    client.chat_postMessage(channel=BILLING, text="a", blocks=[{"type": "table", "rows": rows}])
    page = visit(width=390)
    table = page.locator(".table-scroll")
    expect(table).to_be_visible()
    whole = "one => one.scrollWidth <= one.clientWidth"
    settles(lambda: table.evaluate(whole), wanted=True)


def test_every_german_word_of_the_page_is_said_somewhere() -> None:
    files = {path.name: path.read_text("utf-8") for path in PAGE.glob("*.js")}
    translated = re.findall(r'^  "([^"]+)": "', files.pop("language.js"), re.MULTILINE)
    assert len(translated) > 30
    every = "".join(files.values())
    said = {words for words in translated if f'say("{words}"' in every or f'"{words}"' in every}
    assert set(translated) - said == set()
