"""A local Slack without a rate limit, a plain client of it, and a Bolt app connected to it."""

import gc
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from bot.demo.slack import APP_TOKEN, BOT_TOKEN, Installed, LocalSlack

EVERYTHING = (
    "app_home_opened",
    "app_mention",
    "link_shared",
    "member_joined_channel",
    "message.im",
)
# what the app would declare in its manifest
FEATURES: dict[str, Any] = {
    "slash_commands": [{"command": "/invoices", "description": "Unpaid hosting invoices"}],
    "shortcuts": [
        {"type": "global", "callback_id": "look", "name": "Look up", "description": "By number"},
        {"type": "message", "callback_id": "take", "name": "Take on", "description": "For me"},
    ],
    "unfurl_domains": ["billing.example"],
}
APP = Installed.from_manifest(
    {"features": FEATURES, "settings": {"event_subscriptions": {"bot_events": list(EVERYTHING)}}}
)


# websocket-client never closes a socket that the server closed first, and says so to nobody
LEAK = "ignore:Exception ignored in. <socket.socket:pytest.PytestUnraisableExceptionWarning"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(LEAK))


@pytest.fixture(scope="session")
def closing() -> Iterator[ThreadPoolExecutor]:
    """Ends servers beside the tests: each takes a fifth of a second of mere waiting."""
    with ThreadPoolExecutor(16) as pool:
        yield pool


@pytest.fixture(scope="module")
def ends() -> Iterator[list[Future[None]]]:
    """Waits for the servers of a module, so that what went wrong there is seen there."""
    futures: list[Future[None]] = []
    yield futures
    for future in futures:
        future.result(60)
    gc.collect()


@pytest.fixture
def farewells() -> list[Callable[[], None]]:
    """What has to end before the server does."""
    return []


@pytest.fixture
def slack(
    closing: ThreadPoolExecutor, ends: list[Future[None]], farewells: list[Callable[[], None]]
) -> Iterator[LocalSlack]:
    running = LocalSlack.start(messages_per_second=None, app=APP, retry_delays=(0, 0.1))

    def end() -> None:
        for farewell in farewells:
            farewell()
        running.stop()

    yield running
    ends.append(closing.submit(end))


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    made = WebClient(BOT_TOKEN, base_url=slack.api_url, timeout=30)
    made.retry_handlers = []
    return made


@pytest.fixture
def app(client: WebClient) -> App:
    quiet = logging.getLogger("tests.bolt")
    quiet.setLevel(logging.CRITICAL + 1)  # what the app says about itself is not under test
    return App(client=client, logger=quiet)


@pytest.fixture
def connected(slack: LocalSlack, app: App, farewells: list[Callable[[], None]]) -> None:
    handler = SocketModeHandler(app, APP_TOKEN, ping_interval=3)
    handler.connect()  # type: ignore[no-untyped-call]
    slack.wait_for(lambda: slack.connected)

    def end() -> None:
        # cut first: a socket of Bolt's that another thread closes can keep its reader waiting
        # for ten seconds
        handler.client.auto_reconnect_enabled = False
        slack.disconnect()
        slack.wait_for(lambda: not handler.client.is_connected())
        handler.close()  # type: ignore[no-untyped-call]

    farewells.append(end)
