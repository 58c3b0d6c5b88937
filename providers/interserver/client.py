"""Watching one InterServer account: its unpaid invoices, and what became of those that left."""

from collections.abc import Mapping, Sequence

from providers.base import Answer, Connection, Part
from providers.interserver.line import Line
from providers.interserver.operations import MODULES, full, unpaid
from providers.interserver.parse import DECODER, read_rows
from state.model import Coverage, Invoice, Snapshot, Unread


class InterServer:
    """One account. Each check and each look-up logs in anew; no session is kept."""

    def __init__(self, connection: Connection) -> None:
        self._account = connection.account
        self._now = connection.now
        self._line = Line(connection)
        self._modules = tuple(dict.fromkeys(connection.lists.get("modules") or MODULES))

    def fetch(self) -> Answer:
        """The unpaid invoices of every watched module, or an error."""
        session = self._line.log_in()
        return Answer(
            "interserver",
            DECODER,
            tuple(Part(name, self._line.listing(unpaid(name), session)) for name in self._modules),
        )

    def read(self, answer: Answer) -> Snapshot:
        """Charges that are owed: unpaid, not deleted, and above zero or of unknown amount."""
        invoices: dict[str, Invoice] = {}
        unread: list[Unread] = []
        for part in answer.parts:
            listed = self._line.rows(part.body, unpaid(part.name))
            reading = read_rows(listed, part.name, self._account)
            unread += reading.unread
            invoices |= {found.key.number: found for found in reading.invoices if found.is_owed}
        return Snapshot(
            account=self._account.name,
            invoices=tuple(invoices.values()),
            coverage=Coverage.OPEN_ONLY,
            unread=tuple(unread),
            taken_at=self._now(),
        )

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        """What the full list of each invoice's module says about it.

        A full list without a single row is no answer: a lost session looks the same.
        """
        wanted: dict[str, list[str]] = {}
        for invoice in invoices:
            if invoice.module in MODULES:
                wanted.setdefault(invoice.module, []).append(invoice.key.number)
        if not wanted:
            return {}
        session = self._line.log_in()
        found: dict[str, Invoice | None] = {}
        for module, numbers in wanted.items():
            listed = self._line.rows(self._line.listing(full(module), session), full(module))
            found |= self._find(numbers, listed, module)
        return found

    def _find(
        self, numbers: Sequence[str], listed: Sequence[object], module: str
    ) -> dict[str, Invoice | None]:
        """Numbers whose row could not be read are left out: that is no answer either."""
        if not listed:
            return {}
        reading = read_rows(listed, module, self._account)
        known = {invoice.key.number: invoice for invoice in reading.invoices}
        unclear = {odd.row for odd in reading.unread}
        nameless = any(not row.isdecimal() for row in unclear)  # it could be any of them
        return {
            number: known.get(number)
            for number in numbers
            if number in known or not (nameless or number in unclear)
        }
