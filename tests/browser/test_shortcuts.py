"""Shortcuts, link previews and the bot's invitation, on the page."""

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from bot.demo.slack import LocalSlack
from tests.browser.clerk import Clerk
from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"


def test_a_shortcut_of_the_composer_is_chosen_with_the_keyboard(
    visit: Visits, clerk: Clerk
) -> None:
    page = visit()
    bolt = page.locator("#composer").get_by_test_id("shortcuts")
    bolt.press("Enter")
    menu = page.get_by_role("menu", name="Shortcuts")
    expect(menu.get_by_role("menuitem")).to_have_text(
        ["Look upBy number", "/invoicesUnpaid hosting invoices"]
    )
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(bolt).to_be_focused()
    bolt.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("modal")).to_contain_text("Promise a payment")
    assert clerk.next("shortcut")["callback_id"] == "look"


def test_a_command_in_that_menu_is_begun(visit: Visits) -> None:
    page = visit()
    page.locator("#composer").get_by_test_id("shortcuts").click()
    page.get_by_role("menuitem", name="/invoices").click()
    expect(page.get_by_test_id("composer")).to_have_value("/invoices ")
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_a_message_has_its_shortcuts_in_its_menu(
    visit: Visits, slack: LocalSlack, clerk: Clerk
) -> None:
    ts = slack.say("U02BEN", "#billing", "who takes it?")["ts"]
    page = visit()
    message = page.locator(f'#timeline [data-ts="{ts}"]')
    message.hover()
    message.get_by_test_id("message-menu").click()
    menu = page.get_by_role("menu", name="More actions")
    expect(menu).to_contain_text("More message shortcuts")
    menu.get_by_role("menuitem", name="Take on").click()
    expect(page.locator("[data-ephemeral]")).to_contain_text("Taken on")
    started = clerk.next("message_action")
    assert (started["callback_id"], started["message"]["ts"]) == ("take", ts)
    page.locator("[data-ephemeral]").hover()
    page.locator("[data-ephemeral]").get_by_test_id("message-menu").click()
    expect(menu.get_by_role("menuitem")).to_have_text(["Copy text", "Show as JSON"])


def test_a_link_unfurls_and_its_button_works(visit: Visits, clerk: Clerk) -> None:
    page = visit()
    page.get_by_test_id("composer").fill("see https://billing.example/invoice/7.")
    page.get_by_test_id("composer").press("Enter")
    preview = page.get_by_test_id("unfurl")
    expect(preview).to_contain_text("Invoice 7 is open")
    expect(preview).to_contain_text("Added by Duewatch")
    preview.get_by_role("button", name="Take").click()
    assert clerk.next("block_actions")["container"]["type"] == "message_attachment"


def test_the_bot_is_added_to_a_channel(visit: Visits, clerk: Clerk, client: WebClient) -> None:
    page = visit(place="C04LEADS")
    page.get_by_test_id("invite").click()
    expect(page.get_by_test_id("invite")).to_have_count(0)
    expect(page.locator("#timeline")).to_contain_text("Hello, I watch invoices")
    joined = [one["event"] for one in clerk.all("event_callback")]
    assert ("member_joined_channel", "U01ADA") in [
        (one["type"], one.get("inviter")) for one in joined
    ]
    assert client.conversations_info(channel="C04LEADS")["channel"]["is_member"]


def test_the_bot_is_invited_with_slacks_own_command(visit: Visits, slack: LocalSlack) -> None:
    page = visit(place="C04LEADS")
    composer = page.get_by_test_id("composer")
    composer.fill("/invite @ben")
    composer.press("Enter")
    expect(page.get_by_test_id("toast")).to_contain_text("/invite @duewatch")
    composer.fill("/invite @duewatch")
    composer.press("Enter")
    expect(page.locator("#timeline")).to_contain_text("@Duewatch has joined the channel")
    expect(page.get_by_test_id("invite")).to_have_count(0)
    assert "U01DUEWATCH" in slack.workspace.channels["C04LEADS"].members


def test_the_tabs_of_the_app_are_told_apart(visit: Visits, clerk: Clerk) -> None:
    page = visit()
    page.get_by_test_id("app").click()
    page.get_by_test_id("tab-messages").click()
    clerk.slack.wait_for(
        lambda: (
            {"home", "messages"} <= {one["event"].get("tab") for one in clerk.all("event_callback")}
        )
    )
