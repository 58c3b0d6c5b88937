"""Other web sites in the same browser can neither read nor press anything of the demo."""

import json
from collections.abc import Iterator

import httpx
import pytest
import websocket

from bot.demo.slack import BOT_TOKEN, LocalSlack

SITE = "evil.example"
MESSAGE = {"token": BOT_TOKEN, "channel": "C01BILLING", "text": "free money"}
COMMAND = {"user": "U01ADA", "channel": "C01BILLING", "text": "/invoices ack 1"}
Headers = dict[str, str]


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack.start() as made:
        yield made


def port(slack: LocalSlack) -> str:
    return slack.url.rpartition(":")[2]


@pytest.mark.parametrize("name", [SITE, f"127.0.0.1.{SITE}", f"localhost.{SITE}", "demo", "", "["])
@pytest.mark.parametrize("path", ["/", "/page/state?user=U01ADA", "/api/auth.test", "/page/app.js"])
def test_a_name_that_was_pointed_here_is_not_answered(slack: LocalSlack, name: str, path: str):
    answer = httpx.get(f"{slack.url}{path}", headers={"Host": f"{name}:{port(slack)}"})
    assert answer.status_code == 421
    assert "U01ADA" not in answer.text


def test_a_site_that_counts_as_ours_by_its_name_still_writes_nothing(slack: LocalSlack):
    """DNS rebinding: its name leads here, so that Origin and Host are the same."""
    host = f"{SITE}:{port(slack)}"
    headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    said = httpx.post(f"{slack.url}/api/chat.postMessage", data=MESSAGE, headers=headers)
    typed = httpx.post(f"{slack.url}/page/command", json=COMMAND, headers=headers)
    assert (said.status_code, typed.status_code) == (421, 421)
    url = f"{slack.url.replace('http', 'ws')}/page/live?user=U01ADA"
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(url, host=host, origin=f"http://{host}", timeout=30)
    assert slack.history("#billing") == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "10.0.0.5"])
def test_addresses_and_localhost_are_answered(slack: LocalSlack, name: str):
    answer = httpx.get(slack.url, headers={"Host": f"{name}:{port(slack)}"})
    assert answer.status_code == 200


def test_the_name_that_was_asked_for_is_answered():
    with LocalSlack.start("localhost") as made:
        assert httpx.get(made.url).status_code == 200


FOREIGN: dict[str, Headers] = {
    "another site": {"Origin": f"https://{SITE}", "Sec-Fetch-Site": "cross-site"},
    "a sandboxed frame": {"Origin": "null"},
    "another port of this machine": {"Origin": "http://127.0.0.1:9", "Sec-Fetch-Site": "same-site"},
    "a site without Sec-Fetch": {"Origin": f"http://{SITE}"},
}


@pytest.mark.parametrize("who", FOREIGN)
def test_other_sites_write_nothing_though_the_token_is_known(slack: LocalSlack, who: str):
    plain = FOREIGN[who] | {"Content-Type": "text/plain"}  # what needs no leave of ours
    typed = httpx.post(f"{slack.url}/page/command", content=json.dumps(COMMAND), headers=plain)
    said = httpx.post(f"{slack.url}/api/chat.postMessage", data=MESSAGE, headers=FOREIGN[who])
    assert (typed.status_code, said.status_code) == (403, 403)
    assert slack.history("#billing") == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_picture_whose_address_acts_does_nothing(slack: LocalSlack, site: str):
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    said = httpx.get(f"{slack.url}/api/chat.postMessage", params=MESSAGE, headers=headers)
    assert said.status_code == 403
    followed = headers | {"Sec-Fetch-Mode": "navigate"}
    said = httpx.get(f"{slack.url}/api/chat.postMessage", params=MESSAGE, headers=followed)
    assert said.status_code == 403, "nor a link that somebody follows"
    assert slack.history("#billing") == []


def test_a_link_from_elsewhere_leads_to_the_page(slack: LocalSlack):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert httpx.get(f"{slack.url}/", headers=headers).status_code == 200
    assert httpx.get(f"{slack.url}/archives/C01BILLING", headers=headers).status_code == 200


def test_our_own_page_and_programs_are_let_in(slack: LocalSlack):
    own = {"Origin": slack.url, "Sec-Fetch-Site": "same-origin"}
    assert httpx.get(f"{slack.url}/page/panel", headers=own).status_code == 200
    program = httpx.post(f"{slack.url}/api/auth.test", data={"token": BOT_TOKEN})
    assert program.json()["ok"] is True


def test_no_answer_lets_other_sites_read_it(slack: LocalSlack):
    for path in ("/", "/api/auth.test", "/page/state?user=U01ADA"):
        headers = httpx.get(f"{slack.url}{path}").headers
        assert not [name for name in headers if name.startswith("access-control-")]
