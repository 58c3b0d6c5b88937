"""The demo in German: the bot, its menus and the page speak one language."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.demo.launch import Demo
from bot.slack import language
from tests.browser.conftest import Visits

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    try:
        with Demo("127.0.0.1", 0, locale="de").running() as slack:
            visits = Visits(chromium, slack.url)
            yield visits("U01ADA", "billing")
            chromium.contexts[-1].close()
            assert visits.complaints == []
    finally:
        language.use("en")


def test_a_german_workspace_is_spoken_to_in_german(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "de-DE")
    message = page.get_by_test_id("message").filter(has=page.get_by_role("button", name="Überneh"))
    expect(message.first).to_be_visible(timeout=60_000)
    ts = message.last.get_attribute("data-ts")
    taken = page.locator(f'#timeline [data-ts="{ts}"]')
    taken.locator('[data-action-id="acknowledge"]').click()
    expect(taken).to_contain_text("Übernommen von @Ada Ops", timeout=30_000)
    expect(page.locator("[data-ephemeral]").last).to_contain_text("Nur für dich sichtbar")
    page.locator("#composer").get_by_test_id("shortcuts").click()
    expect(page.get_by_test_id("menu")).to_contain_text("Rechnung suchen")
