"""How the history is looked back on."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from state.model import Event


class Past(Protocol):
    """What happened, across accounts."""

    def began(self) -> datetime | None:
        """When the history begins; None as long as nothing was recorded."""

    def news_since(self, accounts: Collection[str], since: datetime) -> list[Event]:
        """What was recorded of invoices of these accounts after that moment, oldest first."""
