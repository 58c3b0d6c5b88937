"""The demo where something is in its way: told in a line, with what to choose instead."""

import socket
import subprocess
import sys
from pathlib import Path

from bot.clock import system_clock
from bot.upkeep.lock import WriterLock
from tests.running import PATIENCE, ROOT


def demo(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--no-browser", *words],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout == ""
    return done


def test_a_port_that_is_taken_is_said_with_what_to_choose_instead(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = demo(tmp_path, "--port", port)
    assert done.returncode == 2
    assert (
        f"cannot show the demo on port {port} of 127.0.0.1: Address already in use" in done.stderr
    )
    assert "choose another with --port" in done.stderr


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "letter").write_text("dear bookkeeper")
    done = demo(tmp_path, "--port", "0", "--data", str(tmp_path / "letter"))
    assert done.returncode == 2
    assert done.stderr.endswith("letter: File exists; name another folder with --data\n")


def test_a_folder_that_another_demo_uses_is_said(tmp_path: Path):
    with WriterLock(tmp_path / "demo.db", "duewatch demo", system_clock):
        done = demo(tmp_path, "--port", "0", "--data", str(tmp_path))
    assert done.returncode == 1
    assert "`duewatch demo` (process " in done.stderr
    assert done.stderr.endswith("; name another folder with --data\n")
