"""What a person sees and does on the demo's page."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from slack_sdk import WebClient

from bot.demo.slack import LocalSlack
from tests.browser.clerk import Clerk, actions, button, mrkdwn, words
from tests.browser.conftest import Visits, at_rest
from tests.browser.everything import CHARTS

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"


def message(page: Page, ts: object) -> Locator:
    return page.locator(f'#timeline [data-ts="{ts}"]')


def test_a_message_appears_without_a_reload(visit: Visits, client: WebClient) -> None:
    page = visit()
    ts = client.chat_postMessage(channel="#billing", text="*12.50 USD* is due")["ts"]
    expect(message(page, ts)).to_contain_text("Duewatch")
    expect(message(page, ts).locator("strong")).to_have_text("12.50 USD")


def test_the_page_is_busy_until_all_it_was_given_stands_there(
    visit: Visits, client: WebClient
) -> None:
    for channel in ("#billing", "#acme"):
        client.chat_postMessage(channel=channel, text="figures", blocks=CHARTS)
    page = visit()
    assert page.locator("rect.bar").count() == 4  # read once: this is what it promises
    page.evaluate("location.hash = 'acme'")
    expect(page.locator("#head h1")).to_have_text("acme")
    at_rest(page)
    assert page.locator("rect.bar").count() == 4


def test_a_changed_message_changes_and_a_deleted_one_goes(visit: Visits, client: WebClient) -> None:
    ts = str(client.chat_postMessage(channel=BILLING, text="open")["ts"])
    page = visit()
    expect(message(page, ts)).to_contain_text("open")
    client.chat_update(channel=BILLING, ts=ts, text="paid")
    expect(message(page, ts)).to_contain_text("paid")
    client.chat_delete(channel=BILLING, ts=ts)
    expect(message(page, ts)).to_have_count(0)


def test_pressing_a_button_reaches_the_app_and_redraws_the_message(
    visit: Visits, client: WebClient, clerk: Clerk
) -> None:
    block = actions(button("acknowledge", "Acknowledge", value="shop/7", style="primary"))
    ts = client.chat_postMessage(channel=BILLING, text="due", blocks=[block])["ts"]
    page = visit("U02BEN")
    message(page, ts).get_by_role("button", name="Acknowledge").click()
    expect(message(page, ts)).to_contain_text("Acknowledged by @Ben Finance")
    expect(message(page, ts).get_by_test_id("replies")).to_contain_text("1 reply")
    pressed = clerk.next("block_actions")
    assert pressed["user"]["id"] == "U02BEN"
    assert pressed["actions"][0]["value"] == "shop/7"


def test_a_pressed_button_waits_for_the_app_and_cannot_be_pressed_twice(
    visit: Visits, client: WebClient, clerk: Clerk
) -> None:
    block = actions(button("plain", "Press"))
    ts = client.chat_postMessage(channel=BILLING, text="due", blocks=[block])["ts"]
    page = visit()
    clerk.answering.clear()
    press = message(page, ts).locator("[data-action-id=plain]")
    press.click()
    expect(press).to_have_attribute("aria-busy", "true")
    press.dispatch_event("click")
    clerk.answering.set()
    expect(press).not_to_have_attribute("aria-busy", "true")
    assert len(clerk.all("block_actions")) == 1


def test_an_app_that_is_away_is_named_in_a_note(visit: Visits, client: WebClient) -> None:
    block = actions(button("plain", "Press"))
    client.chat_postMessage(channel=BILLING, text="due", blocks=[block])
    page = visit()
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "waiting")
    page.locator("[data-action-id=plain]").click()
    expect(page.get_by_test_id("toast")).to_contain_text("Duewatch did not answer")


def test_a_confirmation_can_be_denied(visit: Visits, client: WebClient, clerk: Clerk) -> None:
    confirm = {
        "title": words("Mute it?"),
        "text": words("No reminders for a week."),
        "confirm": words("Mute"),
        "deny": words("Keep"),
    }
    block = actions(button("plain", "Mute", style="danger", confirm=confirm))
    client.chat_postMessage(channel=BILLING, text="due", blocks=[block])
    page = visit()
    page.locator("[data-action-id=plain]").click()
    expect(page.get_by_test_id("confirm")).to_contain_text("No reminders for a week.")
    page.get_by_test_id("confirm-no").click()
    assert clerk.all("block_actions") == []
    page.locator("[data-action-id=plain]").click()
    page.get_by_test_id("confirm-yes").click()
    assert clerk.next("block_actions")["actions"][0]["action_id"] == "plain"


def test_a_menu_is_chosen_from_with_the_keyboard(
    visit: Visits, client: WebClient, clerk: Clerk
) -> None:
    options = [{"text": words(f"{days} days"), "value": str(days)} for days in (1, 3, 7)]
    menu = {"type": "static_select", "action_id": "plain", "options": options}
    block = {**mrkdwn("Snooze"), "accessory": {**menu, "placeholder": words("Snooze…")}}
    client.chat_postMessage(channel=BILLING, text="due", blocks=[block])
    page = visit()
    page.locator("[data-action-id=plain]").focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    assert clerk.next("block_actions")["actions"][0]["selected_option"]["value"] == "7"
    expect(page.locator("[data-action-id=plain]")).to_contain_text("7 days")
    expect(page.locator("[data-action-id=plain]")).to_be_focused()


def test_a_slash_command_is_hinted_completed_and_answered_to_one_person(
    visit: Visits, slack: LocalSlack, clerk: Clerk
) -> None:
    page, other = visit("U01ADA"), visit("U02BEN")
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("/inv")
    expect(page.get_by_test_id("hints").first).to_contain_text("Unpaid hosting invoices")
    composer.press("Tab")
    expect(composer).to_have_value("/invoices ")
    composer.press_sequentially("overdue")
    composer.press("Enter")
    answer = page.locator("[data-ephemeral]")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer.locator("strong")).to_have_text("overdue")
    assert clerk.next("command")["command"] == "/invoices"
    slack.say("U01ADA", "#billing", "after it")
    expect(other.locator("#timeline")).to_contain_text("after it")
    expect(other.locator("[data-ephemeral]")).to_have_count(0)


def test_a_thread_opens_and_takes_a_reply(visit: Visits, client: WebClient) -> None:
    ts = str(client.chat_postMessage(channel=BILLING, text="an invoice")["ts"])
    client.chat_postMessage(channel=BILLING, thread_ts=ts, text="a reminder")
    page = visit()
    message(page, ts).get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    expect(thread).to_contain_text("a reminder")
    page.get_by_test_id("thread-composer").fill("I am on it")
    page.get_by_test_id("thread-composer").press("Enter")
    expect(thread).to_contain_text("I am on it")
    expect(thread).to_contain_text("2 replies")
    expect(message(page, ts).get_by_test_id("replies")).to_contain_text("2 replies")
    expect(page.locator("#timeline")).not_to_contain_text("I am on it")
    page.get_by_test_id("thread-close").click()
    expect(thread).to_be_hidden()


def test_a_reply_sent_to_the_channel_too_says_which_thread_it_is_from(
    visit: Visits, client: WebClient
) -> None:
    ts = str(client.chat_postMessage(channel=BILLING, text="an invoice")["ts"])
    page = visit()
    reply = client.chat_postMessage(
        channel=BILLING, thread_ts=ts, reply_broadcast=True, text="now overdue"
    )["ts"]
    expect(message(page, reply)).to_contain_text("replied to a thread:")
    expect(message(page, reply)).to_contain_text("an invoice")


def test_who_reads_further_up_is_told_of_new_messages(visit: Visits, slack: LocalSlack) -> None:
    for number in range(40):
        slack.say("U02BEN", "#billing", f"line {number}")
    page = visit()
    timeline = page.locator("#timeline")
    expect(timeline.get_by_text("line 39")).to_be_in_viewport()
    timeline.evaluate("one => one.scrollTo(0, 0)")
    expect(timeline.get_by_text("line 39")).not_to_be_in_viewport()
    slack.say("U02BEN", "#billing", "the newest")
    page.get_by_role("button", name="New messages").click()
    expect(timeline.get_by_text("the newest")).to_be_in_viewport()
    expect(page.get_by_role("button", name="New messages")).to_be_hidden()


def test_the_home_tab_shows_what_the_app_published(visit: Visits, clerk: Clerk) -> None:
    page = visit("U03CLEO")
    page.get_by_test_id("app").click()
    expect(page.get_by_test_id("home")).to_contain_text("Good morning @Cleo Lead")
    page.get_by_test_id("tab-messages").click()
    page.get_by_test_id("composer").fill("hello")
    page.get_by_test_id("composer").press("Enter")
    expect(page.locator("#timeline")).to_contain_text("hello")
    heard = clerk.slack.wait_for(
        lambda: [one for one in clerk.all("event_callback") if one["event"]["type"] == "message"]
    )
    assert heard[0]["event"]["channel_type"] == "im"


def test_somebody_else_can_be_acted_for(visit: Visits, slack: LocalSlack) -> None:
    page = visit("U01ADA")
    page.get_by_test_id("act-as").click()
    page.get_by_role("option", name="Ben Finance").click()
    expect(page.get_by_test_id("act-as")).to_contain_text("Ben Finance")
    page.get_by_test_id("composer").fill("it is me")
    page.get_by_test_id("composer").press("Enter")
    expect(page.locator("#timeline")).to_contain_text("it is me")
    assert slack.history("#billing")[-1]["user"] == "U02BEN"
    page.reload()
    expect(page.get_by_test_id("act-as")).to_contain_text("Ben Finance")


def test_the_panel_breaks_slack_and_mends_it(visit: Visits, slack: LocalSlack) -> None:
    page = visit()
    page.get_by_test_id("break").click()
    switch = page.locator('[data-control="slack.rate_limited"]').get_by_role("switch")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    assert slack.faults.rate_limited
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    assert not slack.faults.rate_limited


def test_unread_channels_are_marked_until_they_are_read(visit: Visits, client: WebClient) -> None:
    page = visit()
    client.chat_postMessage(channel="#acme", text="<@U01ADA> please look")
    row = page.get_by_test_id("sidebar").locator('[data-channel="C02ACME"]')
    expect(row).to_contain_text("1 unread")
    expect(row.locator(".badge")).to_have_text("1")
    row.click()
    expect(page.locator("#timeline")).to_contain_text("@Ada Ops please look")
    expect(row).not_to_contain_text("unread")


def test_an_archived_channel_has_no_message_field(visit: Visits) -> None:
    page = visit(place="C05OLD")
    expect(page.locator("#archived")).to_be_visible()
    expect(page.get_by_test_id("composer")).to_be_hidden()


def test_the_page_finds_its_way_back_when_the_server_was_away(chromium: Browser) -> None:
    with LocalSlack.start() as slack:
        page = Visits(chromium, slack.url)()
        port = int(slack.url.rpartition(":")[2])
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "off")
    with LocalSlack.start(port=port) as again:
        again.say("U02BEN", "#billing", "here we are again")
        expect(page.locator("#timeline")).to_contain_text("here we are again")
        page.context.close()
