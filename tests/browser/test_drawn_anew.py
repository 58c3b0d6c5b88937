"""What is drawn anew while somebody is at it: nothing is taken from under the finger."""

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from bot.demo.slack import LocalSlack
from bot.demo.slack.page_views import tell_state
from tests.browser.clerk import PROMISE, Clerk, Json, actions, button, mrkdwn
from tests.browser.conftest import Visits, at_rest
from tests.browser.everything import OPTIONS, select

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"
CONTROLS: Json = actions(
    button("plain", "Press", value="acme/7"),
    select("static_select", "direction", options=OPTIONS),
)


def finger_on(page: Page, control: Locator) -> None:
    """Begin to press; the finger is lifted later."""
    control.hover()
    page.mouse.down()


def test_a_button_is_pressed_while_its_message_changes_around_it(
    visit: Visits, client: WebClient, clerk: Clerk
) -> None:
    blocks = [mrkdwn("one day late"), CONTROLS]
    ts = str(client.chat_postMessage(channel=BILLING, text="due", blocks=blocks)["ts"])
    page = visit()
    finger_on(page, page.locator("[data-action-id=plain]"))
    client.chat_postMessage(channel=BILLING, thread_ts=ts, text="a reminder")
    expect(page.get_by_test_id("replies")).to_contain_text("1 reply")
    changed = [mrkdwn("two days late"), CONTROLS, mrkdwn("and a fee")]
    client.chat_update(channel=BILLING, ts=ts, text="due", blocks=changed)
    expect(page.get_by_test_id("message")).to_contain_text("and a fee")
    expect(page.get_by_test_id("message")).to_contain_text("two days late")
    page.mouse.up()
    assert clerk.next("block_actions")["actions"][0]["value"] == "acme/7"


def test_a_button_at_the_foot_stays_there_while_messages_come_in(
    visit: Visits, slack: LocalSlack, client: WebClient, clerk: Clerk
) -> None:
    for number in range(30):
        slack.say("U02BEN", "#billing", f"line {number}")
    client.chat_postMessage(channel=BILLING, text="due", blocks=[CONTROLS])
    page = visit()
    finger_on(page, page.locator("[data-action-id=plain]"))
    for number in range(3):
        slack.say("U02BEN", "#billing", f"news {number}")
    newest = page.locator("#timeline").get_by_text("news 2")
    expect(newest).to_have_count(1)
    page.mouse.up()
    assert clerk.next("block_actions")["actions"][0]["value"] == "acme/7"
    expect(newest).to_be_in_viewport()


def test_a_menu_of_a_message_stays_open_while_the_message_changes_around_it(
    visit: Visits, client: WebClient, clerk: Clerk
) -> None:
    blocks = [mrkdwn("one day late"), CONTROLS]
    ts = str(client.chat_postMessage(channel=BILLING, text="due", blocks=blocks)["ts"])
    page = visit()
    page.locator("[data-action-id=direction]").click()
    client.chat_update(
        channel=BILLING, ts=ts, text="due", blocks=[mrkdwn("two days late"), CONTROLS]
    )
    expect(page.get_by_test_id("message")).to_contain_text("two days late")
    page.get_by_role("option", name="Receivable").click()
    expect(page.locator("[data-action-id=direction]")).to_contain_text("Receivable")
    chosen = clerk.next("block_actions")
    assert chosen["actions"][0]["selected_option"]["value"] == "receivable"
    assert len(chosen["state"]["values"]) == 1


def test_a_button_of_the_home_tab_is_pressed_while_the_tab_is_drawn_anew(
    visit: Visits, clerk: Clerk
) -> None:
    clerk.home = {"type": "home", "blocks": [mrkdwn("3 are late"), CONTROLS]}
    page = visit(place="app/home")
    home = page.get_by_test_id("home")
    finger_on(page, home.locator("[data-action-id=plain]"))
    clerk.publish("U01ADA", [mrkdwn("4 are late"), CONTROLS, {"type": "divider"}])
    expect(home).to_contain_text("4 are late")
    page.mouse.up()
    assert clerk.next("block_actions")["actions"][0]["value"] == "acme/7"


def test_somebody_types_on_while_the_app_changes_the_modal(
    visit: Visits, slack: LocalSlack, client: WebClient, clerk: Clerk
) -> None:
    block = actions(button("promise", "Promise…"))
    client.chat_postMessage(channel=BILLING, text="due", blocks=[block])
    page = visit()
    page.locator("[data-action-id=promise]").click()
    modal = page.get_by_test_id("modal")
    note = modal.get_by_label("Note")
    note.press_sequentially("PO 11")
    note.press("ArrowLeft")
    more = {**PROMISE, "blocks": [mrkdwn("One more thing"), *PROMISE["blocks"]]}
    client.views_update(view_id=slack.modals("U01ADA")[0]["id"], view=more)
    expect(modal).to_contain_text("One more thing")
    page.keyboard.type("47")
    expect(note).to_have_value("PO 1471")
    modal.locator("[data-action-id=date]").fill("2026-12-01")
    modal.locator("[data-action-id=user]").click()
    page.get_by_role("option", name="Ben Finance").click()
    page.get_by_test_id("modal-submit").click()
    expect(modal).to_have_count(0)
    values = clerk.next("view_submission")["view"]["state"]["values"]
    assert values["note"]["text"]["value"] == "PO 1471"
    assert values["who"]["user"]["selected_user"] == "U02BEN"


def test_a_channel_is_chosen_while_another_one_gets_a_message(
    visit: Visits, client: WebClient
) -> None:
    page = visit()
    sidebar = page.get_by_test_id("sidebar")
    finger_on(page, sidebar.locator('[data-channel="C02ACME"]'))
    client.chat_postMessage(channel="#acme", text="<@U01ADA> please look")
    expect(sidebar).to_contain_text("1 unread")
    page.mouse.up()
    expect(page.locator("#head h1")).to_have_text("acme")
    expect(sidebar).not_to_contain_text("unread")


def test_the_bot_is_invited_while_the_channel_gets_another_topic(
    visit: Visits, slack: LocalSlack
) -> None:
    page = visit(place="C04LEADS")
    invite = page.get_by_test_id("invite")
    finger_on(page, invite)
    slack.workspace.channels["C04LEADS"].topic = "Troubles"
    tell_state(slack._parts)
    expect(page.locator("#head")).to_contain_text("Troubles")
    page.mouse.up()
    expect(invite).to_have_count(0)


def test_a_switch_is_pressed_while_somebody_turns_another_one(
    visit: Visits, slack: LocalSlack
) -> None:
    page, other = visit(), visit("U02BEN")
    for each in (page, other):
        each.get_by_test_id("break").click()
    mine = page.locator('[data-control="slack.rate_limited"]').get_by_role("switch")
    finger_on(page, mine)
    other.locator('[data-control="slack.slow"]').get_by_role("switch").click()
    theirs = page.locator('[data-control="slack.slow"]').get_by_role("switch")
    expect(theirs).to_have_attribute("aria-checked", "true")
    page.mouse.up()
    expect(mine).to_have_attribute("aria-checked", "true")
    mine.click()
    expect(mine).to_have_attribute("aria-checked", "false")
    slack.wait_for(lambda: not slack.faults.rate_limited)


def test_the_skip_link_leads_to_the_field_and_to_no_other_channel(visit: Visits) -> None:
    page = visit(place="C02ACME")
    page.locator(".skip").press("Enter")
    expect(page.get_by_test_id("composer")).to_be_focused()
    at_rest(page)
    expect(page.locator("#head h1")).to_have_text("acme")
