"""One request: what comes back, what is refused, and that nothing outlasts or betrays it."""

import gzip
import logging
import socket
import time
from datetime import timedelta

import pytest

from providers.base import RateLimited, Unreachable, Unreadable
from providers.http import Reply, ask, peek, refuse_server_error
from tests.providers.server import Connect, StartServer, raw_server, say


def test_an_answer_comes_back_with_its_status_and_lower_case_headers(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (404, {"X-Kind": "None Such"}, b"no"))
    reply = ask(connect("any", server.url), "GET", server.url, params={"q": "a b+c&d"})
    assert (reply.status, reply.body) == (404, b"no")
    assert reply.headers["x-kind"] == "None Such"
    assert server.requests[0].query == {"q": "a b+c&d"}


def test_a_form_and_raw_bytes_arrive_as_given(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (200, {}, b""))
    connection = connect("any", server.url)
    ask(connection, "POST", server.url, data={"action": "Get&Set", "empty": ""})
    ask(connection, "POST", server.url, data=b"<xml/>", headers={"Content-Type": "text/xml"})
    form, raw = server.requests
    assert form.form == {"action": "Get&Set", "empty": ""}
    assert (raw.body, raw.headers["content-type"]) == (b"<xml/>", "text/xml")


def test_basic_credentials_go_in_the_header_only(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (200, {}, b""))
    ask(connect("any", server.url), "GET", server.url, auth=("user", "pässword"))
    assert server.requests[0].headers["authorization"].startswith("Basic ")
    assert "word" not in server.requests[0].path


def test_a_packed_answer_is_unpacked(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (200, {"Content-Encoding": "gzip"}, gzip.compress(b"hello" * 999)))
    assert ask(connect("any", server.url), "GET", server.url).body == b"hello" * 999


def test_a_caller_may_ask_for_an_answer_that_is_not_packed(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (200, {}, b""))
    ask(connect("any", server.url), "GET", server.url, headers={"Accept-Encoding": "identity"})
    assert server.requests[0].headers["accept-encoding"] == "identity"


def test_a_packed_answer_that_was_cut_is_no_answer(loopback: StartServer, connect: Connect) -> None:
    packed = gzip.compress(b"hello" * 999)[:-9]
    server = loopback(lambda _: (200, {"Content-Encoding": "gzip"}, packed))
    with pytest.raises(Unreachable, match="cut its answer off"):
        ask(connect("any", server.url), "GET", server.url)


def test_an_answer_packed_in_an_unasked_way_is_no_answer(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (200, {"Content-Encoding": "gzip, gzip"}, b"?"))
    with pytest.raises(Unreachable):
        ask(connect("any", server.url), "GET", server.url)


def test_a_body_above_the_cap_is_refused(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (200, {}, b"x" * 70_000))
    with pytest.raises(Unreadable, match=r"acme: 127\.0\.0\.1 sent more than 0\.0625 MiB"):
        ask(connect("any", server.url, max_bytes=65_536), "GET", server.url)
    assert len(ask(connect("any", server.url, max_bytes=70_000), "GET", server.url).body) == 70_000


def test_a_packed_bomb_is_refused_by_what_it_unpacks_to(
    loopback: StartServer, connect: Connect
) -> None:
    bomb = gzip.compress(b"\0" * 200 * 2**20, 9)
    server = loopback(lambda _: (200, {"Content-Encoding": "gzip"}, bomb))
    begun = time.thread_time()
    with pytest.raises(Unreadable, match="sent more than 4 MiB"):
        ask(connect("any", server.url, max_bytes=4 * 2**20), "GET", server.url)
    assert time.thread_time() - begun < 2, "of work; how busy the machine is does not count"


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\nhalf",
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nBad Header\x00: 1\r\n\r\n",
    ],
)
def test_an_answer_that_is_cut_off_or_no_http_is_unreachable(connect: Connect, said: bytes) -> None:
    with (
        raw_server(say(said)) as url,
        pytest.raises(Unreachable, match="cut its answer off or did not answer in HTTP"),
    ):
        ask(connect("any", url), "GET", url)


def test_a_refused_connection_is_unreachable(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(Unreachable, match=r"acme: 127\.0\.0\.1 cannot be reached: .*refused"):
        ask(connect("any", url), "GET", url)


def test_a_server_without_tls_where_tls_is_wanted_is_unreachable(connect: Connect) -> None:
    with (
        raw_server(say(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as url,
        pytest.raises(Unreachable, match="cannot be reached"),
    ):
        ask(connect("any", url), "GET", url.replace("http:", "https:"))


def test_a_redirect_is_not_followed_and_names_where_it_goes(
    loopback: StartServer, connect: Connect
) -> None:
    other = loopback(lambda _: (200, {}, b"thank you for the password"))
    where = f"{other.url.replace('127.0.0.1', 'u:topsecret@localhost')}/x?api_key=topsecret"
    server = loopback(lambda _: (302, {"Location": where}, b""))
    with pytest.raises(Unreadable, match="sends us elsewhere to localhost") as caught:
        ask(connect("any", server.url), "GET", server.url, auth=("user", "topsecret"))
    assert "topsecret" not in str(caught.value)
    assert other.requests == []


@pytest.mark.parametrize("where", ["", "http://[broken", "/other", "//", "https://"])
def test_a_redirect_to_nowhere_is_refused_too(
    loopback: StartServer, connect: Connect, where: str
) -> None:
    server = loopback(lambda _: (307, {"Location": where}, b""))
    with pytest.raises((Unreadable, Unreachable), match=r"status 307|did not answer in HTTP"):
        ask(connect("any", server.url), "POST", server.url, data={"secret": "s"})


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ({"Retry-After": "17"}, timedelta(seconds=17)),
        ({"Retry-After": "Fri, 20 Nov 2026 09:01:00 GMT"}, timedelta(minutes=1)),
        ({"Retry-After": "Fri, 20 Nov 2026 08:00:00 GMT"}, timedelta(0)),
        ({"Retry-After": "999999999999999"}, timedelta(days=1)),
        ({"Retry-After": "-5"}, timedelta(0)),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_too_many_requests_carry_the_wait_they_ask_for(
    loopback: StartServer, connect: Connect, header: dict[str, str], wait: timedelta | None
) -> None:
    server = loopback(lambda _: (429, header, b""))
    with pytest.raises(RateLimited, match="asks us to wait") as caught:
        ask(connect("any", server.url), "GET", server.url)
    assert caught.value.retry_after == wait


def test_cookies_of_one_account_are_not_sent_for_the_next(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (200, {"Set-Cookie": "session=of-the-first; Path=/"}, b""))
    for account in ("first", "second"):
        ask(connect("any", server.url, account=account), "GET", server.url)
    assert all("cookie" not in request.headers for request in server.requests)


def test_query_strings_and_passwords_stay_out_of_errors_and_logs(
    loopback: StartServer, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = loopback(lambda _: (429, {}, b""))
    for url in (server.url, "http://127.0.0.1:9", server.url.replace("//", "//u:topsecret@")):
        with pytest.raises((Unreachable, RateLimited)) as caught:
            ask(
                connect("any", url),
                "GET",
                url,
                params={"api_key": "topsecret"},
                auth=("user", "topsecret"),
            )
        assert "topsecret" not in str(caught.value) + repr(caught.value)
    assert "HTTP Request: GET" in caplog.text
    assert "topsecret" not in caplog.text


def test_a_credential_that_cannot_be_sent_is_a_clear_error(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (200, {}, b""))
    with pytest.raises(Unreachable, match="check the account's url and secrets") as caught:
        ask(connect("any", server.url), "GET", server.url, headers={"X-Key": "schlüssel\u2028"})
    assert "schl" not in str(caught.value)


def test_a_server_error_is_unreachable_and_other_answers_pass(connect: Connect) -> None:
    connection = connect("any", "http://127.0.0.1")
    refuse_server_error(connection, Reply(404, {}, b""))
    with pytest.raises(Unreachable, match=r"acme: .*status 503"):
        refuse_server_error(connection, Reply(503, {}, b""))


def test_a_peek_is_short_and_harmless() -> None:
    assert peek(b"<html>\r\n\x1b[31m<title>Down</title>" + b" x" * 500).startswith(
        "<html> [31m<title>Down</title> x x"
    )
    assert len(peek(b"x" * 10_000)) == 120
    assert peek(b"\xff\xfe") == "\ufffd\ufffd"
