"""Watching one InterServer account: what is unpaid, and what became of what was."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from providers.base import Answer, Connection, Part, Unreadable
from providers.interserver.line import Line
from providers.interserver.operations import FULL, MODULES, full, operation, unpaid
from providers.interserver.parse import DECODER, Reading, Together, read_lists
from state.model import Coverage, Invoice, Snapshot

_COLUMN = b"invoices_"  # the names of a row's columns begin so
_END = b"Envelope>"


class InterServer:
    """One account. Each check and each look-up logs in anew; no session is kept."""

    def __init__(self, connection: Connection) -> None:
        self._account = connection.account
        self._now = connection.now
        self._line = Line(connection)
        self._modules = tuple(dict.fromkeys(connection.lists.get("modules") or MODULES))

    def fetch(self) -> Answer:
        """What is unpaid in each watched module; then all of those where anything is.

        One session for both. A module where nothing is unpaid costs one call.
        """
        session = self._line.log_in()
        polled = self._ask(unpaid, self._modules, session)
        owing = [module for module, body in polled.items() if self._has_rows(body, module)]
        whole = self._ask(full, owing, session)
        parts = [Part(module, body) for module, body in polled.items()]
        parts += [Part(f"{module}{FULL}", body) for module, body in whole.items()]
        return Answer("interserver", DECODER, tuple(parts))

    def read(self, answer: Answer) -> Snapshot:
        """What is owed, and in the modules where anything is, also what is closed.

        An empty unpaid list is usual, and no evidence about a known invoice: a lost session
        looks the same. What is missing must be looked up.
        """
        reading = self._understood(self._lists(answer))
        return Snapshot(
            account=self._account.name,
            invoices=reading.invoices,
            coverage=Coverage.OPEN_ONLY,
            unread=reading.unread,
            taken_at=self._now(),
        )

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        """What the full list of each invoice's module says about it, in a new session.

        A full list without a single row is no answer: a lost session looks the same.
        """
        wanted: dict[str, list[str]] = {}
        for invoice in invoices:
            if invoice.module in MODULES:
                wanted.setdefault(invoice.module, []).append(invoice.key.number)
        if not wanted:
            return {}
        found: dict[str, Invoice | None] = {}
        for module, body in self._ask(full, tuple(wanted), self._line.log_in()).items():
            found |= self._find(wanted[module], self._line.rows(body, full(module)), module)
        return found

    def _ask(
        self, kind: Callable[[str], str], modules: Sequence[str], session: str
    ) -> dict[str, bytes]:
        bodies = self._line.listings([kind(module) for module in modules], session)
        return dict(zip(modules, bodies, strict=True))

    def _has_rows(self, body: bytes, module: str) -> bool:
        """Whether an unpaid list has a row. A list with rows shows it without being decoded.

        One without its end is looked at at once: what is left of it on the line would spoil
        the next answer, and hide what went wrong.
        """
        if _COLUMN in body and body.rstrip().endswith(_END):
            return True
        return _has_one(self._line.rows(body, unpaid(module)))

    def _lists(self, answer: Answer) -> Iterator[tuple[str, Iterable[object]]]:
        """Each module's rows, of its full list where there is one and of its unpaid list.

        One module after the other, so that the rows of no two of them are in memory at once.
        """
        bodies = {part.name: part.body for part in answer.parts}
        for module in dict.fromkeys(name.removesuffix(FULL) for name in bodies):
            owed, everything = (
                self._line.rows(bodies[name], operation(name)) if name in bodies else None
                for name in (module, f"{module}{FULL}")
            )
            if everything is not None and _has_one(owed or ()) and not _has_one(everything):
                raise self._contradiction(module)
            yield module, Together(owed or (), everything or ())

    def _contradiction(self, module: str) -> Unreadable:
        """Between the two calls the session was lost, and an empty list says nothing."""
        return Unreadable(
            f"{self._account.name}: InterServer lists unpaid invoices of {module}, and no invoice"
            " at all when asked for all of them; nothing was changed, the next check tries again"
        )

    def _find(
        self, numbers: Sequence[str], listed: Iterable[object], module: str
    ) -> dict[str, Invoice | None]:
        """Numbers whose row could not be read are left out: that is no answer either."""
        if not _has_one(listed):
            return {}
        reading = self._understood([(module, listed)])
        known = {invoice.key.number: invoice for invoice in reading.invoices}
        unclear = {odd.row for odd in reading.unread}
        nameless = any(not row.isdecimal() for row in unclear)  # it could be any of them
        return {
            number: known.get(number)
            for number in numbers
            if number in known or not (nameless or number in unclear)
        }

    def _understood(self, lists: Iterable[tuple[str, Iterable[object]]]) -> Reading:
        try:
            return read_lists(lists, self._account)
        except ValueError as error:
            raise Unreadable(
                f"{self._account.name}: InterServer's lists cannot be used: {error};"
                " nothing was changed, the next check tries again"
            ) from None


def _has_one(rows: Iterable[object]) -> bool:
    return any(True for _ in rows)
