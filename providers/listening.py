"""The ordinary clients, which also note what time the servers say it is."""

from collections.abc import Callable
from pathlib import Path

import httpx

from providers.clients import Clients

Hear = Callable[[str, str | None], None]


class ListeningClients(Clients):
    """Tells `hear` of every answer: its host, and its Date header if it has one."""

    def __init__(self, hear: Hear) -> None:
        super().__init__()
        self._hear = hear

    def __call__(self, ca_file: Path | None = None) -> httpx.Client:
        """Give the client of the calling thread."""
        client = super().__call__(ca_file)
        client.event_hooks = {"response": [self._note]}
        return client

    def _note(self, response: httpx.Response) -> None:
        self._hear(response.request.url.host, response.headers.get("date"))
