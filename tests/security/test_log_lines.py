"""One event is one line, whatever stands in it, and no line can paint a screen."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.log import visible
from tests.security.hostile import TEXTS, WORDS

ROOT = Path(__file__).parent.parent.parent
OURS = """
import json, sys, structlog
from bot import log
log.configure("DEBUG")
words = json.loads(sys.stdin.read())
for each in words:
    structlog.get_logger().warning("provider_said", text=each, account="acme", odd=[each], number=3)
    try:
        raise ValueError(each)
    except ValueError:
        structlog.get_logger().exception("check_failed", error=ValueError(each))
"""
LIBRARIES = """
import json, sys, logging
from bot import log
log.configure("DEBUG")
words = json.loads(sys.stdin.read())
for each in words:
    logging.getLogger("uvicorn.error").error("said %s", each)
    try:
        raise ValueError(each)
    except ValueError:
        logging.getLogger("apscheduler").exception(each)
"""


def logged(script: str, words: tuple[str, ...]) -> list[str]:
    """The lines that a process writes about these words; only \\n ends a line."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(words).encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    return done.stderr.decode().split("\n")[:-1]


def hidden(text: str) -> list[str]:
    """What could not be seen in it, or would move a cursor."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return [repr(one) for one in text if unicodedata.category(one) in kinds]


def test_what_we_log_is_two_lines_for_two_events_whatever_stands_in_it():
    lines = logged(OURS, WORDS)
    assert len(lines) == 2 * len(WORDS)
    said, failed = lines[::2], lines[1::2]
    assert all(" event=provider_said " in one and " number=3" in one for one in said)
    assert all(" level=error event=check_failed " in one for one in failed)
    assert [one for one in lines if hidden(one)] == []


def test_what_libraries_log_is_a_line_for_an_event_whatever_stands_in_it():
    lines = logged(LIBRARIES, WORDS)
    assert len(lines) == 2 * len(WORDS)
    assert all(one.startswith("ERROR uvicorn.error said ") for one in lines[::2])
    assert all("Traceback" in one for one in lines[1::2])
    assert [one for one in lines if hidden(one)] == []


@pytest.mark.parametrize("script", [OURS, LIBRARIES], ids=["ours", "libraries"])
def test_no_word_can_forge_the_beginning_of_a_line(script: str):
    forged = "x\n2026-11-20T00:00:00Z level=error event=forged account=acme\nERROR root forged"
    lines = logged(script, (forged,))
    assert len(lines) == 2
    assert not [one for one in lines if one.startswith(("2026-11-20T00:00", "ERROR root"))]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_visible_text_is_one_line_in_which_everything_is_seen(text: str):
    shown = visible(text)
    assert hidden(shown) == []
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown


def test_plain_words_stay_as_they_are():
    for text in ("Zażółć gęślą jaźń, 12.50 €", "🧾 invoice", "a\\b", ""):
        assert visible(text) == text
