"""HTTP mode: what Slack has not signed within five minutes is refused, the rest is handled once."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.clock import system_clock
from bot.demo.slack import SIGNING_SECRET
from bot.demo.slack.seed import TEAM_ID
from bot.slack.bolt import new_app
from bot.slack.calls import Calls
from bot.slack.http import WINDOW, Door
from bot.slack.ours import Ours
from bot.web.app import Pages, WebServer, web_app
from bot.web.calendar_feed import Page
from bot.web.endpoint import Endpoint
from state.model import InvoiceKey
from tests.running import free_port
from tests.security.gate import ADA, OPEN, Gate, gate

BODY = b"command=%2Finvoices&text=open"


def stamped(body: bytes, stamp: str, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """The headers of a request that Slack has signed for this time."""
    signed = b"v0:" + stamp.encode() + b":" + body
    made = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={made}",
    }


def signed(body: bytes, late: float = 0.0, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """The headers of a request that was signed so many seconds ago."""
    return stamped(body, str(int(system_clock().timestamp() - late)), secret)


@dataclass
class Site:
    """The bot's endpoint on a real socket; `heard` is what got past the door."""

    url: str = ""
    heard: list[str] = field(default_factory=list)
    broken: bool = False

    def listen(self, body: dict[str, object]) -> BoltResponse:
        self.heard.append(str(body.get("text")))
        return BoltResponse(status=500 if self.broken else 200, body="heard")

    def post(self, body: bytes, headers: dict[str, str]) -> int:
        answer = httpx.post(self.url, content=body, headers=headers)
        return answer.status_code


def listener(site: Site) -> App:
    """Bolt with nothing behind it but an ear."""
    app = App(
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=TEAM_ID),
        signing_secret=SIGNING_SECRET,
    )
    app.use(site.listen)
    return app


@pytest.fixture
def site() -> Iterator[Site]:
    made, port = Site(), free_port()
    door = Door(listener(made), SIGNING_SECRET, system_clock)
    pages = Pages(lambda: None, lambda: b"", lambda *_: Page(404, b""), door.answer)
    server = WebServer(web_app(pages), Endpoint("127.0.0.1", port))
    server.start()
    made.url = f"http://127.0.0.1:{port}/slack/events"
    yield made
    server.stop()


def test_what_slack_signed_is_heard(site: Site):
    assert site.post(BODY, signed(BODY)) == 200
    assert site.heard == ["open"]


def test_a_wrong_signature_is_refused(site: Site):
    good = signed(BODY, 1)
    forged = good | {"x-slack-signature": "v0=" + "0" * 64}
    another = signed(BODY, 1, "another-secret")
    assert [site.post(BODY, one) for one in (forged, another)] == [401, 401]
    assert site.post(BODY + b"&text=all", good) == 401, "the body is signed too"
    moved = good | {"x-slack-request-timestamp": signed(BODY)["x-slack-request-timestamp"]}
    assert site.post(BODY, moved) == 401, "and the time"
    assert site.heard == []


@pytest.mark.parametrize(("late", "status"), [(290, 200), (310, 401), (-290, 200), (-310, 401)])
def test_five_minutes_are_the_window_on_both_sides(site: Site, late: float, status: int):
    assert site.post(BODY, signed(BODY, late)) == status
    assert len(site.heard) == (status == 200)


NOW = str(int(datetime.now(UTC).timestamp()))
ODD = {
    "words": "soon",
    "nothing": "",
    "arabic digits": "".join(chr(0x0660 + int(digit)) for digit in NOW),
    "a superscript": "²",
    "full width digits": "".join(chr(0xFF10 + int(digit)) for digit in NOW),
    "a sign": f"+{NOW}",
    "minus": "-1",
    "a space": f" {NOW} ",
    "an underscore": f"{NOW[:5]}_{NOW[5:]}",
    "a fraction": f"{NOW}.5",
    "far too long": "9" * 5000,
    "infinity": "inf",
    "hexadecimal": "0x5",
    "two lines": f"{NOW}\n",
}


@pytest.mark.parametrize("odd", ODD)
def test_a_time_that_is_no_number_is_refused_and_no_fault_of_ours(site: Site, odd: str):
    door = Door(listener(site), SIGNING_SECRET, system_clock)
    assert door.answer(BODY, stamped(BODY, ODD[odd]))[0] == 401
    assert site.heard == []


@pytest.mark.parametrize("missing", ["x-slack-signature", "x-slack-request-timestamp"])
def test_without_a_signature_or_a_time_it_is_refused(site: Site, missing: str):
    headers = signed(BODY)
    del headers[missing]
    assert site.post(BODY, headers) == 401
    assert site.heard == []


@pytest.mark.parametrize("signature", ["", "v0=", "v1=" + "0" * 64, "v0=" + "é" * 64, "\x00", "Ω"])
def test_a_signature_that_is_none_is_refused_and_no_fault_of_ours(site: Site, signature: str):
    door = Door(listener(site), SIGNING_SECRET, system_clock)
    assert door.answer(BODY, {**signed(BODY), "x-slack-signature": signature})[0] == 401
    assert site.heard == []


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40), st.text(max_size=20), st.text(max_size=80))
def test_whatever_is_sent_without_the_secret_gets_no_further(
    body: bytes, stamp: str, signature: str
):
    heard = Site()
    door = Door(listener(heard), SIGNING_SECRET, system_clock)
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature}
    assert door.answer(body, headers)[0] == 401
    assert door.answer(body, signed(body) | {"x-slack-signature": signature})[0] == 401
    assert heard.heard == []


def test_bytes_that_are_no_text_are_refused_though_they_are_signed(site: Site):
    assert site.post(b"\xff\xfe", signed(b"\xff\xfe")) == 401


def test_the_same_signed_request_is_handled_once(site: Site):
    headers = signed(BODY, 3)
    assert [site.post(BODY, headers) for _ in range(3)] == [200, 200, 200]
    assert site.heard == ["open"]


def test_many_at_the_same_moment_are_handled_once(site: Site):
    headers = signed(BODY, 4)
    threads = [threading.Thread(target=site.post, args=(BODY, headers)) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert site.heard == ["open"]


def test_a_request_that_failed_by_our_fault_may_come_again(site: Site):
    headers = signed(BODY, 5)
    site.broken = True
    assert site.post(BODY, headers) == 500
    site.broken = False
    assert site.post(BODY, headers) == 200
    assert site.heard == ["open", "open"]


def test_what_is_remembered_ends_with_the_window(site: Site):
    now = [system_clock()]
    door = Door(listener(site), SIGNING_SECRET, lambda: now[0])
    for _ in range(50):
        now[0] += timedelta(seconds=60)
        body = BODY + str(now[0]).encode()
        door.answer(body, stamped(body, str(int(now[0].timestamp()))))
    assert len(door._seen) <= 2 * WINDOW / timedelta(seconds=60)


def test_without_a_secret_there_is_no_door(site: Site):
    with pytest.raises(ValueError, match="signing secret"):
        Door(listener(site), "", system_clock)


def test_a_decision_that_is_replayed_is_made_once(tmp_path: Path):
    with gate(tmp_path, OPEN) as behind:
        door = Door(behind.app, SIGNING_SECRET, system_clock)
        form = urlencode({"payload": json.dumps(behind.press(ADA, "acknowledge", "7514881"))})
        headers = signed(form.encode())
        assert [door.answer(form.encode(), headers)[0] for _ in range(3)] == [200] * 3
        behind.quiet()
        assert acknowledged(behind) == 1
        # Slack signs what it delivers again anew: then the delivery itself is known
        assert door.answer(form.encode(), signed(form.encode(), 2))[0] == 200
        behind.quiet()
        assert acknowledged(behind) == 1


def acknowledged(behind: Gate) -> int:
    timeline = behind.stock.store.timeline(InvoiceKey("acme-vps", "7514881"))
    return [event.kind for event in timeline].count("acknowledged")


def test_bolt_verifies_too():
    away = "http://127.0.0.1:1/"
    app = new_app(Ours(Calls("xoxb-local", away, timeout=1)), away, SIGNING_SECRET)
    assert "RequestVerification" in {type(one).__name__ for one in app._middleware_list}
