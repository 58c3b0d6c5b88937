"""Modals on the demo's page: filling in, what is wrong, closing, and changes by the app."""

import re

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from bot.demo.slack import LocalSlack
from tests.browser.clerk import PROMISE, Clerk, actions, button, mrkdwn
from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"


def test_a_modal_shows_what_is_wrong_and_closes_when_it_is_right(
    visit: Visits, client: WebClient, clerk: Clerk
) -> None:
    client.chat_postMessage(
        channel=BILLING, text="due", blocks=[actions(button("promise", "Promise…"))]
    )
    page = visit()
    page.locator("[data-action-id=promise]").click()
    modal, submit = page.get_by_test_id("modal"), page.get_by_test_id("modal-submit")
    submit.click()
    expect(modal.locator("[data-error-for=who]")).to_have_text(re.compile("required"))
    modal.locator("[data-action-id=user]").click()
    page.keyboard.type("ben")
    page.keyboard.press("Enter")
    submit.click()
    expect(modal.locator("[data-error-for=day]")).to_have_text("That day has passed.")
    expect(modal.locator("[data-error-for=who]")).to_be_empty()
    modal.locator("[data-action-id=date]").fill("2026-12-01")
    modal.get_by_label("Note").fill("PO 4711")
    submit.click()
    expect(modal).to_have_count(0)
    values = clerk.all("view_submission")[-1]["view"]["state"]["values"]
    assert values["who"]["user"]["selected_user"] == "U02BEN"
    assert values["day"]["date"]["selected_date"] == "2026-12-01"
    assert values["note"]["text"]["value"] == "PO 4711"


def test_escape_closes_a_modal_and_the_app_is_told(
    visit: Visits, client: WebClient, clerk: Clerk
) -> None:
    client.chat_postMessage(
        channel=BILLING, text="due", blocks=[actions(button("promise", "Promise…"))]
    )
    page = visit()
    page.locator("[data-action-id=promise]").click()
    expect(page.get_by_test_id("modal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_have_count(0)
    assert clerk.next("view_closed")["view"]["callback_id"] == "promise"


def test_a_modal_that_the_app_changes_keeps_what_was_typed(
    visit: Visits, slack: LocalSlack, client: WebClient, clerk: Clerk
) -> None:
    client.chat_postMessage(
        channel=BILLING, text="due", blocks=[actions(button("promise", "Promise…"))]
    )
    page = visit()
    page.locator("[data-action-id=promise]").click()
    modal = page.get_by_test_id("modal")
    modal.get_by_label("Note").fill("PO 4711")
    more = {**PROMISE, "blocks": [mrkdwn("One more thing"), *PROMISE["blocks"]]}
    client.views_update(view_id=slack.modals("U01ADA")[0]["id"], view=more)
    expect(modal).to_contain_text("One more thing")
    expect(modal.get_by_label("Note")).to_have_value("PO 4711")
    modal.get_by_role("button", name="Never mind").click()
    assert clerk.next("view_closed")["is_cleared"] is False
