"""The whole bot through good days and bad ones: no credential is said, written or kept anywhere."""

import base64
import hashlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from traceback import format_exception
from typing import Any, Literal, get_args
from urllib.parse import quote

import pytest

from bot.demo.billing import Fault
from bot.demo.slack import APP_TOKEN, BOT_TOKEN
from bot.demo.world import World
from providers.base import ProviderError
from providers.conformance.credentials import leaks, spellings
from providers.conformance.overheard import overhearing
from tests.running import PATIENCE, ROOT
from tests.stories.house import House, house

FAULTS: tuple[Fault, ...] = get_args(Fault)
TALKATIVE = ("httpx", "httpcore", "zeep", "slack_sdk", "slack_bolt", "urllib3", "websocket")
COMMANDS = (
    "",
    "overdue",
    "due 30d",
    "open",
    "accounts",
    "account leap",
    "show vps/100",
    "ack vps/100 seen",
    "check",
    "check shop",
    "help",
    "nonsense",
)
Name = Literal["interserver", "whmcs", "voxel", "singlehop"]
OPTIONS: dict[str, tuple[Name, tuple[str, ...]]] = {
    "vps": ("interserver", ("password",)),
    "shop": ("whmcs", ("identifier", "secret")),
    "nyc": ("voxel", ("key", "secret")),
    "leap": ("singlehop", ("password",)),
}


def credential(account: str, option: str) -> str:
    """Looks different in each spelling, and no two share a part."""
    letters = hashlib.sha256(f"{account} {option}".encode()).hexdigest()
    return f"{letters[:14]}&<{letters[14:28]}>+/%=\"'{letters[28:42]}"


SECRETS = {
    (account, option): credential(account, option)
    for account, (_, options) in OPTIONS.items()
    for option in options
}


def furnish(world: World) -> None:
    world.slow_seconds = 0.05
    for account, (provider, options) in OPTIONS.items():
        login = {option: SECRETS[account, option] for option in options}
        if provider in ("interserver", "singlehop"):
            login["username"] = "somebody@acme.example"
        one = world.add_account(account, provider, credentials=login)
        one.add("100", "12.50", due=date(2026, 11, 18))
        one.add("101", "7.00", due=date(2026, 11, 30))


def disguises() -> frozenset[str]:
    """Every credential as it is, in an address, in HTML, in JSON, in base64, in a Basic login."""
    found: set[str] = set()
    for secret in SECRETS.values():
        found |= spellings(secret, ("somebody@acme.example",))
        found |= {quote(secret), repr(secret)[1:-1], quote(quote(secret, safe=""), safe="")}
        found |= {
            base64.b64encode(secret.encode()).decode().rstrip("="),
            base64.urlsafe_b64encode(secret.encode()).decode().rstrip("="),
            secret.encode().hex(),
        }
    return frozenset(found)


DISGUISES = disguises()


@pytest.fixture
def everything_at_debug() -> Iterator[None]:
    """Also what the bot itself silences, so that silence is not all that protects."""
    before = {name: logging.getLogger(name).level for name in TALKATIVE}
    children = [name for name in logging.root.manager.loggerDict if name.startswith(TALKATIVE)]
    for name in {*TALKATIVE, *children}:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    for name in children:
        logging.getLogger(name).setLevel(logging.NOTSET)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def lived_through(home: House) -> Iterator[str]:
    """Good checks, every fault at every account, commands in between; what was answered."""
    yield repr(home.check())
    for fault in (None, *FAULTS):
        for account in OPTIONS:
            home.world.account(account).fault = fault
        home.clock.forward(hours=9)
        yield repr(home.check())
        yield from exceptions(home)
        yield json.dumps(home.slack.command("U01ADA", "#billing", "/invoices accounts"))
    for account in OPTIONS:
        home.world.account(account).fault = None
    for words in COMMANDS:
        yield json.dumps(home.slack.command("U01ADA", "#billing", f"/invoices {words}"))
    yield json.dumps(home.slack.open_home("U01ADA"))
    home.clock.forward(days=40)
    yield repr(home.check())


def exceptions(home: House) -> Iterator[str]:
    """Each provider's error with its whole traceback and everything in its frames."""
    for plan in home.core.engine.plans.values():
        try:
            plan.provider.read(plan.provider.fetch())
        except ProviderError as error:
            yield repr(error) + "".join(format_exception(error))


def shown(home: House) -> Iterator[str]:
    """How our own values show themselves."""
    settings = home.core.settings
    yield repr(settings) + str(settings) + repr(home.core) + repr(home.service)
    for watched in settings.accounts.values():
        yield repr(watched) + repr(dict(watched.secrets))
    for plan in home.core.engine.plans.values():
        yield repr(plan) + repr(getattr(plan.provider, "inner", None))
        yield repr(vars(plan.provider.inner)) if hasattr(plan.provider, "inner") else ""


def said(home: House) -> Iterator[str]:
    """Everything in the local Slack."""
    for channel in ("#billing", "#ops", "#acme"):
        for message in home.slack.history(channel):
            yield json.dumps(message)
            yield json.dumps(home.slack.thread(channel, str(message["ts"])))
    for user in ("U01ADA", "U02BEN"):
        yield json.dumps(home.slack.ephemerals(user), default=str)


def leaked(name: str, words: str, secrets: frozenset[str] = DISGUISES) -> list[str]:
    return [f"{name}: {piece}" for piece in leaks(words, secrets)]


@pytest.mark.usefixtures("everything_at_debug")
def test_no_credential_is_said_or_kept_whatever_happens(tmp_path: Path) -> None:
    found: list[str] = []
    sessions: set[str] = set()
    with overhearing() as heard, house(tmp_path, furnish) as home:
        for words in lived_through(home):
            found += leaked("answer", words)
        sessions = {one for a in home.world.accounts() for one in a.sessions}
        for words in (*shown(home), *said(home)):
            found += leaked("value or message", words)
        files = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert sum(len(data) for name, data in files.items() if name.startswith("story.db")) > 50_000
    for name, data in files.items():
        found += leaked(name, data.decode("latin-1"), DISGUISES | sessions)
    heard_of = {words.partition(":")[0].partition(".")[0] for words in heard}
    assert {"httpx", "httpcore", "slack_sdk", "slack_bolt"} <= heard_of, "nothing was overheard"
    for words in heard:
        found += leaked("log", words, DISGUISES | sessions | {BOT_TOKEN, APP_TOKEN})
    assert sorted(set(found)) == []
    assert len(sessions) > 1


def test_the_search_finds_a_credential_in_each_of_its_disguises() -> None:
    secret = SECRETS["vps", "password"]
    for words in (secret, f"x={quote(secret, safe='')}&", json.dumps({"a": secret}), repr(secret)):
        assert leaked("here", words)
    login = base64.b64encode(f"somebody@acme.example:{secret}".encode()).decode()
    assert leaked("here", f"Authorization: Basic {login}")
    assert not leaked("here", "nothing of the kind")


@pytest.mark.parametrize("fault", [None, "wrong_password", "html"])
def test_the_command_line_says_no_credential(tmp_path: Path, fault: Fault | None) -> None:
    found: list[str] = []
    for words in ran(tmp_path, fault):
        found += leaked("output", words)
    assert found == []


def ran(folder: Path, fault: Fault | None) -> Iterator[str]:
    """The output of each command that speaks of accounts."""
    world = World(lambda: datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    furnish(world)
    for account in world.accounts():
        account.fault = fault
    environ: dict[str, Any] = {**os.environ, **world.environment(), "PYTHONPATH": str(ROOT)}
    for name in ("DUEWATCH_CONFIG", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PORT"):
        environ.pop(name, None)
    with world.serve() as served:
        config = f'database = "d.db"\n{world.snapshot_config(served.url)}'
        (folder / "duewatch.toml").write_text(config)
        for words in (
            ("config", "check"),
            ("check",),
            ("check", "--dry-run", "--format", "json"),
            ("list", "all"),
            ("list", "all", "--format", "json"),
            ("show", "vps/100"),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "bot", *words],
                cwd=folder,
                env=environ,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
            assert done.stdout + done.stderr, words
            yield done.stdout + done.stderr
