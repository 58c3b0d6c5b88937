"""What a newcomer does in the first minute of `make demo`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.demo.launch import Demo
from bot.demo.slack import LocalSlack
from tests.browser.conftest import Visits
from tests.browser.patience import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def demo() -> Iterator[LocalSlack]:
    with Demo("127.0.0.1", 0).running() as slack:
        yield slack


@pytest.fixture
def page(chromium: Browser, demo: LocalSlack) -> Iterator[Page]:
    visits = Visits(chromium, demo.url)
    opened = visits("U01ADA", "billing")
    opened.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield opened
    expect.set_options(timeout=PATIENCE * 1000)
    opened.context.close()
    assert visits.complaints == []


def command(page: Page, line: str) -> None:
    composer = page.get_by_test_id("composer")
    composer.fill(line)
    composer.press("Enter")


def test_the_first_minute(page: Page):
    timeline = page.get_by_test_id("timeline")
    expect(timeline).to_contain_text("Now watching")
    living = timeline.get_by_test_id("message").filter(
        has=page.locator('[data-action-id="acknowledge"]')
    )
    expect(living.first).to_be_visible()

    command(page, "/invoices overdue")
    expect(timeline).to_contain_text("Only visible to you")
    expect(timeline).to_contain_text("overdue")

    stamp = living.last.get_attribute("data-ts")
    message = page.locator(f'[data-testid=message][data-ts="{stamp}"]').first
    message.locator('[data-action-id="acknowledge"]').click()
    expect(message).to_contain_text("Acknowledged by")
    expect(message.locator('[data-action-id="unacknowledge"]')).to_be_visible()

    message.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    expect(thread).to_contain_text("Acknowledged")
    page.get_by_test_id("thread-close").click()


def test_a_provider_is_switched_off_and_on(page: Page, demo: LocalSlack):
    page.get_by_test_id("break").click()
    voxel = page.locator('[data-control="provider.voxel"] select')
    voxel.select_option(label="is down")
    timeline = page.get_by_test_id("timeline")
    expect(timeline).to_contain_text("Cannot check nyc-voxel")
    voxel.select_option(label="works")
    expect(timeline).to_contain_text("Answers again")
    said = [m["text"] for m in demo.history("#billing")]
    assert sum("Cannot check* nyc-voxel" in text for text in said) == 1, "it is said once"


def test_the_home_tab_and_another_person(page: Page):
    page.get_by_test_id("app").click()
    expect(page.get_by_test_id("home")).to_contain_text("Invoices at a glance")
    page.get_by_test_id("act-as").click()
    page.get_by_test_id("menu").get_by_text("Ben Finance").click()
    expect(page.get_by_test_id("act-as")).to_contain_text("Ben")
