"""Without an app token the bot listens over HTTP, with the same listeners."""

from pathlib import Path

import httpx

from bot.demo.slack import SIGNING_SECRET
from tests.running import PATIENCE, free_port
from tests.stories.test_killed import ACCOUNTS, running, surroundings


def test_commands_and_clicks_arrive_signed_over_http(tmp_path: Path):
    port = free_port()
    with surroundings(tmp_path) as (_, slack, environ):
        del environ["SLACK_APP_TOKEN"]
        environ |= {
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "PORT": str(port),
            "HOST": "127.0.0.1",
        }
        slack.request_url = f"http://127.0.0.1:{port}/slack/events"
        with running(environ, tmp_path / "log"):
            slack.wait_for(lambda: len(slack.history("#billing")) == len(ACCOUNTS), PATIENCE)
            told = slack.command("U01ADA", "#billing", "/invoices open")
            assert "acme-vps/1" in str(told["blocks"])
            assert (
                "taken on"
                in slack.command("U01ADA", "#billing", "/invoices ack acme-vps/1")["text"]
            )
            base = f"http://127.0.0.1:{port}"
            assert httpx.get(f"{base}/healthz").text == "ok\n"
            forged = httpx.post(
                f"{base}/slack/events",
                data={"command": "/invoices", "text": "open", "user_id": "U01ADA"},
                headers={"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": "1"},
            )
            assert forged.status_code == 401
            odd = httpx.post(
                f"{base}/slack/events",
                data={"command": "/invoices"},
                headers={"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": "soon"},
            )
            assert odd.status_code == 401


def test_health_says_so_when_slack_is_out_of_reach(tmp_path: Path) -> None:
    """No connection stands open that could tell, so Slack is asked."""
    port = free_port()
    with surroundings(tmp_path) as (_, slack, environ):
        del environ["SLACK_APP_TOKEN"]
        environ |= {
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/",
            "PORT": str(port),
            "HOST": "127.0.0.1",
        }
        with running(environ, tmp_path / "log"):
            slack.wait_for(lambda: _health(port) is not None, PATIENCE)
            sick = _health(port)
    assert sick is not None
    assert (sick.status_code, sick.text) == (503, "not connected to Slack\n")


def _health(port: int) -> httpx.Response | None:
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/healthz")
    except httpx.ConnectError:
        return None
    return answer if "tick" not in answer.text else None
