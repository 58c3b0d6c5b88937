"""Whatever somebody types, it is looked up and never run: no SQL, no path, no pattern, no fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from tests.security.gate import ADA, OPEN, Gate, gate, words
from tests.security.hostile import TEXTS

SQL = ("'; DROP TABLE invoices; --", '" OR 1=1 --', "x' UNION SELECT 1 --", "%", "_", "*", "[a-z]*")
PATHS = ("../../etc/passwd", "/dev/zero", "file:///etc/passwd", "\\\\host\\share", "~root")
VERBS = ("show", "why", "client", "account", "overdue", "ack", "unack", "note", "unmute")
TYPED = st.one_of(st.sampled_from(SQL + PATHS), TEXTS)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Gate]:
    with gate(tmp_path, OPEN) as made:
        yield made


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(VERBS), TYPED)
def test_words_in_a_command_stay_words(door: Gate, verb: str, typed: str):
    before = door.state()
    with capture_logs() as said:
        response = door.send(door.command(ADA, f"{verb} {typed}"))
    assert response.status == 200
    assert words(response)
    assert [one for one in said if one["log_level"] in ("error", "critical")] == []
    assert door.state() == before
