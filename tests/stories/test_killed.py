"""`duewatch run` as a real process, killed without warning: nothing is lost, nothing doubled."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.demo.slack import LocalSlack
from bot.demo.world import World
from tests.kills.process import SETTINGS
from tests.running import PATIENCE, Stopwatch, environment

ROUNDS = 5
ACCOUNTS = {"acme-vps": "interserver", "nyc-voxel": "voxel", "chi-leap": "singlehop"}


@contextmanager
def surroundings(folder: Path) -> Iterator[tuple[World, LocalSlack, dict[str, str]]]:
    world = World(lambda: datetime.now(UTC), slow_seconds=0.2)
    for name, provider in ACCOUNTS.items():
        opened = world.add_account(name, provider)  # type: ignore[arg-type]
        opened.add("1", "5.00", due=date(2027, 6, 1), description="Old")
        opened.fault = "slow"
    with world.serve() as providers, LocalSlack.start(messages_per_second=20) as slack:
        path = folder / "duewatch.toml"
        path.write_text(f"{SETTINGS}\n{world.snapshot_config(providers.url)}")
        yield world, slack, environment(path, world, slack)


@contextmanager
def running(environ: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=environ, stderr=out, stdout=out
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def announced(slack: LocalSlack) -> Counter[str]:
    """How often each new invoice stands in the channel, alone or in a group."""
    said: Counter[str] = Counter()
    for message in slack.history("#billing"):
        said.update(set(keys(message)))
    return said


def keys(value: Any) -> Iterator[str]:
    """The invoices that the buttons of a message act on."""
    if isinstance(value, dict):
        if value.get("action_id") == "acknowledge":
            yield str(value["value"])
        for inner in value.values():
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_killed_in_the_middle_of_checking_and_posting_it_says_everything_once(tmp_path: Path):
    chance = random.Random(20261120)
    log = tmp_path / "log"
    with surroundings(tmp_path) as (world, slack, environ):
        with running(environ, log):
            slack.wait_for(lambda: len(slack.history("#billing")) == len(ACCOUNTS), PATIENCE)
        expected = set()
        slack.faults.slow = 0.15
        for turn in range(ROUNDS):
            for name in ACCOUNTS:
                number = str(100 + turn)
                world.account(name).add(number, "7.00", due=date(2027, 6, 1), description="New")
                expected.add(f"{name}/{number}")
            slack.faults.lose_replies = 1
            with running(environ, log) as process:
                time.sleep(chance.uniform(1.5, 7.0))
                process.kill()
        slack.faults.slow = 0
        with running(environ, log):
            slack.wait_for(lambda: set(announced(slack)) >= expected, PATIENCE)
            time.sleep(2)
        said = announced(slack)
        assert {key: said[key] for key in expected} == dict.fromkeys(expected, 1)
        watching = [m["text"] for m in slack.history("#billing") if "Now watching" in m["text"]]
        assert len(watching) == len(ACCOUNTS)


def test_it_stops_cleanly_on_sigterm_within_ten_seconds(tmp_path: Path):
    log = tmp_path / "log"
    with surroundings(tmp_path) as (world, slack, environ), running(environ, log) as process:
        slack.wait_for(lambda: len(slack.history("#billing")) == len(ACCOUNTS), PATIENCE)
        world.slow_seconds = 90  # checks are under way when it is told to stop
        time.sleep(2.5)
        with Stopwatch() as watch:
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        assert watch.seconds < 10
        assert "Traceback" not in log.read_text()
    assert not list(tmp_path.glob("*.holder")), "the lock was given back"


def test_a_second_writer_is_told_who_holds_the_database(tmp_path: Path):
    with surroundings(tmp_path) as (_, slack, environ), running(environ, tmp_path / "log"):
        slack.wait_for(lambda: len(slack.history("#billing")) == len(ACCOUNTS), PATIENCE)
        for command in ("check", "deliver", "run"):
            second = subprocess.run(
                [sys.executable, "-m", "bot", command],
                env=environ,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
            assert second.returncode == 1
            assert "`duewatch run` (process" in second.stderr
            assert "since 20" in second.stderr
        listed = subprocess.run(
            [sys.executable, "-m", "bot", "list"],
            env=environ,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert (listed.returncode, "acme-vps/1" in listed.stdout) == (0, True)
