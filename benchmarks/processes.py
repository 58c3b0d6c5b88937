"""The bot as a real process, with providers and a Slack of our own around it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.books import fill
from bot.clock import system_clock
from bot.demo.billing import ProviderName
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, LocalSlack
from bot.demo.world import World

ROOT = Path(__file__).parent.parent
SETTINGS = """
database = "measured.db"
[slack]
channel = "#billing"
[check]
every = "30m"
"""
CHANNELS: Mapping[ProviderName, str] = {
    "interserver": "#billing",
    "whmcs": "#acme",
    "voxel": "#ops",
    "singlehop": "#billing",
}
NOTHING = (sys.executable, "-c", "pass")
"""What any Python program costs before it does anything."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a bot finds when it starts."""

    world: World
    slack: LocalSlack
    environ: dict[str, str]


@contextmanager
def surroundings(folder: Path, world: World) -> Iterator[Surroundings]:
    """Serve a world and a Slack, and write the configuration that leads to them."""
    with world.serve() as providers, LocalSlack.start(messages_per_second=None) as slack:
        environ = configured(folder, world, providers.url)
        environ |= {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": slack.api_url,
        }
        yield Surroundings(world, slack, environ)


def configured(folder: Path, world: World, url: str) -> dict[str, str]:
    """Write duewatch.toml for a world served at `url`; the environment that goes with it."""
    path = folder / "duewatch.toml"
    path.write_text(f"{SETTINGS}\n{world.snapshot_config(url)}", encoding="utf-8")
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PORT", "HOST") and not name.startswith(("SLACK_", "DUEWATCH_"))
    }
    ours = {"PYTHONPATH": str(ROOT), "DUEWATCH_CONFIG": str(path), **world.environment()}
    return inherited | ours


def command(*words: str) -> tuple[str, ...]:
    """`duewatch WORDS`, run with the interpreter that measures."""
    return (sys.executable, "-m", "bot", *words)


def run(words: Sequence[str], environ: dict[str, str]) -> str:
    """Run to the end; what it wrote. CalledProcessError when it failed."""
    done = subprocess.run(words, env=environ, check=True, capture_output=True, text=True)  # noqa: S603 -- our own words
    return done.stdout


@contextmanager
def running(words: Sequence[str], environ: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Start and, at the end of the block, stop a process."""
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 -- our own words
        words, env=environ, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def four_accounts() -> World:
    """One account at each provider with ten invoices; more channels, so that less has to wait."""
    world = World(system_clock)
    for provider, channel in CHANNELS.items():
        opened = world.add_account(f"at-{provider}", provider, settings={"channel": channel})
        fill(opened, 10)
    return world
