"""Asking once more, after a moment, what failed in a way that often passes.

Everything we ask only reads, so asking twice does no harm. Asked again is after a refused
or broken connection that gave no answer, and after 502, 503 and 504, with which a gateway
says that nobody behind it answered. Not after a time-out, which has cost enough time
already, nor after anything that is an answer: a refused login or a rate limit gets worse.
"""

import socket
import ssl
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

import httpcore
import httpx
import stamina
import structlog
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

T = TypeVar("T")

AWAY = frozenset({502, 503, 504})
FIRST_WAIT = 0.2  # seconds; then twice as long, at most LONGEST_WAIT, and up to JITTER more
LONGEST_WAIT = 1.0
JITTER = 0.3
SPARE = 2.0  # no new try when less than this is left of the time limit

_log = structlog.get_logger(__name__)


class Passing(Exception):
    """A try failed in a way that may be over in a moment; `outcome` is how it ended."""

    def __init__(self, where: str, outcome: object) -> None:
        super().__init__(where)
        self.outcome = outcome


def again(send: Callable[[], T], *, retries: int, seconds: float) -> T:
    """Call `send` until it raises no `Passing`, at most `retries` times more.

    Waits little over two seconds in all. The `Passing` of the last try is raised.
    """
    began = monotonic()
    try:
        return send()  # nearly always enough, and trying again is not set up for nothing
    except Passing as failed:
        left = seconds - SPARE - (monotonic() - began)
        if not retries or left <= 0:
            raise
        first = failed
    for attempt in stamina.retry_context(
        on=Passing,
        attempts=retries + 1,
        timeout=left,
        wait_initial=FIRST_WAIT,
        wait_max=LONGEST_WAIT,
        wait_jitter=JITTER,
    ):
        with attempt:
            if attempt.num == 1:
                raise first
            return send()
    raise AssertionError("stamina gives at least one try")


def gave_no_answer(error: BaseException) -> bool:
    """True for a connection that was refused or broke before the answer's first line."""
    if isinstance(error, httpcore.RemoteProtocolError | httpx.RemoteProtocolError):
        return _origin(error) is None  # they hung up; with an origin, they spoke no HTTP
    if isinstance(error, httpcore.NetworkError | httpx.NetworkError):
        return _is_moment(_origin(error))
    return False


def _origin(error: BaseException) -> BaseException | None:
    """What went wrong below; httpcore's pool raises anew `from None`, which hides it."""
    return error.__cause__ or error.__context__


def _is_moment(cause: BaseException | None) -> bool:
    """A broken certificate stays broken; a name server that was busy may not be."""
    if isinstance(cause, ssl.SSLError):
        return isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    if isinstance(cause, socket.gaierror):
        return cause.errno == socket.EAI_AGAIN
    return isinstance(cause, ConnectionError)


def _tell(details: RetryDetails) -> None:
    """Only for who looks closely: if it does not pass, the check says so."""
    wait = round(details.wait_for, 2)
    _log.debug("request_repeated", where=str(details.caused_by), tries=details.retry_num, wait=wait)


set_on_retry_hooks([_tell])
