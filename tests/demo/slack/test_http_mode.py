"""HTTP mode: signed requests, taken by Bolt's own request handling."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from slack_bolt import Ack, App, BoltRequest
from slack_sdk import WebClient

from bot.demo.slack import SIGNING_SECRET, LocalSlack
from tests.demo.slack.shapes import Json, actions, button, home, modal, section, text_input

ADA = "U01ADA"


class Endpoint(ThreadingHTTPServer):
    """An app's own address: checks signatures, hands requests to Bolt."""

    daemon_threads = True

    def __init__(self, app: App) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.app = app
        self.retries: list[str | None] = []
        self.hold: Event | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/slack/events"


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.retries.append(self.headers.get("X-Slack-Retry-Num"))
        if self.server.hold is not None:
            self.server.hold.wait(60)
        request = BoltRequest(body=body, headers=dict(self.headers.items()))
        answer = self.server.app.dispatch(request)
        content = str(answer.body or "").encode()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", answer.first_headers().get("content-type", "text/plain"))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
        """Say nothing."""


@pytest.fixture
def endpoint(slack: LocalSlack, client: WebClient) -> Iterator[Endpoint]:
    app = App(client=client, signing_secret=SIGNING_SECRET)
    with Endpoint(app) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        slack.request_url = server.url
        yield server
        server.shutdown()


def test_commands_clicks_modals_and_events_arrive_signed(
    slack: LocalSlack, client: WebClient, endpoint: Endpoint
) -> None:
    app = endpoint.app

    @app.command("/invoices")
    def answer(ack: Ack, command: Json) -> None:
        ack(text=command["text"], blocks=[section(command["text"])])

    @app.action("press")
    def pressed(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("note")))

    @app.view("form")
    def submitted(ack: Ack) -> None:
        ack(response_action="errors", errors={"note": "too short"})

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(section("hi")))

    assert slack.connected
    assert slack.command(ADA, "#billing", "/invoices due & open")["text"] == "due &amp; open"
    blocks = [actions(button())]
    ts = str(client.chat_postMessage(channel="#billing", text="x", blocks=blocks)["ts"])
    assert slack.click(ADA, "#billing", ts, "press") == {"ok": True}
    view = slack.wait_for(lambda: slack.modals(ADA))[0]
    assert slack.submit(ADA, view["id"], {"note": "x"}) == {"note": "too short"}
    assert slack.open_home(ADA)["blocks"][0]["text"]["text"] == "hi"


def test_a_plain_text_answer_is_shown(slack: LocalSlack, endpoint: Endpoint) -> None:
    @endpoint.app.command("/invoices")
    def answer(ack: Ack) -> None:
        ack("just words")

    assert slack.command(ADA, "#billing", "/invoices")["text"] == "just words"


def test_a_wrong_signing_secret_is_noticed_by_the_app(
    slack: LocalSlack, client: WebClient, endpoint: Endpoint
) -> None:
    endpoint.app = App(client=client, signing_secret="another")
    seen = slack.command(ADA, "#billing", "/invoices")
    assert seen["text"] == '/invoices failed with the error "dispatch_failed"'


def test_an_app_that_is_down_or_slow_is_reported(slack: LocalSlack, endpoint: Endpoint) -> None:
    endpoint.hold = Event()
    assert slack.command(ADA, "#billing", "/invoices")["error"] == "operation_timeout"
    endpoint.hold.set()
    slack.request_url = "http://127.0.0.1:9/"
    assert slack.command(ADA, "#billing", "/invoices")["error"] == "dispatch_failed"


def test_an_event_that_is_not_taken_comes_again(slack: LocalSlack, endpoint: Endpoint) -> None:
    slack.say(ADA, "#billing", "@duewatch nobody listens to this")  # Bolt answers 404
    slack.wait_for(lambda: len(endpoint.retries) == 3)
    assert endpoint.retries == [None, "1", "2"]


def test_without_an_address_it_is_socket_mode_again(slack: LocalSlack, endpoint: Endpoint) -> None:
    assert endpoint.url
    slack.request_url = None
    assert not slack.connected


def test_shortcuts_and_links_arrive_signed_too(slack: LocalSlack, endpoint: Endpoint) -> None:
    seen: list[str] = []

    @endpoint.app.shortcut("look")
    def look(ack: Ack, body: Json) -> None:
        ack()
        seen.append(body["type"])

    @endpoint.app.shortcut("take")
    def take(ack: Ack, body: Json) -> None:
        ack()
        seen.append(body["message"]["text"])

    @endpoint.app.event("link_shared")
    def shared(event: Json, client: WebClient) -> None:
        url = event["links"][0]["url"]
        client.chat_unfurl(
            channel=event["channel"], ts=event["message_ts"], unfurls={url: {"text": "open"}}
        )

    ts = slack.say(ADA, "#billing", "https://billing.example/7")["ts"]
    assert slack.shortcut(ADA, "look") == {"ok": True}
    assert slack.message_shortcut(ADA, "#billing", ts, "take") == {"ok": True}
    assert seen == ["shortcut", "https://billing.example/7"]
    slack.wait_for(lambda: "attachments" in slack.history("#billing")[0])
