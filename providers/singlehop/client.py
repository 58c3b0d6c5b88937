"""The line to one LEAP account: reads lists and views of invoices, and nothing else."""

import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from providers.base import Answer, AuthRejected, Connection, Part, ProviderError, Unreadable
from providers.http import Reply, ask, refuse_server_error
from providers.paging import Page, PagingFault, read_all
from providers.phpjson import document
from providers.redaction import basic, redacted
from providers.singlehop import parse
from providers.singlehop.notes import notes
from providers.values import text
from state.model import Coverage, Invoice, Snapshot

# POST /billing/pay pays: there must be no way to it from here.
ALLOWED = re.compile(
    r"/billing/(list/(unpaid|disregarded)/\d{1,7}/\d{1,3}|view/[0-9A-Za-z_-]{1,40})", re.ASCII
)
_AUTH = re.compile(r"log ?in|password|credential|auth|permission|denied|forbidden", re.IGNORECASE)
_NO_INVOICE = re.compile(
    r"invoice.{0,40}(not found|not exist|unknown|invalid)|(no such|unknown|invalid) invoice",
    re.IGNORECASE,
)

# A refusal is asked for again each time; it says nothing, so it has no place among the newest.
_NEVER = datetime.min.replace(tzinfo=UTC)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _View:
    """The view of an invoice, kept as long as the invoice's row stays the same."""

    row: parse.Row
    body: bytes
    asked: datetime


class SingleHop:
    """Unpaid invoices of one LEAP account.

    Keeps in memory, per invoice, the view that belongs to its row: an unchanged poll asks
    for the list only.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._account = connection.account
        self._base = connection.url.rstrip("/")
        self._facts: dict[bytes, parse.Facts] = {}
        self._views: dict[str, _View] = {}

    def fetch(self) -> Answer:
        """Read the list completely, and the views of what is new or changed."""
        pages, facts = self._list("unpaid")
        rows = {row.number: row for page in facts.values() for row in page.rows if row.number}
        if rows and self._views.keys() - rows.keys():
            # The account stands differently now, and one new view is enough to say how.
            self._views.pop(min(rows), None)
        views = {number: self._view(number, rows[number]) for number in sorted(rows)}
        # The newest come last: each says again how the whole account stood when it was asked.
        in_order = sorted(views, key=lambda number: views[number].asked)
        self._facts = facts
        self._views = {number: kept for number, kept in self._views.items() if number in rows}
        parts = [Part(f"view {number}", views[number].body) for number in in_order]
        return Answer("singlehop", parse.DECODER, (*pages, *parts))

    def read(self, answer: Answer) -> Snapshot:
        """Understand list and views; Unreadable if a page is odd, or each of its rows."""
        parts = [(part.name, part.body) for part in answer.parts]
        try:
            invoices, unread = parse.read(parts, self._account)
        except ValueError as error:
            raise self._error(Unreadable, f"an answer of LEAP is odd: {error}") from None
        if unread and _says_nothing(invoices):
            reason = f"no open amount could be read; the first: {unread[0].reason}"
            raise self._error(Unreadable, reason)
        noted, odd = notes(parts, self._account)
        now, covered = self._connection.now(), Coverage.OPEN_ONLY
        return Snapshot(self._account.name, invoices, covered, (*unread, *odd), now, noted)

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        """Ask for the view of each invoice; None where LEAP says there is no such invoice."""
        found: dict[str, Invoice | None] = {}
        for invoice in invoices:
            number = invoice.key.number
            view, reason = self._ask(f"/billing/view/{number}")[1:]
            if reason is not None and _NO_INVOICE.search(reason):
                found[number] = None
                continue
            try:
                found[number] = parse.confirmed(invoice, view, self._account)
            except ValueError as error:  # no answer about this one; the others are still asked
                _log.warning(
                    "invoice_unread", account=self._account.name, number=number, why=str(error)
                )
        return self._without_disregarded(found)

    def _without_disregarded(
        self, found: dict[str, Invoice | None]
    ) -> Mapping[str, Invoice | None]:
        """Void what LEAP disregards: its view shows it open, yet nobody has to pay it."""
        owed = [invoice for invoice in found.values() if invoice is not None and invoice.is_owed]
        if not owed:
            return found
        _, facts = self._list("disregarded")
        numbers = {row.number for page in facts.values() for row in page.rows}
        for invoice in owed:
            if invoice.key.number in numbers:
                found[invoice.key.number] = parse.disregarded(invoice)
        return found

    def _list(self, kind: str) -> tuple[list[Part], dict[bytes, parse.Facts]]:
        """Each page of a list, and what it holds under the hash of its body."""
        pages: list[Part] = []
        facts: dict[bytes, parse.Facts] = {}

        def get(offset: int, size: int) -> Page:
            body, page = self._page(f"/billing/list/{kind}/{offset}/{size}")
            pages.append(Part(f"list {kind} {offset}", body))
            facts[hashlib.sha256(body).digest()] = page
            return Page(tuple(row.number or f"?{row.print}" for row in page.rows), page.total)

        try:  # whether the total counts this list or the whole account is not documented
            read_all(get, total_binds=False)
        except PagingFault as fault:
            reason = f"the {kind} invoices are incomplete: {fault}"
            raise self._error(Unreadable, reason) from None
        return pages, facts

    def _page(self, path: str) -> tuple[bytes, parse.Facts]:
        reply = self._get(path)
        known = self._facts.get(hashlib.sha256(reply.body).digest())
        if known is not None and reply.status == 200:
            return reply.body, known  # the same bytes as last time need no second reading
        answer, reason = self._understood(reply)
        if reason is not None:
            raise self._error(Unreadable, f"LEAP answered success=false: {reason}")
        try:
            return reply.body, parse.facts(answer)
        except ValueError as error:
            raise self._error(Unreadable, f"the list of invoices is odd: {error}") from None

    def _view(self, number: str, row: parse.Row) -> _View:
        """One invoice's view: the one we keep, or a new one."""
        now = self._connection.now()
        kept = self._views.get(number)
        if kept is not None and kept.row == row and now < kept.asked + _keep(number):
            return kept
        body, _, reason = self._ask(f"/billing/view/{number}")
        if reason is not None:
            return _View(row, body, _NEVER)
        self._views[number] = _View(row, body, now)
        return self._views[number]

    def _ask(self, path: str) -> tuple[bytes, dict[str, Any], str | None]:
        """Body, answer, and the reason if it is a refusal."""
        reply = self._get(path)
        return (reply.body, *self._understood(reply))

    def _get(self, path: str) -> Reply:
        if not ALLOWED.fullmatch(path):
            raise ValueError(f"{path} is not one of the reading operations")
        reply = ask(self._connection, "GET", self._base + path, auth=self._login())
        refuse_server_error(self._connection, reply)
        if reply.status in (401, 403):
            reason = f"LEAP refused the login (status {reply.status}); check username and password"
            raise self._error(AuthRejected, reason)
        return reply

    def _understood(self, reply: Reply) -> tuple[dict[str, Any], str | None]:
        """The answer, and the reason if it is a refusal; a refused login is raised."""
        try:
            answer = document(reply.body)
            reason = parse.refusal(answer)
        except ValueError as error:
            what = "a web page" if reply.body.lstrip().startswith(b"<") else f"no answer: {error}"
            raise self._error(
                Unreadable,
                f"in place of an answer of LEAP came {what} (status {reply.status});"
                " check the account's url",
            ) from None
        if reason is not None and _AUTH.search(reason):
            why = f"LEAP refused the login ({self._scrubbed(reason)}); check username and password"
            raise self._error(AuthRejected, why)
        return answer, reason and self._scrubbed(reason)

    def _login(self) -> tuple[str, str]:
        return self._connection.texts["username"], self._connection.secrets["password"].reveal()

    def _scrubbed(self, reason: str) -> str:
        """Their words, short and without our login should they echo it."""
        username, password = self._login()
        return text(redacted(reason, (basic(username, password), password)), 200)

    def _error(self, kind: type[ProviderError], what: str) -> ProviderError:
        return kind(f"{self._account.name}: {what}")


def _says_nothing(invoices: Sequence[Invoice]) -> bool:
    """Whether it is their way of writing that we no longer understand, and not a row or two."""
    return len(invoices) not in (1, 2) and all(invoice.open is None for invoice in invoices)


def _keep(number: str) -> timedelta:
    """Half a day to a day, so that many invoices are not all asked for at once again."""
    return timedelta(hours=12, minutes=zlib.crc32(number.encode()) % (12 * 60))
