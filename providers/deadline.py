"""A total time limit for one request, kept at each single read and write of the socket.

httpx limits only the wait for the next bytes, so a server that sends one byte now and
then keeps a request alive for ever. A client from `open_client` also watches the clock
that `time_limit` has set for the calling thread.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
IDLE_SECONDS = 2.0  # servers hang up after five, and what is on its way just then is lost

_ends: ContextVar[float | None] = ContextVar("request_ends", default=None)

SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let everything that the calling thread sends and receives end within `seconds`."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def is_over() -> bool:
    """True once the calling thread's time limit has passed."""
    ends = _ends.get()
    return ends is not None and time.monotonic() >= ends


def _left(timeout: float | None, late: type[httpcore.TimeoutException]) -> float | None:
    """The shorter of a step's own timeout and what is left of the limit."""
    ends = _ends.get()
    if ends is None:
        return timeout
    left = ends - time.monotonic()
    if left <= 0:
        raise late("the time limit of the request has passed")
    return left if timeout is None else min(left, timeout)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step is cut to the time that is left."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner
        self._unsent: list[bytes] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._unsent:
            self._send(timeout)
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 -- theirs
        self._unsent.append(buffer)

    def _send(self, timeout: float | None) -> None:
        """Head and body in one piece: half the calls, and one packet instead of two."""
        request, self._unsent = b"".join(self._unsent), []
        with suppress(httpcore.WriteError):  # the answer that is read next may say why
            self._inner.write(request, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections that keep to the time limit."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options))


class _Body(httpx.SyncByteStream):
    """A response body in httpx's terms."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _Transport(httpx.BaseTransport):
    """httpx over our connections, by way of the environment's proxy where there is one."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._pools: dict[str | None, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._pool(_proxy_for(url)).handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()

    def _pool(self, proxy: str | None) -> httpcore.ConnectionPool:
        if proxy not in self._pools:
            self._pools[proxy] = httpcore.ConnectionPool(
                ssl_context=self._context,
                proxy=None if proxy is None else _proxy(proxy),
                network_backend=_Backend(),
                max_keepalive_connections=4,
                keepalive_expiry=IDLE_SECONDS,
            )
        return self._pools[proxy]


class _NoCookies(httpx.Cookies):
    """A jar that takes nothing out of an answer."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Leave them: a session of one account must not become that of the next."""


class _Client(httpx.Client):
    """A client that keeps no cookies."""

    _none = _NoCookies()

    @property  # type: ignore[misc]  # nobody sets any
    def cookies(self) -> httpx.Cookies:
        """Always empty."""
        return self._none


def _proxy_for(url: httpx.URL) -> str | None:
    """What HTTPS_PROXY and NO_PROXY say; this machine itself is never behind a proxy."""
    if url.host in ("127.0.0.1", "::1", "localhost") or proxy_bypass(url.host):
        return None
    return getproxies().get(url.scheme)


def _proxy(address: str) -> httpcore.Proxy:
    parsed = httpx.Proxy(address)
    return httpcore.Proxy(str(parsed.url), auth=parsed.raw_auth, headers=parsed.headers.raw)


def open_client(context: ssl.SSLContext | None = None) -> httpx.Client:
    """A client for one thread: bounded waits, `time_limit` kept, no redirects, no cookies.

    Give all clients one `ssl.SSLContext`; each default context costs a megabyte.
    """
    return _Client(
        transport=_Transport(context),
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
    )
