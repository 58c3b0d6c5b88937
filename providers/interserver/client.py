"""Watching one InterServer account: what its modules list, and what became of the rest."""

from collections.abc import Mapping, Sequence

from providers.base import Answer, Connection, Part
from providers.interserver.line import Line
from providers.interserver.operations import MODULES, full
from providers.interserver.parse import DECODER, read_lists, read_rows
from state.model import Coverage, Invoice, Snapshot


class InterServer:
    """One account. Each check and each look-up logs in anew; no session is kept."""

    def __init__(self, connection: Connection) -> None:
        self._account = connection.account
        self._now = connection.now
        self._line = Line(connection)
        self._modules = tuple(dict.fromkeys(connection.lists.get("modules") or MODULES))

    def fetch(self) -> Answer:
        """The full list of every watched module in one session, or an error."""
        bodies = self._lists(self._modules)
        return Answer("interserver", DECODER, tuple(Part(*named) for named in bodies.items()))

    def read(self, answer: Answer) -> Snapshot:
        """Every charge, paid and deleted ones included.

        A module's list that is empty is no evidence, since a lost session looks the same:
        what is missing must be looked up. But if all ten are empty, an account that ever
        had an invoice is not believed; its lists only grow.
        """
        lists = {part.name: self._line.rows(part.body, full(part.name)) for part in answer.parts}
        reading = read_lists(lists, self._account)
        silent = not any(lists.values()) and lists.keys() >= set(MODULES)
        return Snapshot(
            account=self._account.name,
            invoices=reading.invoices,
            coverage=Coverage.EVERYTHING if silent else Coverage.OPEN_ONLY,
            unread=reading.unread,
            taken_at=self._now(),
        )

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        """What the list of each invoice's module says about it, in a new session.

        A list without a single row is no answer: a lost session looks the same.
        """
        wanted: dict[str, list[str]] = {}
        for invoice in invoices:
            if invoice.module in MODULES:
                wanted.setdefault(invoice.module, []).append(invoice.key.number)
        if not wanted:
            return {}
        found: dict[str, Invoice | None] = {}
        for module, body in self._lists(tuple(wanted)).items():
            found |= self._find(wanted[module], self._line.rows(body, full(module)), module)
        return found

    def _lists(self, modules: Sequence[str]) -> dict[str, bytes]:
        session = self._line.log_in()
        bodies = self._line.listings([full(module) for module in modules], session)
        return dict(zip(modules, bodies, strict=True))

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
