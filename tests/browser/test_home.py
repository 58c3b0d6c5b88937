"""The Home tab on the page: filters, pages, controls, and news that come by themselves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from bot.slack.render.home_choice import Choice, written
from tests.browser.office import Desk, Office

pytestmark = pytest.mark.browser
Sit = Callable[..., Desk]
BEN = "U02BEN"


@pytest.fixture
def ben(sit_down: Sit, office: Office) -> Desk:
    """Ben at his Home tab, with more to see than one page holds."""
    office.bills(6)
    store, now = office.house.core.store, office.house.clock()
    store.welcomed(BEN, now)  # the first visit has a story of its own
    store.choose_home(BEN, written(Choice()), now)
    office.house.slack.open_home(BEN)  # so that no earlier state of it is seen first
    desk = sit_down(BEN, "app/home")
    expect(home(desk)).to_contain_text("Invoices at a glance")
    return desk


def home(desk: Desk) -> Locator:
    return desk.page.get_by_test_id("home")


def choose(desk: Desk, what: str, entry: str) -> None:
    home(desk).locator(f'[data-action-id="home_choose_{what}"]').click()
    desk.page.get_by_test_id("menu").get_by_text(entry, exact=True).click()


def test_filters_show_what_was_chosen_and_stay(ben: Desk) -> None:
    choose(ben, "when", "Only what is overdue")
    expect(home(ben)).to_contain_text("overdue invoices need somebody")
    choose(ben, "direction", "What is owed to us")
    expect(home(ben)).not_to_contain_text("to InterServer")
    ben.page.reload()
    chosen = home(ben).locator('[data-action-id="home_choose_direction"]')
    expect(chosen).to_contain_text("What is owed to us")
    choose(ben, "direction", "Both directions")
    choose(ben, "account", "acme-vps")
    expect(home(ben)).to_contain_text("to InterServer")
    home(ben).get_by_role("button", name="Show everything").click()
    expect(home(ben).locator('[data-action-id="home_choose_account"]')).to_contain_text(
        "All accounts"
    )
    expect(home(ben).get_by_role("button", name="Show everything")).to_have_count(0)


def test_a_list_is_turned_page_by_page(ben: Desk) -> None:
    last = home(ben).locator('[data-action-id="acknowledge"]').last
    before = str(last.get_attribute("data-value"))
    home(ben).locator('[data-action-id="home_page_needing_2"]').click()
    expect(home(ben)).to_contain_text("Page 2 of")
    expect(last).not_to_have_attribute("data-value", before)
    home(ben).locator('[data-action-id="home_page_needing_1"]').click()
    expect(last).to_have_attribute("data-value", before)


def test_the_controls_of_a_message_are_here_too(ben: Desk) -> None:
    untaken = home(ben).locator('[data-action-id="acknowledge"]')
    key = str(untaken.first.get_attribute("data-value"))
    home(ben).locator(f'[data-action-id="acknowledge"][data-value="{key}"]').click()
    expect(home(ben)).to_contain_text("Acknowledged by @Ben Finance")
    give_back = home(ben).locator(f'[data-action-id="unacknowledge"][data-value="{key}"]')
    give_back.click()
    expect(give_back).to_have_count(0)

    home(ben).locator('[data-action-id="more"]').last.click()
    ben.page.get_by_test_id("menu").get_by_text("Promise a day…", exact=True).click()
    ben.fill("Promise a day", day=ben.day(2))
    ben.submit()
    expect(home(ben)).to_contain_text("Promised by @Ben Finance")
    withdraw = home(ben).get_by_role("button", name="Withdraw promise")
    withdraw.click()
    expect(withdraw).to_have_count(0)


def test_what_happens_is_seen_without_looking_again(ben: Desk, office: Office) -> None:
    choose(ben, "account", "shop")
    key = office.claim()
    office.house.service.listening.home.refresh()  # as every beat of the bot does
    choose(ben, "when", "Everything that is open")
    expect(home(ben)).to_contain_text(key)
    office.house.world.account("shop").pay(key.rpartition("/")[2])
    office.house.check("shop")
    office.house.clock.forward(seconds=30)  # tabs are not redrawn more often than people read
    office.house.service.listening.home.refresh()
    expect(home(ben)).not_to_contain_text(key)


def test_all_of_a_page_are_taken_on_after_a_question(ben: Desk) -> None:
    home(ben).locator('[data-action-id="acknowledge_all"]').click()
    ben.page.get_by_test_id("confirm-yes").click()
    expect(home(ben)).to_contain_text("invoices are yours")


def test_a_menu_stays_open_while_the_tab_is_drawn_anew(ben: Desk, office: Office) -> None:
    home(ben).locator('[data-action-id="home_choose_when"]').click()
    ben.page.keyboard.press("ArrowDown")
    office.house.clock.forward(seconds=30)
    office.bill(days=40)  # not among what needs somebody now, but in the sums
    before = home(ben).text_content()
    office.house.service.listening.home.refresh()
    expect(home(ben)).not_to_have_text(str(before))
    ben.page.keyboard.press("Enter")
    expect(home(ben).locator('[data-action-id="home_choose_when"]')).to_contain_text(
        "Only what is overdue"
    )
