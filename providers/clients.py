"""One HTTP client per worker thread, one set of TLS certificates for all.

A client shared by many threads collapses under its own connection pool, and every
TLS context costs a MiB; so each thread has its own client and all share one context.
"""

import ssl
import threading

import httpx

from providers.deadline import open_client


class Clients:
    """Hands the calling thread its own `httpx.Client`; `close` ends them all."""

    def __init__(self) -> None:
        self._tls = ssl.create_default_context()
        self._own = threading.local()
        self._all: list[httpx.Client] = []
        self._lock = threading.Lock()

    def __call__(self) -> httpx.Client:
        """Give the client of the calling thread."""
        client: httpx.Client | None = getattr(self._own, "client", None)
        if client is None or client.is_closed:
            client = open_client(self._tls)
            self._own.client = client
            with self._lock:
                self._all.append(client)
        return client

    def close(self) -> None:
        """Close every client handed out so far."""
        with self._lock:
            for client in self._all:
                client.close()
            self._all.clear()
