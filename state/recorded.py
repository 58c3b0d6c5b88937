"""What is known of an account, as it was written down, and an invoice of it when one is asked for.

A check looks at hundreds of invoices and finds a few that differ. One that would be written down
as it stands there already is the same, so only the others are read and compared by the diff.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from state.model import Invoice

Row = tuple[Any, ...]  # the columns of one invoice


class Recorded(Mapping[str, Invoice]):
    """Invoices by number."""

    def __init__(
        self,
        rows: Mapping[str, Row],
        read: Callable[[Row], Invoice],
        written: Callable[[Invoice], Row],
    ) -> None:
        self._rows, self._read, self._written = rows, read, written
        self._invoices: dict[str, Invoice] = {}

    def __getitem__(self, number: str) -> Invoice:
        if number not in self._invoices:
            self._invoices[number] = self._read(self._rows[number])
        return self._invoices[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def unlike(self, invoices: Collection[Invoice]) -> list[Invoice]:
        """Those of them that are not recorded exactly so; what cannot be written down is not."""
        recorded, written = self._rows.get, self._written
        try:
            return [one for one in invoices if recorded(one.key.number) != written(one)]
        except ValueError:
            return [one for one in invoices if not self.says(one)]

    def says(self, invoice: Invoice) -> bool:
        """Whether it is recorded exactly so."""
        try:
            return self._rows.get(invoice.key.number) == self._written(invoice)
        except ValueError:
            return False
