"""The page's panel, its files, and who may use them."""

import json

import pytest
import websocket

from bot.demo.slack import LocalSlack
from tests.demo.slack.raw import get, post_json, send
from tests.demo.slack.shapes import Json

ADA = "U01ADA"


class Switches:
    """A panel with one switch."""

    def __init__(self) -> None:
        self.pressed: list[tuple[str, object]] = []

    def controls(self) -> list[Json]:
        return [{"id": "mine", "group": "Mine", "title": "Mine", "kind": "button", "value": None}]

    def press(self, control: str, value: object) -> None:
        if control != "mine":
            raise ValueError(f"there is no switch {control}")
        self.pressed.append((control, value))

    def clock(self) -> Json:
        return {"now": "2026-11-20T09:00:00+00:00", "speed": 60}


def test_the_panel_has_the_demos_switches_and_slacks_own() -> None:
    switches = Switches()
    with LocalSlack.start(panel=switches) as slack:
        url = f"{slack.url}/page/panel"
        panel = get(url)
        ids = [one["id"] for one in panel["controls"]]
        assert ids[0] == "mine"
        assert {"slack.rate_limited", "slack.lose_replies", "slack.disconnect"} <= set(ids)
        assert panel["clock"]["speed"] == 60

        post_json(url, {"id": "mine", "value": 3})
        assert switches.pressed == [("mine", 3)]
        assert post_json(url, {"id": "other", "value": 3})[0] == 400

        for on in (True, False):
            _, answer = post_json(url, {"id": "slack.rate_limited", "value": on})
            shown = {one["id"]: one["value"] for one in answer["controls"]}
            assert shown["slack.rate_limited"] is on
            assert bool(slack.faults.rate_limited) is on
        assert post_json(url, {"id": "slack.disconnect"})[0] == 200


def test_files_of_the_page_are_served_with_a_strict_policy(slack: LocalSlack) -> None:
    status, headers, _ = send(f"{slack.url}/page/nothing.js")
    assert status == 404
    status, headers, content = send(f"{slack.url}/")
    assert status == 200
    assert b"<html" in content
    assert headers["content-type"].startswith("text/html")
    assert headers["cache-control"] == "no-store"
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    status, headers, _ = send(f"{slack.url}/page/app.js")
    assert (status, headers["content-type"].partition(";")[0]) == (200, "text/javascript")
    for path in ("/page/..%2fslack%2fseed.py", "/page/%2e%2e", "/page/../slack/seed.py"):
        assert send(f"{slack.url}{path}")[0] == 404


def test_other_web_sites_may_not_press_our_buttons(slack: LocalSlack) -> None:
    foreign = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
    body = json.dumps({"user": ADA, "channel": "C01BILLING", "text": "x"}).encode()
    assert send(f"{slack.url}/page/message", "POST", body, foreign)[0] == 403
    own = {"Origin": slack.url}
    assert send(f"{slack.url}/page/message", "POST", body, own)[0] == 200
    url = f"{slack.url.replace('http', 'ws')}/page/live?user={ADA}"
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(url, origin="https://evil.example", timeout=30)
    assert len(slack.history("#billing")) == 1
