"""Every command, typed on the page; what is seen in its answer."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.office import Desk, Office

pytestmark = pytest.mark.browser
LOOKS = {
    "": "overdue",
    "overdue": "acme-vps/7",
    "due 7d": "shop/301",
    "open": "Owed to us",
    "payable": "We owe",
    "receivable": "Tuva Bank",
    "account shop": "shop/301",
    "client tuva": "shop/301",
    "overdue payable acme-vps over 20 USD": "acme-vps/7",
    "show shop/301": "90.00 EUR",
    "why acme-vps/7001": "acme-vps/7001",
    "accounts": "acme-vps (InterServer)",
    "who": "On call now",
    "help": "What you can ask Duewatch",
    "overdu": "overdue",
    "show 75148801": "75148801",
}


def test_everything_that_can_be_asked_is_answered_to_one_person(ada: Desk) -> None:
    for line, expected in LOOKS.items():
        answer = ada.ask(line)
        expect(answer).to_contain_text("Only visible to you")
        expect(answer, f"/invoices {line}").to_contain_text(expected)


def test_lists_say_how_old_their_facts_are_and_never_add_both_directions(ada: Desk) -> None:
    answer = ada.ask("open")
    expect(answer).to_contain_text(re.compile("Data .* old|just now"))
    expect(answer).to_contain_text(re.compile("We owe .*USD"))
    expect(answer).to_contain_text(re.compile("Owed to us .*EUR"))


def test_an_invoice_is_cared_for_by_typing(ada: Desk, office: Office) -> None:
    key = office.bill()
    message = ada.message(key)
    until, promised = ada.day(6), ada.day(5)
    told = {
        f"ack {key} PO 4711": "Acknowledged by @Ada Ops",
        f"unack {key}": "Overdue",
        f"snooze {key} 3d": "Snoozed by @Ada Ops",
        f"snooze {key} until {until}": "Snoozed by @Ada Ops",
        f"promise {key} {promised}": "Promised by @Ada Ops",
        f"assign {key} @ben": "@Ben Finance",
        f"paid {key} wire": "wire",
        f"dispute {key} billed twice": "billed twice",
    }
    for line, expected in told.items():
        expect(ada.ask(line), line).to_contain_text(key)
        expect(message, line).to_contain_text(expected)


def test_an_account_is_muted_and_unmuted(ada: Desk) -> None:
    expect(ada.ask("mute shop 7d")).to_contain_text("The reminders of shop wait until")
    expect(ada.page.locator("#timeline")).to_contain_text("Muted by @Ada Ops")
    expect(ada.ask("unmute shop")).to_contain_text("shop")
    expect(ada.page.locator("#timeline")).to_contain_text("Its reminders go on.")


def test_a_provider_is_asked_at_once(ada: Desk, office: Office) -> None:
    number = next(office.numbers)
    shop = office.house.world.account("shop")
    shop.add(number, "5.00", due=shop.today(), client="Kiln Studio")
    expect(ada.ask("check shop")).to_contain_text("shop")
    office.house.deliver()
    expect(ada.message(f"shop/{number}")).to_contain_text("Kiln Studio")


@pytest.mark.parametrize("line", ["aging", "cash 30d", "summary"])
def test_figures_come_with_a_chart_and_a_table(ada: Desk, office: Office, line: str) -> None:
    office.bill(days=6)
    answer = ada.ask(line)
    expect(answer.get_by_role("img").first).to_be_visible()
    expect(answer.get_by_role("table").first).to_contain_text("USD")


def test_a_long_list_is_leafed_through(ada: Desk, office: Office) -> None:
    office.bills(24, "3.33")
    answer = ada.ask("overdue acme-vps under 4 USD")
    expect(answer).to_contain_text("24 invoices overdue")
    first = keys(answer)
    answer.get_by_role("button", name="Next").click()
    expect(answer).to_contain_text("Page 2 of 2")
    second = keys(answer)
    assert first
    assert second
    assert set(first).isdisjoint(second)
    answer.get_by_role("button", name="Previous").click()
    expect(answer).to_contain_text("Page 1 of 2")


def keys(answer: Locator) -> list[str]:
    return [text for text in answer.locator("code").all_text_contents() if "/7" in text]
