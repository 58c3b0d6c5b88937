"""Remakes the README's pictures from the running demo: `make pictures`.

Needs a Chromium on the machine (Debian: chromium).
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.demo.launch import Demo
from bot.demo.slack import LocalSlack

FOLDER = Path(__file__).parent / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADA, BEN = "U01ADA", "U02BEN"
WIDE, PHONE = (1280, 840), (400, 780)


def visit(
    browser: Browser,
    slack: LocalSlack,
    size: tuple[int, int],
    theme: str,
    at: str,
    user: str = ADA,
) -> Page:
    """Open the page as somebody, at a place and in a theme."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1.5,
        locale="en-US",
        timezone_id="Europe/Berlin",
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{slack.url}/?user={user}&theme={theme}#{at}")
    page.locator("#connection[data-state=on]").wait_for()
    at_rest(page)
    return page


def at_rest(page: Page) -> None:
    """Wait until the page has drawn all it was given, and its pictures have come."""
    page.locator("#main[aria-busy=false]").wait_for(state="attached")
    page.wait_for_function("[...document.images].every((one) => one.complete)")


def shoot(page: Page, name: str) -> None:
    """Take a picture once the page has come to rest."""
    page.mouse.move(2, 2)  # no message under the pointer, none with the focus
    page.evaluate("document.activeElement?.blur()")
    at_rest(page)
    page.screenshot(path=FOLDER / f"{name}.png")
    sys.stdout.write(f"docs/pictures/{name}.png\n")


def take_on(page: Page, slack: LocalSlack) -> str:
    """Acknowledge the newest invoice; gives its message's timestamp."""
    shown = [m for m in slack.history("#billing") if "acknowledge" in str(m.get("blocks"))]
    stamp = str(shown[-1]["ts"])
    message = page.locator(f'[data-testid=message][data-ts="{stamp}"]').first
    message.locator('[data-action-id="acknowledge"]').click()
    message.locator('[data-action-id="unacknowledge"]').wait_for()
    return stamp


def ask(page: Page, line: str) -> None:
    """Type a command."""
    composer = page.get_by_test_id("composer")
    composer.fill(line)
    composer.press("Enter")
    page.get_by_text("Only visible to you").last.wait_for()


def pictures(browser: Browser, slack: LocalSlack) -> None:
    """Take them all: first what everybody sees, then what is answered to one person."""
    stamp = take_on(visit(browser, slack, WIDE, "light", "billing", BEN), slack)
    page = visit(browser, slack, WIDE, "light", "billing")
    shoot(page, "channel-light")
    page.get_by_test_id("break").click()
    page.locator("[data-control]").first.wait_for()
    shoot(page, "break-things")
    page.get_by_test_id("break").click()
    page.locator(f'[data-testid=message][data-ts="{stamp}"]').get_by_test_id("replies").click()
    page.locator("#thread-list .reply-line").wait_for()
    ask(page, "/invoices overdue")
    shoot(page, "thread-light")
    shoot(visit(browser, slack, WIDE, "dark", "app/home", BEN), "home-dark")
    shoot(visit(browser, slack, PHONE, "dark", "billing"), "phone-dark")
    figures = visit(browser, slack, WIDE, "light", "billing")
    ask(figures, "/invoices cash 30d")
    figures.locator(".chart-picture .bar").first.wait_for()
    figures.locator("[data-ephemeral]").last.evaluate("one => one.scrollIntoView(true)")
    shoot(figures, "figures-light")


def main() -> None:
    """Run the demo until there is something to see, stop its clock, and take pictures."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit(f"no Chromium on this machine; looked for {', '.join(BROWSERS)}")
    FOLDER.mkdir(exist_ok=True)
    demo = Demo("127.0.0.1", 0)
    with demo.running() as slack, sync_playwright() as playwright:
        slack.wait_for(lambda: len(slack.history("#billing")) >= 8, 300)
        demo.clock.run_at(1)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        pictures(browser, slack)
        browser.close()


if __name__ == "__main__":
    main()
