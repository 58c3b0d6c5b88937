"""`duewatch run` with $PORT: health, figures and the calendar of a real process, and its end."""

import signal
import socket
from pathlib import Path

import httpx
import icalendar
from prometheus_client.parser import text_string_to_metric_families

from tests.running import PATIENCE, Stopwatch, free_port
from tests.stories.test_killed import ACCOUNTS, running, surroundings

TOKEN = "2f9d41c07be85a3366"


def test_a_running_bot_answers_prometheus_and_calendar_programs(tmp_path: Path):
    port, log = free_port(), tmp_path / "log"
    with surroundings(tmp_path) as (_, slack, environ):
        environ |= {"PORT": str(port), "HOST": "127.0.0.1", "DUEWATCH_CALENDAR_TOKEN": TOKEN}
        environ["DUEWATCH_LOG"] = "DEBUG"
        with running(environ, log):
            slack.wait_for(lambda: len(slack.history("#billing")) == len(ACCOUNTS), PATIENCE)
            base = f"http://127.0.0.1:{port}"
            figures = httpx.get(f"{base}/metrics").text
            found = {f.name: f.samples for f in text_string_to_metric_families(figures)}
            up = {one.labels["account"]: one.value for one in found["duewatch_account_up"]}
            assert up == dict.fromkeys(ACCOUNTS, 1.0)
            assert [one.value for one in found["duewatch_open_amount"]] == [15.0]

            calendar = httpx.get(f"{base}/calendar.ics", params={"token": TOKEN})
            book = icalendar.Calendar.from_ical(calendar.text)
            assert len(book.walk("VEVENT")) == len(ACCOUNTS)
            known = {"If-None-Match": calendar.headers["etag"]}
            again = httpx.get(f"{base}/calendar.ics", params={"token": TOKEN}, headers=known)
            assert again.status_code == 304, "though it was checked again meanwhile"
            wrong = httpx.get(f"{base}/calendar.ics", params={"token": TOKEN[:-1]})
            assert wrong.status_code == 403
            posted = httpx.post(f"{base}/slack/events", content=b"{}")
            assert posted.status_code == 404, "it listens by Socket Mode"
        said = log.read_text()
        assert "started" in said
        assert TOKEN[:-1] not in said


def test_an_on_call_calendar_that_never_answers_does_not_hold_up_the_end(tmp_path: Path):
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        surroundings(tmp_path) as (_, slack, environ),
    ):
        silent.settimeout(PATIENCE)
        path = tmp_path / "duewatch.toml"
        feed = f"http://127.0.0.1:{silent.getsockname()[1]}/rota.ics"
        path.write_text(f'{path.read_text()}\n[oncall]\nwho = "{feed}"\n')
        with running(environ, tmp_path / "log") as process:
            line, _ = silent.accept()  # it asks, and waits for an answer
            slack.wait_for(lambda: len(slack.history("#billing")) == len(ACCOUNTS), PATIENCE)
            with Stopwatch() as watch:
                process.send_signal(signal.SIGTERM)
                assert process.wait(PATIENCE) == 0
            assert watch.seconds < 10
            line.close()
