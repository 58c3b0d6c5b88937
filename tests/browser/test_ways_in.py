"""The other ways to an invoice: shortcuts, links, the Home tab, and how people meet the bot."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.office import Desk, Office

pytestmark = pytest.mark.browser


def test_the_shortcut_of_a_message_opens_what_can_be_done_about_its_invoice(
    ada: Desk, office: Office
) -> None:
    key = office.bill()
    message = ada.message(key)
    message.hover()
    message.get_by_test_id("message-menu").click()
    ada.page.get_by_role("menuitem", name="Care for this invoice").click()
    form = ada.form("Care for an invoice")
    expect(form).to_contain_text("24.00 USD")
    form.get_by_role("button", name="Acknowledge").click()
    expect(message).to_contain_text("Acknowledged by @Ada Ops")


def test_the_shortcut_of_a_message_without_an_invoice_asks_which_one(
    ada: Desk, office: Office
) -> None:
    key = office.bill()
    ts = office.house.slack.say("U02BEN", "#billing", "who pays this?")["ts"]
    message = ada.page.locator(f'#timeline [data-ts="{ts}"]')
    message.hover()
    message.get_by_test_id("message-menu").click()
    ada.page.get_by_role("menuitem", name="Care for this invoice").click()
    form = ada.form("Find an invoice")
    expect(form).to_contain_text("I find no invoice in this message")
    form.get_by_label("Invoice").fill(key)
    ada.page.get_by_test_id("modal-submit").click()
    expect(ada.form("Care for an invoice")).to_contain_text("24.00 USD")


def test_the_shortcut_of_the_composer_finds_an_invoice_by_its_number(
    ada: Desk, office: Office
) -> None:
    key = office.bill()
    ada.page.locator("#composer").get_by_test_id("shortcuts").click()
    ada.page.get_by_role("menuitem", name="Find an invoice").click()
    form = ada.form("Find an invoice")
    form.get_by_label("Invoice").fill("999999")
    ada.page.get_by_test_id("modal-submit").click()
    expect(form.locator(".input-error")).to_contain_text("999999")
    form.get_by_label("Invoice").fill(key.rpartition("/")[2])
    ada.page.get_by_test_id("modal-submit").click()
    chosen = ada.form("Care for an invoice")
    chosen.get_by_role("button", name="Promise a day…").click()
    ada.fill("Promise a day", day=ada.day(3))
    ada.submit()
    expect(ada.message(key)).to_contain_text("Promised by @Ada Ops")


def test_a_pasted_link_shows_how_its_invoice_stands(ada: Desk, office: Office) -> None:
    key = office.claim()
    address = ada.message(key).get_by_role("link", name="Open invoice").get_attribute("href")
    composer = ada.page.get_by_test_id("composer")
    composer.fill(f"is this one ours? {address}")
    composer.press("Enter")
    preview = ada.page.get_by_test_id("unfurl").last
    expect(preview).to_contain_text("Kiln Studio")
    preview.get_by_role("button", name="Acknowledge").click()
    expect(preview).to_contain_text("Ada Ops")
    expect(ada.message(key)).to_contain_text("Acknowledged by @Ada Ops")


def test_the_bot_that_is_invited_to_a_channel_says_what_it_does(
    sit_down: Callable[..., Desk],
) -> None:
    desk = sit_down("U01ADA", "C04LEADS")
    desk.page.get_by_test_id("invite").click()
    expect(desk.page.locator("#timeline")).to_contain_text("I watch the invoices")
    expect(desk.page.locator("#timeline")).to_contain_text(
        "/invoices shows what needs attention now"
    )


def test_the_first_visit_to_the_home_tab_offers_what_to_try(
    sit_down: Callable[..., Desk],
) -> None:
    desk = sit_down("U03CLEO", "app/home")
    home = desk.page.get_by_test_id("home")
    expect(home).to_contain_text("Three things to try")
    expect(home).to_contain_text("Invoices at a glance")
    home.get_by_role("button", name="Got it, do not show this again").click()
    expect(home).not_to_contain_text("Three things to try")
    desk.page.reload()
    expect(home).to_contain_text("Invoices at a glance")
    expect(home).not_to_contain_text("Three things to try")
