"""How messages are drawn: Slack's markup, Block Kit, narrow windows, two themes."""

import re

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from bot.demo.slack import LocalSlack
from tests.browser.clerk import button, mrkdwn, words
from tests.browser.conftest import Visits
from tests.browser.patience import settles

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"


# text, what is looked at, what stands there
MARKUP = (
    ("*bold* words", "strong", "bold"),
    ("*bold _and slanted_*", "strong em", "and slanted"),
    ("_slanted_ words", "em", "slanted"),
    ("~gone~ words", "s", "gone"),
    ("a `code *as is*`", "code", "code *as is*"),
    ("```two\nlines```", "pre", "two\nlines"),
    ("&gt; said\n&gt; so\nand", "blockquote", "said\nso"),
    ("<https://example.com/a|a page>", "a[href='https://example.com/a']", "a page"),
    ("see https://example.com/b.", "a[href='https://example.com/b']", "https://example.com/b"),
    ("<@U02BEN>", ".mention", "@Ben Finance"),
    ("<@U01ADA>", ".mention-me", "@Ada Ops"),
    ("<#C03OPS>", "a[href='#C03OPS']", "#ops"),
    ("<!subteam^S01>", ".mention-group", "@finance-oncall"),
    ("<!here>", ".mention-group", "@here"),
    ("<!date^0^{date_num} {time}|x>", ".message-text time", "1970-01-01 1:00 AM"),
    ("<!date^1795129200^{date_long}|x>", ".message-text time", "Friday, November 20th, 2026"),
    ("<!date^soon^{date}|fallback>", ".message-text", "fallback"),
    (":white_check_mark: paid", ".emoji", "✅"),
    ("1 &lt; 2 &amp;&amp; 3", ".message-text", "1 < 2 && 3"),
    ("&amp;lt; stays", ".message-text", "&lt; stays"),
    ("2*3*4 and snake_case_name", ".message-text", "2*3*4 and snake_case_name"),
    ("* not bold *", ".message-text", "* not bold *"),
    ("an :unknown_name: stays", ".message-text", "an :unknown_name: stays"),
    ("<b>", ".message-text", "b"),
)


def test_markup_looks_as_in_slack(visit: Visits, client: WebClient) -> None:
    sent = [
        (client.chat_postMessage(channel=BILLING, text=text)["ts"], text, selector, shown)
        for text, selector, shown in MARKUP
    ]
    page = visit()
    expect(page.get_by_test_id("message")).to_have_count(len(MARKUP))
    for ts, text, selector, shown in sent:
        drawn = page.locator(f'[data-ts="{ts}"] {selector}')
        settles(drawn.all_text_contents, [shown], text)


def test_a_moment_of_today_is_called_today(visit: Visits, client: WebClient) -> None:
    now = int(float(str(client.chat_postMessage(channel=BILLING, text="now")["ts"])))
    text = f"<!date^{now}^{{date_short_pretty}} at {{time}}|x>, seen <!date^{now}^{{ago}}|x>"
    ts = client.chat_postMessage(channel=BILLING, text=text)["ts"]
    drawn = visit().locator(f'[data-ts="{ts}"] .message-text')
    expect(drawn).to_have_text(re.compile(r"^Today at \d+:\d\d [AP]M, seen just now$"))


def test_what_people_and_bots_write_never_becomes_markup(
    visit: Visits, client: WebClient, slack: LocalSlack
) -> None:
    nasty = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    slack.say("U02BEN", "#billing", nasty)
    client.chat_postMessage(channel=BILLING, text="<javascript:alert(3)|press me>")
    section = {"type": "section", "text": words(nasty)}
    client.chat_postMessage(channel=BILLING, text="x", blocks=[section])
    timeline = visit().locator("#timeline")
    expect(timeline.get_by_text(nasty)).to_have_count(2)
    expect(timeline.get_by_text("press me")).to_be_visible()
    expect(timeline.locator("script, [onerror], a[href^=javascript]")).to_have_count(0)


def test_every_block_of_a_message_is_drawn(visit: Visits, client: WebClient) -> None:
    options = [{"text": words("One"), "value": "1"}, {"text": words("Two"), "value": "2"}]
    image = {"type": "image", "image_url": "https://127.0.0.1:9/x.png", "alt_text": "a chart"}
    cell = {"type": "raw_text", "text": "cell"}
    blocks = [
        {"type": "header", "text": words("Overdue :fire:")},
        {
            **mrkdwn("text"),
            "fields": [{"type": "mrkdwn", "text": "*Due*\ntoday"}],
            "accessory": {"type": "overflow", "action_id": "more", "options": options},
        },
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "small _print_"}]},
        {
            "type": "actions",
            "elements": [
                button("go", "Go", url="https://example.com/"),
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"},
                {"type": "timepicker", "action_id": "hour", "initial_time": "09:30"},
                {"type": "radio_buttons", "action_id": "radio", "options": options},
                {"type": "checkboxes", "action_id": "boxes", "options": options},
                {"type": "multi_users_select", "action_id": "people"},
                {"type": "channels_select", "action_id": "rooms"},
            ],
        },
        {"type": "table", "rows": [[cell, cell], [cell, cell]]},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "user", "user_id": "U03CLEO"}],
                        }
                    ],
                }
            ],
        },
        {
            "type": "markdown",
            "text": "## Heading\n\n- **one**\n- two\n\n| A | B |\n|---|---|\n| x | y |",
        },
        {**image, "title": words("A chart")},
    ]
    visit.tolerated.append("ERR_")  # the picture's address leads nowhere
    ts = client.chat_postMessage(channel=BILLING, text="all", blocks=blocks)["ts"]
    drawn = visit().locator(f'[data-ts="{ts}"]')
    expect(drawn.locator(".block")).to_have_count(len(blocks))
    kinds = [re.compile(rf"^block block-{block['type']}$") for block in blocks]
    expect(drawn.locator(".block")).to_have_class(kinds)
    expect(drawn.locator("h2")).to_have_text("Overdue 🔥")
    expect(drawn.locator("a.button")).to_have_attribute("href", "https://example.com/")
    expect(drawn.locator("a.button")).to_have_attribute("rel", "noopener noreferrer")
    expect(drawn.locator("[data-action-id=day]")).to_have_value("2026-12-01")
    expect(drawn.locator(".block-rich_text li")).to_have_text("@Cleo Lead")
    expect(drawn.locator(".block-markdown li strong")).to_have_text("one")
    expect(drawn.locator(".block-markdown td").first).to_have_text("x")
    expect(drawn.locator(".block-image .image-missing")).to_have_text("a chart")


def test_an_attachment_has_its_bar_of_colour(visit: Visits, client: WebClient) -> None:
    attachment = {"color": "#e01e5a", "blocks": [mrkdwn("*failing*")]}
    client.chat_postMessage(channel=BILLING, text="x", attachments=[attachment])
    page = visit()
    expect(page.locator(".attachment-bar")).to_have_css("background-color", "rgb(224, 30, 90)")
    expect(page.locator(".attachment strong")).to_have_text("failing")


def test_in_a_narrow_window_the_channels_are_a_drawer(visit: Visits) -> None:
    page = visit(width=420, height=800)
    sidebar = page.get_by_test_id("sidebar")
    expect(sidebar).to_be_hidden()
    page.get_by_role("button", name="Channels").click()
    expect(sidebar).to_be_visible()
    sidebar.get_by_role("button", name="acme").click()
    expect(sidebar).to_be_hidden()
    expect(page.locator("#head")).to_contain_text("acme")


def test_in_a_narrow_window_a_thread_covers_the_channel(visit: Visits, client: WebClient) -> None:
    ts = str(client.chat_postMessage(channel=BILLING, text="an invoice")["ts"])
    client.chat_postMessage(channel=BILLING, thread_ts=ts, text="a reminder")
    page = visit(width=600, height=800)
    page.get_by_test_id("replies").click()
    expect(page.get_by_test_id("thread")).to_contain_text("a reminder")
    expect(page.locator("main")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 420, 700, 1000, 1400])
def test_no_window_is_so_narrow_that_the_page_scrolls_sideways(
    visit: Visits, client: WebClient, width: int
) -> None:
    rows = [[{"type": "raw_text", "text": "a rather long cell"}] * 6] * 3
    blocks = [mrkdwn("x" * 400), {"type": "table", "rows": rows}]
    client.chat_postMessage(channel=BILLING, text="wide", blocks=blocks)
    page = visit(width=width, height=700)
    expect(page.locator(".block-table")).to_be_visible()
    settles(lambda: page.evaluate("document.documentElement.scrollWidth"), width)
    sideways = "one => one.scrollWidth - one.clientWidth"
    settles(lambda: page.locator("#timeline").evaluate(sideways), 0)


def test_the_theme_can_be_switched_and_stays(visit: Visits) -> None:
    page = visit()
    page.get_by_role("button", name="Switch to dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
