"""One HTTP client per worker thread, one set of TLS certificates for all.

A client shared by many threads collapses under its own connection pool, and every
TLS context costs a MiB; so each thread has its own client and all share one context.
Accounts that trust certificates of their own share one for each file of them.
"""

import ssl
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx

from providers.deadline import open_client
from providers.trust import tls


class Clients:
    """Hands the calling thread its own `httpx.Client`; `close` ends them all."""

    def __init__(self) -> None:
        self._tls: dict[Path | None, ssl.SSLContext] = {None: tls(None)}
        self._own = threading.local()
        self._all: list[httpx.Client] = []
        self._lock = threading.Lock()

    def __call__(self, ca_file: Path | None = None) -> httpx.Client:
        """Give the client of the calling thread, for certificates of this file if one is named."""
        own: dict[Path | None, httpx.Client] = self._own.__dict__.setdefault("by_file", {})
        client = own.get(ca_file)
        if client is None or client.is_closed:
            client = own[ca_file] = open_client(self._context(ca_file))
            with self._lock:
                self._all.append(client)
        return client

    def trusting(self, ca_file: Path | None) -> Callable[[], httpx.Client]:
        """What hands out clients that trust the certificates in this file, or the system's.

        Raises ValueError, at once, when the file is of no use.
        """
        self._context(ca_file)
        return partial(self, ca_file)

    def _context(self, ca_file: Path | None) -> ssl.SSLContext:
        with self._lock:
            if ca_file not in self._tls:
                self._tls[ca_file] = tls(ca_file)
            return self._tls[ca_file]

    def close(self) -> None:
        """Close every client handed out so far."""
        with self._lock:
            for client in self._all:
                client.close()
            self._all.clear()
