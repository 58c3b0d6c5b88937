"""A Chromium, a local Slack, a small app in it, and pages that may not complain."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from slack_sdk import WebClient

from bot.demo.slack import BOT_TOKEN, Installed, LocalSlack
from tests.browser.clerk import Clerk
from tests.browser.office import Desk, Office
from tests.browser.patience import PATIENCE

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
EVENTS = [
    "app_home_opened",
    "link_shared",
    "member_joined_channel",
    "message.channels",
    "message.im",
]
APP = Installed.from_manifest(
    {
        "features": {
            "slash_commands": [{"command": "/invoices", "description": "Unpaid hosting invoices"}],
            "shortcuts": [
                {
                    "type": "global",
                    "callback_id": "look",
                    "name": "Look up",
                    "description": "By number",
                },
                {
                    "type": "message",
                    "callback_id": "take",
                    "name": "Take on",
                    "description": "Note who does",
                },
            ],
            "unfurl_domains": ["billing.example"],
        },
        "settings": {"event_subscriptions": {"bot_events": EVENTS}},
    }
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium. CI must have one; elsewhere its tests are skipped."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        missing = f"no Chromium on this machine; looked for {', '.join(BROWSERS)}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def closing() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Ends servers beside the tests, as each takes seconds of mere waiting."""
    under_way: list[Future[None]] = []
    with ThreadPoolExecutor(16) as pool:
        yield lambda end: under_way.append(pool.submit(end))
    for one in under_way:
        one.result()  # what went wrong is not passed over


@pytest.fixture
def farewells() -> ExitStack:
    """What has to end before the server does."""
    return ExitStack()


@pytest.fixture
def slack(
    closing: Callable[[Callable[[], None]], None], farewells: ExitStack
) -> Iterator[LocalSlack]:
    running = LocalSlack.start(messages_per_second=None, app=APP)
    yield running

    def end() -> None:
        farewells.close()
        running.stop()

    closing(end)


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    made = WebClient(BOT_TOKEN, base_url=slack.api_url, timeout=5)
    made.retry_handlers = []
    return made


@pytest.fixture
def clerk(slack: LocalSlack, client: WebClient, farewells: ExitStack) -> Clerk:
    """The app that people talk to in these tests, connected."""
    return farewells.enter_context(Clerk.connect(slack, client))


def at_rest(page: Page) -> None:
    """Wait until the page has drawn all it was given, as it says itself."""
    expect(page.locator("#main")).to_have_attribute("aria-busy", "false")


@dataclass(slots=True)
class Visits:
    """Opens pages and keeps what their consoles complain about."""

    browser: Browser
    url: str
    complaints: list[str] = field(default_factory=list)
    tolerated: list[str] = field(default_factory=list)  # complaints a test expects

    def __call__(
        self,
        user: str = "U01ADA",
        place: str = "",
        width: int = 1300,
        height: int = 850,
        theme: Literal["light", "dark"] = "light",
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale="en-US",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            color_scheme=theme,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        page.goto(f"{self.url}/?user={user}#{place}")
        at_rest(page)
        return page

    def unexpected(self) -> list[str]:
        """What nobody expected: exceptions, violations of the content policy, failed requests."""
        return [
            text for text in self.complaints if not any(known in text for known in self.tolerated)
        ]


@pytest.fixture
def visit(chromium: Browser, slack: LocalSlack) -> Iterator[Visits]:
    """Opens the page as somebody; fails the test when a page complained on its console."""
    visits = Visits(chromium, slack.url)
    yield visits
    for context in chromium.contexts:
        context.close()
    assert visits.unexpected() == []


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The whole bot, started once for all stories."""
    with Office.open(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture
def sit_down(chromium: Browser, office: Office) -> Iterator[Callable[..., Desk]]:
    """Somebody opens the page; fails the test when a page complained on its console."""
    visits = Visits(chromium, office.house.slack.url)
    yield lambda user, place="billing", **how: Desk(visits(user, place, **how), office, user)
    for context in chromium.contexts:
        context.close()
    assert visits.unexpected() == []


@pytest.fixture
def ada(sit_down: Callable[..., Desk]) -> Desk:
    """Ada at #billing, in a wide window."""
    return sit_down("U01ADA", "billing")
