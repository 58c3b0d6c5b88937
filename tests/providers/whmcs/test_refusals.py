"""Refusals: told once, by the reason in the body."""

import pytest

from providers.base import AuthRejected, Unreadable
from providers.whmcs import SPEC
from tests.providers.server import Connect, StartServer
from tests.providers.whmcs.shop import SECRETS, as_json


@pytest.mark.parametrize(
    ("status", "answer", "hint"),
    [
        (403, {"status": "error", "message": "Authentication Failed"}, "check identifier"),
        (403, {"result": "error", "message": "Invalid IP 2001:db8::7"}, "2001:db8::7"),
        (200, {"result": "error", "message": "Invalid password provided"}, "check identifier"),
        (200, {"result": "error", "message": "Access Denied"}, "check identifier"),
    ],
)
def test_a_refusal_is_asked_for_once_and_not_again(
    status: int, answer: object, hint: str, loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: as_json(status, answer))
    with pytest.raises(AuthRejected, match=hint):
        SPEC.connect(connect("whmcs", server.url, secrets=SECRETS)).fetch()
    assert len(server.requests) == 1  # repeated ones can end in a ban of our address


@pytest.mark.parametrize(
    ("status", "answer", "hint"),
    [
        (400, {"result": "error", "message": "Empty action request"}, "Empty action request"),
        (404, {"result": "error", "message": "API Function Not Found"}, "too old"),
    ],
)
def test_the_reason_in_a_body_counts_more_than_the_status(
    status: int, answer: object, hint: str, loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: as_json(status, answer))
    with pytest.raises(Unreadable, match=hint):
        SPEC.connect(connect("whmcs", server.url, secrets=SECRETS)).fetch()
