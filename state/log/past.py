"""How the history is looked back on."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from state.log.chain import Entry, Head, Proof
from state.model import Event


class Past(Protocol):
    """What happened, across accounts."""

    def began(self) -> datetime | None:
        """When the history begins; None as long as nothing was recorded."""

    def news_since(self, accounts: Collection[str], since: datetime) -> list[Event]:
        """What was recorded of invoices of these accounts after that moment, oldest first."""

    def configured(self) -> dict[str, str]:
        """What was last recorded of the configuration; empty before it ever was."""

    def entries(self) -> Iterator[Entry]:
        """Every entry of the audit log, oldest first; nothing is proved by it."""

    def head(self) -> Head:
        """Where the audit log ends, as it is kept beside it; nothing is proved by it."""

    def verify(self, expected: bytes | None = None) -> Proof:
        """Whether the audit log is as it was written, from its first entry to its newest.

        With `expected`, a head that was written down elsewhere: whether the log still has it.
        """
