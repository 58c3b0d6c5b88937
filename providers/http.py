"""One request to a provider over HTTP: bounded in time and size, and silent about secrets."""

import logging
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from io import BytesIO

import httpcore
import httpx

from providers import budget
from providers.base import (
    LONGEST_WAIT,
    Connection,
    ProviderError,
    RateLimited,
    Unreachable,
    Unreadable,
)
from providers.deadline import is_over, time_limit
from providers.retries import AWAY, Passing, again, gave_no_answer
from providers.values import text, whole

_PIECE = 64 * 1024
_HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip", "User-Agent": "duewatch"}

_address = lru_cache(1_000)(httpx.URL)  # taking one apart costs as much as the rest of a request

_Timeouts = (httpx.TimeoutException, httpcore.TimeoutException)
_NoConnection = (httpx.ConnectError, httpcore.ConnectError)
_Broken = (httpx.HTTPError, httpcore.ProtocolError, httpcore.NetworkError, httpcore.ProxyError)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came; the body is unpacked, header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _TooLarge(Exception):
    """The body goes beyond the cap."""


class _TooMuch(Exception):
    """All bodies of the check together go beyond its limit."""


class _Cut(Exception):
    """The body ended before its end."""


class _BareAddresses(logging.Filter):
    """Takes query strings, where some providers want their keys, out of httpx's own log."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_bare(arg) for arg in record.args)
        return True


def _bare(value: object) -> object:
    if not isinstance(value, httpx.URL):
        return value
    return value.copy_with(query=None, fragment=None, username=None, password=None)


logging.getLogger("httpx").addFilter(_BareAddresses())
logging.getLogger("httpcore").setLevel(logging.WARNING)  # below, it writes session cookies


def ask(
    connection: Connection,
    method: str,
    url: str,
    *,
    params: Mapping[str, str] | None = None,
    data: Mapping[str, str] | bytes | None = None,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> Reply:
    """Send one request and give the answer, whatever its status, within the deadline.

    What may pass in a moment is asked again up to `connection.retries` times within the
    same deadline. Raises Unreachable (no connection, time-out, cut off),
    RateLimited (429, or a 503 that says when to come back) and Unreadable (a redirect, a
    body beyond the cap). Error texts name the account and the host, never a query string
    or a credential.
    """
    client = connection.clients()
    try:
        request = httpx.Request(
            method,
            _address(url),
            params=params,
            content=data if isinstance(data, bytes) else None,
            data=data if isinstance(data, Mapping) else None,
            headers={**_HEADERS, **(headers or {})},
            extensions={"timeout": client.timeout.as_dict()},
        )
        with time_limit(seconds := _seconds(connection)):
            return again(
                lambda: _exchange(connection, client, request, auth),
                retries=connection.retries,
                seconds=seconds,
            )
    except Passing as last:
        return _outcome(last)
    except (httpx.InvalidURL, UnicodeError):
        raise Unreachable(
            f"{connection.account.name}: the address or a credential holds characters that"
            " cannot be sent; check the account's url and secrets"
        ) from None


def _seconds(connection: Connection) -> float:
    """What this request may take: its own limit, or what is left of the check's."""
    whole_check = budget.current()
    if whole_check is None:
        return connection.deadline
    if not whole_check.seconds_left:
        raise _late(connection, connection.account.name)
    return min(connection.deadline, whole_check.seconds_left)


def _late(connection: Connection, where: str) -> Unreachable:
    whole_check = budget.current()
    if whole_check is None or whole_check.seconds_left:
        limit = f"limit {connection.deadline:g} s"
        return Unreachable(f"{where} did not answer completely in time ({limit})")
    return Unreachable(
        f"{connection.account.name}: the check took too long and was ended; the provider"
        " answers too slowly or gives a list without end"
    )


def _outcome(last: Passing) -> Reply:
    """How the last try ended: an answer after all, or its error."""
    if isinstance(last.outcome, ProviderError):
        raise last.outcome from None
    if not isinstance(last.outcome, Reply):
        raise TypeError("a try ends in a Reply or an error")
    return last.outcome


def _exchange(
    connection: Connection,
    client: httpx.Client,
    request: httpx.Request,
    auth: tuple[str, str] | None,
) -> Reply:
    where = f"{connection.account.name}: {request.url.host}"
    # `from None` throughout: the causes carry the request with its address and headers.
    try:
        response = _begun(where, client, request, auth)
        try:
            _refuse_redirect(where, response)
            _refuse_rate_limit(connection, where, response)
            body = BytesIO()  # joined pieces would be there twice
            body.writelines(_pieces(response, connection.max_bytes))
        finally:
            response.close()
    except _TooLarge:
        size = f"{connection.max_bytes / 2**20:.3g} MiB"
        raise Unreadable(f"{where} sent more than {size}; the answer was not read") from None
    except _TooMuch:
        raise Unreadable(
            f"{where} sent more in one check than all invoices need; the rest was not read"
        ) from None
    except _Timeouts:
        raise _late(connection, where) from None
    except (*_Broken, _Cut) as error:
        raise _broken(where, error) from None
    found = {name.lower(): value for name, value in response.headers.items()}
    reply = Reply(response.status_code, found, body.getvalue())
    if reply.status in AWAY:
        raise Passing(where, reply)
    return reply


def _begun(
    where: str, client: httpx.Client, request: httpx.Request, auth: tuple[str, str] | None
) -> httpx.Response:
    """The beginning of an answer; Passing when there was none but may be one in a moment."""
    try:
        return client.send(request, auth=auth, stream=True, follow_redirects=False)
    except _Broken as error:
        if gave_no_answer(error):
            raise Passing(where, _broken(where, error)) from None
        raise


def _broken(where: str, error: Exception) -> Unreachable:
    if isinstance(error, _NoConnection):
        return Unreachable(f"{where} cannot be reached: {text(str(error), 150)}")
    return Unreachable(f"{where} cut its answer off or did not answer in HTTP")


def _refuse_redirect(where: str, response: httpx.Response) -> None:
    """Credentials go to the configured host and to no other."""
    if not 300 <= response.status_code < 400:
        return
    try:
        target = httpx.URL(response.headers.get("location", "")).host
    except httpx.InvalidURL:
        target = ""
    to = f" to {text(target, 100)}" if target else ""
    raise Unreadable(
        f"{where} sends us elsewhere{to} (status {response.status_code}), which is not"
        " followed with credentials; check the account's url"
    )


def _refuse_rate_limit(connection: Connection, where: str, response: httpx.Response) -> None:
    if response.status_code not in (429, 503):
        return
    wait = _wait(connection, response.headers.get("retry-after", ""))
    if response.status_code == 503:
        if wait is None:
            return
        where += " is out of service and"
    words = f"{wait.total_seconds():.0f} s" if wait is not None else "a while"
    raise RateLimited(f"{where} asks us to wait {words}", wait)


def _wait(connection: Connection, header: str) -> timedelta | None:
    """What Retry-After says, in seconds or as a date; None if it says nothing usable."""
    try:
        seconds = whole(header)
    except ValueError:
        try:
            until = parsedate_to_datetime(header)
        except ValueError:
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        wait = until - connection.now()
    else:
        wait = timedelta(seconds=min(seconds, int(LONGEST_WAIT.total_seconds())))
    return max(timedelta(0), min(wait, LONGEST_WAIT))


def _pieces(response: httpx.Response, cap: int) -> Iterator[bytes]:
    """The body, unpacked here: httpx unpacks each piece whole, however large it grows."""
    total, whole_check = 0, budget.current()
    for piece in _unpacked(response, cap):
        total += len(piece)
        if total > cap:
            raise _TooLarge
        if whole_check and not whole_check.spend(len(piece)):
            raise _TooMuch
        if is_over():
            raise httpx.ReadTimeout("the time limit of the request has passed")
        yield piece


def _unpacked(response: httpx.Response, cap: int) -> Iterator[bytes]:
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        yield from response.iter_raw(_PIECE)
    elif encoding in ("gzip", "x-gzip"):
        yield from _gunzipped(response.iter_raw(_PIECE), cap)
    else:
        raise httpx.DecodingError(f"unasked content encoding {encoding!r}")


def _gunzipped(packed: Iterator[bytes], cap: int) -> Iterator[bytes]:
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    seen = False
    for piece in packed:
        rest, seen = piece, True
        while rest and not unpack.eof:
            try:
                yield unpack.decompress(rest, min(_PIECE, cap + 1))
            except zlib.error:
                raise _Cut from None
            rest = unpack.unconsumed_tail
    if seen and not unpack.eof:
        raise _Cut


def refuse_server_error(connection: Connection, reply: Reply) -> None:
    """Raise Unreachable for a 5xx: their side is broken, and may be well again soon."""
    if reply.status >= 500:
        raise Unreachable(
            f"{connection.account.name}: the provider's server has a fault (status {reply.status})"
        )


def peek(body: bytes) -> str:
    """The beginning of a body for an error text, harmless to print.

    Only for bodies that cannot echo a credential, such as a maintenance page.
    """
    return text(body[:400].decode("utf-8", "replace"), 120)
