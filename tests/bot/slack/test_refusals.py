import socket
import ssl
from http.client import IncompleteRead, RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.language import speaking
from bot.slack.refusals import Fault, Verdict, understand


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


def refused(code: str, **facts: object) -> Fault:
    return understand(answered(code, **facts), "#billing")


def answered(code: str, **facts: object) -> SlackApiError:
    told = {"ok": False, "error": code, **facts}
    return SlackApiError(  # type: ignore[no-untyped-call]
        "refused",
        SlackResponse(
            client=None,
            http_verb="POST",
            api_url="",
            req_args={},
            data=told,
            headers={},
            status_code=200,
        ),
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("is_archived", "der Kanal #billing ist archiviert"),
        ("invalid_blocks", "Slack nimmt die Blöcke dieser Nachricht nicht an"),
        ("user_not_found", "in Slack gibt es niemanden mit der Kennung #billing"),
        ("something_new", "Slack lehnt die Nachricht für #billing ab (something_new)"),
        ("token_revoked", "das Token wurde widerrufen"),
    ],
)
def test_why_slack_refuses_is_said_in_the_language_of_the_workspace(code: str, said: str) -> None:
    with speaking("de"):
        assert said in refused(code).reason


def test_the_scope_that_is_missing_is_named_where_slack_names_it() -> None:
    assert "lacks the scope files:write;" in refused("missing_scope", needed="files:write").reason
    assert "lacks a scope that is needed;" in refused("missing_scope").reason


def test_a_name_with_braces_is_a_name() -> None:
    fault = understand(answered("is_archived"), "#{where} {0}")
    assert "the channel #{where} {0} is archived" in fault.reason
