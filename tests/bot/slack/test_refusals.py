import socket
import ssl
from http.client import IncompleteRead, RemoteDisconnected
from urllib.error import URLError

import pytest

from bot.slack.refusals import Verdict, understand


@pytest.mark.parametrize(
    "reason",
    [
        ConnectionRefusedError(111, "refused"),
        socket.gaierror(-2, "unknown name"),
        ssl.SSLCertVerificationError(1, "self-signed"),
    ],
)
def test_without_a_connection_slack_has_certainly_seen_nothing(reason: OSError) -> None:
    fault = understand(URLError(reason), "#billing")
    assert fault.verdict is Verdict.LATER
    assert fault.passing


@pytest.mark.parametrize(
    "error",
    [
        URLError(TimeoutError("timed out")),
        URLError(ConnectionResetError(104, "reset")),
        URLError(BrokenPipeError(32, "pipe")),
        TimeoutError("timed out"),
        ConnectionResetError(104, "reset"),
        ConnectionRefusedError(111, "refused while reading"),
        RemoteDisconnected("closed"),
        IncompleteRead(b"xoxb-secret"),
        ValueError("xoxb-secret"),
        AttributeError("'int' object has no attribute 'get'"),
    ],
)
def test_everything_after_that_may_have_got_through(error: Exception) -> None:
    fault = understand(error, "#billing")
    assert fault.verdict is Verdict.AMBIGUOUS
    assert "xoxb" not in fault.reason
