"""Idle: `duewatch run` with four accounts and nothing to do; floor: a Python that does nothing"""

import os
import sys
import tempfile
from pathlib import Path
from threading import Event

from benchmarks.processes import Surroundings, command, four_accounts, running, surroundings
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort

WATCHED = 20.0  # seconds
SETTLING = 3.0  # seconds after the last message until a bot counts as idle
MEMORY = Goal(at_most=150)
SHARE = Goal(at_most=1)
WAITING = (sys.executable, "-c", "import sys; sys.stdin.read()")
_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


def measure(effort: Effort) -> list[Row]:
    """From /proc, so on Linux only; no row elsewhere."""
    if not (_PROC / "self" / "stat").exists():
        return []
    with (
        tempfile.TemporaryDirectory() as folder,
        surroundings(Path(folder), four_accounts()) as around,
        running(command("run"), around.environ) as process,
        running(WAITING, around.environ) as nothing,
    ):
        _wait_until_idle(around, effort)
        seconds = effort.seconds(WATCHED, 0.3)
        before = _cpu_seconds(process.pid)
        Event().wait(seconds)
        share = (_cpu_seconds(process.pid) - before) / seconds * 100
        memory, least = _resident(process.pid), _resident(nothing.pid)
    watched = f"watched for {seconds:.0f} s, with Socket Mode connected"
    return [
        Row("resident memory", "MiB", memory, least, goal=MEMORY),
        Row("share of a core", "%", share, goal=SHARE, note=watched),
    ]


def _wait_until_idle(around: Surroundings, effort: Effort) -> None:
    """Every account was checked and spoken of, and then nothing happened for a while."""
    slack, accounts = around.slack, around.world.accounts()
    slack.wait_for(lambda: slack.connected, 30)
    slack.wait_for(lambda: slack.calls["chat.postMessage"] >= len(accounts), 30)
    Event().wait(effort.seconds(SETTLING, 0.2))


def _cpu_seconds(process: int) -> float:
    """Processor time of all threads; counted in hundredths of a second."""
    fields = (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _resident(process: int) -> float:
    lines = (_PROC / str(process) / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
