"""Every control of a message, used on the page as people use them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.office import Desk, Office

pytestmark = pytest.mark.browser


def test_acknowledge_and_give_back(ada: Desk, office: Office) -> None:
    key = office.bill()
    ada.press(key, "acknowledge")
    message = ada.message(key)
    expect(message).to_contain_text("Acknowledged by @Ada Ops")
    expect(message.locator('[data-action-id="acknowledge"]')).to_have_count(0)
    message.get_by_test_id("replies").click()
    expect(ada.page.get_by_test_id("thread-list")).to_contain_text("Acknowledged")
    ada.page.get_by_test_id("thread-close").click()
    ada.press(key, "unacknowledge")
    expect(message.locator('[data-action-id="acknowledge"]')).to_be_visible()
    expect(message).not_to_contain_text("Acknowledged by")


def test_snooze_for_a_span_of_the_menu(ada: Desk, office: Office) -> None:
    key = office.bill()
    ada.press(key, "snooze", "1 week")
    expect(ada.message(key)).to_contain_text("Snoozed by @Ada Ops")
    expect(ada.told()).to_contain_text("comes back")
    ada.press(key, "unacknowledge")
    expect(ada.message(key)).not_to_contain_text("Snoozed by")


def test_snooze_until_a_date_says_what_follows_and_refuses_the_past(
    ada: Desk, office: Office
) -> None:
    key = office.bill()
    ada.press(key, "snooze", "Choose a date…")
    form = ada.fill("Snooze", day=ada.day(9))
    expect(form).to_contain_text("comes back")
    form.locator("input[type=date]").fill(ada.day(-9))
    ada.page.get_by_test_id("modal-submit").click()
    expect(form.locator(".input-error").first).not_to_be_empty()
    ada.fill("Snooze", day=ada.day(9), Note="vendor is asked")
    ada.submit()
    expect(ada.message(key)).to_contain_text("vendor is asked")


def test_promise_a_day(ada: Desk, office: Office) -> None:
    key = office.bill()
    ada.press(key, "more", "Promise a day…")
    ada.fill("Promise a day", day=ada.day(4), Note="PO 4711")
    ada.submit()
    expect(ada.message(key)).to_contain_text("Promised by @Ada Ops")
    expect(ada.message(key)).to_contain_text("PO 4711")


def test_it_is_paid_wait_for_the_provider(ada: Desk, office: Office) -> None:
    key = office.bill()
    ada.press(key, "more", "It is paid, wait…")
    ada.fill("It is paid", day=ada.day(5), Note="wire of Thursday")
    ada.submit()
    expect(ada.message(key)).to_contain_text("wire of Thursday")
    expect(ada.message(key).get_by_role("button", name="Not paid yet")).to_be_visible()


def test_assign_to_somebody(ada: Desk, office: Office) -> None:
    key = office.bill()
    ada.press(key, "more", "Assign…")
    form = ada.form("Assign")
    form.locator('[data-action-id="person"], .select').first.click()
    ada.page.get_by_role("option", name="Cleo Lead").click()
    ada.submit()
    expect(ada.message(key)).to_contain_text("@Cleo Lead")
    expect(ada.message(key).get_by_role("button", name="Unassign")).to_be_visible()


def test_dispute_wants_to_know_what_is_wrong(ada: Desk, office: Office) -> None:
    key = office.bill()
    ada.press(key, "more", "Dispute…")
    form = ada.form("Dispute")
    ada.page.get_by_test_id("modal-submit").click()
    expect(form.locator(".input-error").first).to_have_text("Please complete this required field.")
    form.get_by_label("What is wrong with it").fill("billed twice")
    ada.submit()
    expect(ada.message(key)).to_contain_text("billed twice")
    expect(ada.message(key).get_by_role("button", name="End dispute")).to_be_visible()


def test_more_leads_to_note_and_mute(ada: Desk, office: Office) -> None:
    key = office.bill()
    ada.press(key, "more", "Note, mute and more…")
    form = ada.form("Care for an invoice")
    form.get_by_role("button", name="Add a note…").click()
    ada.form("Add a note").get_by_label("Note").fill("asked the vendor")
    ada.submit()
    message = ada.message(key)
    message.get_by_test_id("replies").click()
    expect(ada.page.get_by_test_id("thread-list")).to_contain_text("asked the vendor")
    ada.page.get_by_test_id("thread-close").click()

    ada.press(key, "more", "Note, mute and more…")
    ada.form("Care for an invoice").get_by_role("button", name="Mute…").click()
    ada.fill("Mute this invoice", day=ada.day(8))
    ada.submit()
    expect(message.get_by_role("button", name="Unmute")).to_be_visible()


def test_open_invoice_leads_to_its_page(ada: Desk, office: Office) -> None:
    key = office.claim()
    link = ada.message(key).get_by_role("link", name="Open invoice")
    number = key.rpartition("/")[2]
    expect(link).to_have_attribute("href", re.compile(rf"invoices\.php.*id={number}$"))
    expect(link).to_have_attribute("target", "_blank")


def test_a_grouped_message_has_the_same_controls_for_each_of_its_invoices(
    ada: Desk, office: Office
) -> None:
    one, other = office.bills(2)
    message = ada.message(one)
    expect(message).to_contain_text(other)
    controls = message.locator("[data-action-id]")
    before = controls.count()
    message.locator(f'[data-action-id="acknowledge"][data-value="{one}"]').click()
    expect(ada.told()).to_contain_text(f"You have taken on {one}")
    expect(message).to_contain_text("Ada Ops")
    expect(controls).not_to_have_count(before)


def test_a_list_is_taken_on_as_a_whole_after_a_question(ada: Desk, office: Office) -> None:
    keys = office.bills(3, "4321.00")  # as no other test bills
    answer = ada.ask("overdue acme-vps over 4000 USD")
    answer.locator('[data-action-id="acknowledge_all"]').click()
    asked = ada.page.get_by_test_id("confirm")
    expect(asked).to_contain_text("Take on")
    asked.get_by_test_id("confirm-no").click()
    expect(asked).to_have_count(0)
    expect(ada.message(keys[0])).not_to_contain_text("Ada Ops")
    answer.locator('[data-action-id="acknowledge_all"]').click()
    asked.get_by_test_id("confirm-yes").click()
    expect(ada.message(keys[0])).to_contain_text("Ada Ops")


def test_who_may_not_dispute_is_told_who_may(sit_down: Callable[..., Desk], office: Office) -> None:
    key = office.bill()
    ben = sit_down("U02BEN", "billing")
    ben.press(key, "more", "Dispute…")
    expect(ben.told()).to_contain_text("Ada")
    expect(ben.page.get_by_test_id("modal")).to_have_count(0)
    ben.press(key, "acknowledge")
    expect(ben.message(key)).to_contain_text("Acknowledged by @Ben Finance")
