"""On a terminal `check` shows how far it is; elsewhere it does not."""

import os
import pty
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bot.demo.world import World

ROOT = Path(__file__).parent.parent.parent


def on_a_terminal(folder: Path, environ: dict[str, str]) -> str:
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, "-m", "bot", "check"], environ)
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, shown
    return shown.decode()


def test_check_shows_a_progress_bar_on_a_terminal(tmp_path: Path):
    world = World(lambda: datetime.now(UTC), slow_seconds=0.3)
    opened = world.add_account("chi-leap", "singlehop")
    opened.add("1", "5.00", due=date(2027, 1, 1), description="Xeon")
    opened.fault = "slow"
    with world.serve() as providers:
        (tmp_path / "duewatch.toml").write_text(world.snapshot_config(providers.url))
        environ = {
            **os.environ,
            **world.environment(),
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            "DUEWATCH_CONFIG": "duewatch.toml",
        }
        shown = on_a_terminal(tmp_path, environ)
    assert "checking" in shown
    assert "100%" in shown
    assert "chi-leap: 1 change, 1 open" in shown
