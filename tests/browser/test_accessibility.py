"""The page for people who use a keyboard or a screen reader, judged by axe-core and by hand."""

from functools import partial
from typing import Literal

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from bot.demo.slack import LocalSlack
from tests.browser.clerk import Clerk, Json, actions, button
from tests.browser.conftest import Visits
from tests.browser.everything import HOME, MESSAGE, MODAL
from tests.browser.judge import NARROW_THREAD, Judge
from tests.browser.patience import settles
from tests.browser.test_files import png

pytestmark = pytest.mark.browser
Theme = Literal["light", "dark"]
BILLING = "C01BILLING"


@pytest.fixture
def clerk(clerk: Clerk, client: WebClient, slack: LocalSlack) -> Clerk:
    """A workspace in which everything that can be drawn is drawn."""
    clerk.modal, clerk.home = MODAL, HOME
    files: list[Json] = [
        {"filename": "cash.png", "content": png(300, 120), "alt_txt": "Cash by week"},
        {"filename": "open.csv", "content": "number;amount\n", "title": "Open"},
    ]
    client.files_upload_v2(channel=BILLING, initial_comment="Cash", file_uploads=files)
    ts = str(client.chat_postMessage(channel=BILLING, text="due", blocks=MESSAGE)["ts"])
    client.chat_postMessage(channel=BILLING, thread_ts=ts, text="a reminder")
    client.chat_postMessage(
        channel=BILLING, text="p", blocks=[actions(button("promise", "Promise"))]
    )
    slack.say("U02BEN", "#billing", "see https://billing.example/invoice/7 @ada")
    slack.wait_for(lambda: "attachments" in slack.history("#billing")[-1])
    client.chat_postEphemeral(channel=BILLING, user="U01ADA", text="psst <@U01ADA>")
    return clerk


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_axe_has_nothing_to_say_about_any_place_of_the_page(
    visit: Visits, width: int, theme: Theme
) -> None:
    page = visit(width=width, height=900, theme=theme)
    page.locator(".chart-picture text").first.wait_for()
    judge = Judge(page)
    judge.look("channel")
    page.locator("#composer").get_by_test_id("shortcuts").click()
    judge.look("shortcuts", ".menu")
    page.keyboard.press("Escape")
    page.locator("[data-action-id=snooze]").click()
    judge.look("select", ".menu")
    page.keyboard.press("Escape")
    page.get_by_test_id("composer").fill("/inv")
    judge.look("hints", "#composer")
    page.get_by_test_id("composer").fill("")
    page.locator("[data-action-id=mute]").click()
    judge.look("confirmation", "dialog")
    page.keyboard.press("Escape")
    page.locator("[data-action-id=promise]").click()
    page.get_by_test_id("modal-submit").click()
    expect(page.locator(".modal .input-error").first).not_to_be_empty()
    judge.look("modal with complaints", "dialog")
    page.locator(".modal [data-action-id=who]").click()
    judge.look("menu of a modal", "dialog .menu")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_test_id("replies").first.click()
    expect(page.get_by_test_id("thread")).to_contain_text("a reminder")
    judge.look("thread", tolerated=NARROW_THREAD if width < 900 else frozenset())
    page.get_by_test_id("thread-close").click()
    page.get_by_test_id("break").click()
    page.locator("[data-control]").first.wait_for()
    judge.look("panel", "#panel")
    page.keyboard.press("Escape")
    if width < 900:
        page.locator("#menu").click()
        judge.look("drawer", "#sidebar")
    page.get_by_test_id("app").click()
    expect(page.get_by_test_id("home")).to_contain_text("need somebody")
    judge.look("home")
    assert judge.found == []


@pytest.mark.usefixtures("clerk")
def test_tab_goes_round_inside_a_modal(visit: Visits) -> None:
    page = visit()
    page.locator("[data-action-id=promise]").press("Enter")
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_label("Note")).to_be_focused()
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "[document.activeElement.closest('dialog') !== null,"
                " document.activeElement.dataset.actionId ?? document.activeElement.textContent]"
            )
        )
    assert all(inside for inside, _ in stops)
    names = [name for _, name in stops]
    assert {"why", "days", "on", "at", "who", "Cancel", "Save", "note"} <= set(names)
    assert names[names.index("Save") + 1] == ""  # the cross at the top, then the first field
    page.keyboard.press("Shift+Tab")
    expect(page.locator("dialog:focus-within")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(modal).to_have_count(0)
    expect(page.locator("[data-action-id=promise]")).to_be_focused()


@pytest.mark.usefixtures("clerk")
def test_a_confirmation_begins_at_its_answer_and_escape_is_no(visit: Visits, clerk: Clerk) -> None:
    page = visit()
    page.locator("[data-action-id=mute]").press("Space")
    expect(page.get_by_test_id("confirm-yes")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("confirm-no")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("confirm")).to_have_count(0)
    expect(page.locator("[data-action-id=mute]")).to_be_focused()
    assert clerk.all("block_actions") == []


def test_the_first_stop_leads_past_everything_to_the_message_field(visit: Visits) -> None:
    page = visit(width=800)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the message field")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    skip.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#composer:focus-within")).to_have_count(1)


@pytest.mark.usefixtures("clerk")
def test_the_page_is_walked_with_the_keyboard_alone(visit: Visits) -> None:
    page = visit()
    page.get_by_test_id("app").press("Enter")
    home, messages = page.get_by_test_id("tab-home"), page.get_by_test_id("tab-messages")
    expect(home).to_have_attribute("aria-selected", "true")
    home.press("ArrowRight")
    expect(messages).to_have_attribute("aria-selected", "true")
    expect(messages).to_be_focused()
    messages.press("ArrowLeft")
    expect(home).to_be_focused()
    page.locator("#home [data-action-id=direction]").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#home [data-action-id=direction]")).to_contain_text("Receivable")


@pytest.mark.usefixtures("clerk")
def test_a_thread_gives_the_focus_back_where_it_was_opened(visit: Visits) -> None:
    page = visit()
    replies = page.get_by_test_id("replies").first
    replies.press("Enter")
    expect(page.get_by_test_id("thread-composer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("thread")).to_be_hidden()
    expect(replies).to_be_focused()


FOCUSED = (
    "#composer [data-testid=shortcuts]",
    "[data-action-id=take]",
    "[data-action-id=snooze]",
    ".sort",
    ".table-scroll",
    ".table-filter input",
    ".page-after",
    "a.button",
    ".link",
    ".file-card a",
    "[data-testid=app]",
    "#theme",
)


@pytest.mark.usefixtures("clerk")
def test_what_has_the_focus_is_seen_to_have_it(visit: Visits) -> None:
    page = visit()
    page.keyboard.press("Tab")  # from here on the keyboard leads
    for selector in FOCUSED:
        control = page.locator(selector).first
        control.focus()
        expect(control, selector).to_have_css("outline-style", "solid")
        wide = "one => parseFloat(getComputedStyle(one).outlineWidth) >= 2"
        settles(partial(control.evaluate, wide), wanted=True, about=selector)


def test_news_are_heard_with_names_and_not_with_ids(visit: Visits, client: WebClient) -> None:
    page = visit()
    client.chat_postMessage(channel=BILLING, text="Taken on by <@U02BEN> &amp; told in <#C02ACME>")
    expect(page.locator("#announcer")).to_have_text(
        "Duewatch: Taken on by @Ben Finance & told in #acme"
    )
