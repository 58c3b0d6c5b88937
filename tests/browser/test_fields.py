"""Every field of a modal and of the Home tab, filled in by hand."""

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from tests.browser.clerk import Clerk, actions, button
from tests.browser.conftest import Visits
from tests.browser.everything import HOME, MODAL

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"


def pick(page: Page, control: Locator, name: str) -> None:
    control.click()
    page.get_by_test_id("menu").get_by_role("option", name=name).click()


@pytest.fixture
def page(visit: Visits, client: WebClient, clerk: Clerk) -> Page:
    clerk.modal, clerk.home = MODAL, HOME
    client.chat_postMessage(
        channel=BILLING, text="p", blocks=[actions(button("promise", "Promise"))]
    )
    return visit()


def test_each_field_is_filled_in_and_wrong_ones_say_what_is_wrong(page: Page, clerk: Clerk) -> None:
    page.locator("[data-action-id=promise]").click()
    modal = page.get_by_test_id("modal")
    modal.get_by_label("Note").fill("ab")
    modal.get_by_label("Why").fill("because\nof that")
    modal.get_by_label("Days").fill("0")
    modal.get_by_label("Mail").fill("ada at acme")
    modal.get_by_label("Link").fill("acme.example")
    modal.get_by_label("On day").fill("2026-12-01")
    modal.get_by_label("At", exact=True).fill("10:30")
    for field, name in (("who", "Ben Finance"), ("where", "#ops"), ("what", "Receivable")):
        pick(page, modal.locator(f"button[data-action-id={field}]"), name)
    page.locator("button[data-action-id=all]").click()
    for name in ("Payable", "Receivable"):
        page.get_by_test_id("menu").get_by_role("option", name=name).click()
    page.keyboard.press("Escape")
    expect(page.locator("button[data-action-id=all]")).to_have_text("Payable, Receivable")
    modal.get_by_role("checkbox", name="Receivable").check()
    modal.get_by_role("radio", name="Payable").check()
    page.get_by_test_id("modal-submit").click()
    wrong = {
        "note": "Please enter at least 3 characters.",
        "days": "Please enter a number of at least 1.",
        "mail": "Please enter a valid email address.",
        "link": "Please enter a valid URL.",
    }
    for block, words in wrong.items():
        expect(modal.locator(f"[data-error-for={block}]")).to_have_text(words)
    expect(modal.locator(".input-error:not(:empty)")).to_have_count(len(wrong))
    note = modal.get_by_label("Note")
    expect(note).to_be_focused()
    expect(note).to_have_attribute("aria-invalid", "true")
    expect(note).to_have_accessible_description("Please enter at least 3 characters.")
    assert clerk.all("view_submission") == []

    for label, text in (("Note", "abc"), ("Days", "2"), ("Mail", "ada@acme.example"), ("Link", "")):
        modal.get_by_label(label).fill(text)
    page.get_by_test_id("modal-submit").click()
    held = {
        name: {key: one[key] for key in one if key != "type"}
        for block in clerk.next("view_submission")["view"]["state"]["values"].values()
        for name, one in block.items()
    }
    assert held["note"] == {"value": "abc"}
    assert held["why"] == {"value": "because\nof that"}
    assert held["link"] == {"value": None}
    assert held["on"] == {"selected_date": "2026-12-01"}
    assert held["at"] == {"selected_time": "10:30"}
    assert held["who"] == {"selected_user": "U02BEN"}
    assert held["where"] == {"selected_conversation": "C03OPS"}
    assert held["what"]["selected_option"]["value"] == "receivable"
    assert [one["value"] for one in held["all"]["selected_options"]] == ["payable", "receivable"]
    assert [one["value"] for one in held["boxes"]["selected_options"]] == ["receivable"]
    assert held["one"]["selected_option"]["value"] == "payable"


def test_filters_of_the_home_tab_stay_and_its_buttons_ask_first(page: Page, clerk: Clerk) -> None:
    page.get_by_test_id("app").click()
    home = page.get_by_test_id("home")
    direction = home.locator("[data-action-id=direction]")
    pick(page, direction, "Receivable")
    pressed = clerk.next("block_actions")
    state = pressed["view"]["state"]["values"]["filters"]["direction"]
    assert state["selected_option"]["value"] == "receivable"
    clerk.publish("U01ADA", [*HOME["blocks"], {"type": "divider"}])
    expect(home.locator("hr")).to_be_visible()
    expect(direction).to_contain_text("Receivable")
    expect(direction).to_have_accessible_name("By direction: Receivable")
    home.locator("[data-action-id=take]").click()
    expect(page.get_by_test_id("confirm")).to_contain_text("No reminders for a week.")
    page.get_by_test_id("confirm-yes").click()
    clerk.slack.wait_for(lambda: len(clerk.all("block_actions")) == 2)
    home.locator("[data-action-id=more]").click()
    page.get_by_role("menu", name="More actions").get_by_role("menuitem").first.click()
    clerk.slack.wait_for(lambda: len(clerk.all("block_actions")) == 3)
    assert clerk.all("block_actions")[2]["actions"][0]["selected_option"]["value"] == "payable"


def test_a_menu_of_many_tells_the_app_once_and_only_when_something_was_chosen(
    page: Page, clerk: Clerk
) -> None:
    page.get_by_test_id("app").click()
    kinds = page.locator("#home [data-action-id=kinds]")
    kinds.click()
    page.keyboard.press("Escape")
    expect(kinds).to_be_focused()
    kinds.press("Enter")
    for key in ("Enter", "ArrowDown", "Enter", "Escape"):
        page.keyboard.press(key)
    expect(kinds).to_have_text("Payable, Receivable")
    chosen = clerk.next("block_actions")["actions"][0]["selected_options"]
    assert [one["value"] for one in chosen] == ["payable", "receivable"]
    assert len(clerk.all("block_actions")) == 1


def test_a_home_tab_that_is_drawn_anew_leaves_an_open_menu_open_as_long_as_it_offers_the_same(
    page: Page, clerk: Clerk
) -> None:
    page.get_by_test_id("app").click()
    direction = page.locator("#home [data-action-id=direction]")
    direction.click()
    menu = page.get_by_test_id("menu")
    clerk.publish("U01ADA", HOME["blocks"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(direction).to_contain_text("Receivable")
    direction.click()
    clerk.publish("U01ADA", [*HOME["blocks"], {"type": "divider"}])
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(direction).to_contain_text("Payable")
    direction.click()
    clerk.publish("U01ADA", HOME["blocks"][:1])
    expect(menu).to_have_count(0)  # what it belonged to is gone


def test_another_person_does_not_inherit_a_choice(page: Page, clerk: Clerk) -> None:
    page.get_by_test_id("app").click()
    direction = page.locator("#home [data-action-id=direction]")
    pick(page, direction, "Receivable")
    clerk.next("block_actions")
    page.get_by_test_id("act-as").click()
    page.get_by_role("option", name="Cleo Lead").click()
    expect(direction).to_contain_text("Payable")
