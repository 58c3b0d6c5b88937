"""The line to one WHMCS installation: reads lists and details, and nothing else."""

import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from providers.base import Answer, Connection, Part, Unreadable
from providers.http import Reply, ask, refuse_server_error
from providers.paging import Page, PagingFault, read_all
from providers.phpjson import document
from providers.redaction import redacted
from providers.values import text
from providers.whmcs import parse
from providers.whmcs.refusal import NOT_FOUND, not_an_answer, refused
from state.model import Coverage, Invoice, Snapshot

ALLOWED = frozenset({"GetInvoices", "GetInvoice"})
STATUSES = ("Unpaid", "Payment Pending", "Collections")
CREDENTIALS = ("identifier", "secret", "accesskey")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Detail:
    """An answer of GetInvoice, kept as long as the invoice's row stays the same."""

    row: parse.Row
    body: bytes
    until: datetime


class Whmcs:
    """Invoices that the clients of one WHMCS installation have not paid.

    Keeps in memory, per invoice, the details that belong to its row: an unchanged poll
    asks for the lists only. Details are asked for again within a day at the latest, since
    versions before 8 do not show a partial payment in the row.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._account = connection.account
        base = re.sub(r"/*(/includes/api\.php)?/*$", "", connection.url)
        self._url = f"{base}/includes/api.php"
        self._shop = parse.Shop(self._account, f"{base}/admin/invoices.php?action=edit&id=")
        self._facts: dict[bytes, parse.Facts] = {}
        self._details: dict[str, _Detail] = {}

    def fetch(self) -> Answer:
        """Read the three lists completely, and the details of what is new or changed."""
        pages: list[Part] = []
        facts: dict[bytes, parse.Facts] = {}
        for status in STATUSES:
            self._read_list(status, pages, facts)
        rows = {row.number: row for page in facts.values() for row in page.rows if row.number}
        details = [
            Part(f"GetInvoice {number}", self._detail(number, rows[number]))
            for number in sorted(rows, key=int)
        ]
        self._facts = facts
        self._details = {number: kept for number, kept in self._details.items() if number in rows}
        return Answer("whmcs", parse.DECODER, (*pages, *details))

    def read(self, answer: Answer) -> Snapshot:
        """Understand lists and details; Unreadable if a page is odd, or each of its rows."""
        parts = ((part.name, part.body) for part in answer.parts)
        try:
            invoices, unread = parse.read(parts, self._shop)
        except ValueError as error:
            raise self._unreadable(f"an answer of WHMCS is odd: {error}") from None
        if unread and not invoices:
            raise self._unreadable(f"not one row could be read; the first: {unread[0].reason}")
        now = self._connection.now()
        return Snapshot(self._account.name, invoices, Coverage.OPEN_ONLY, unread, now)

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        """Ask for each invoice by its number; None where WHMCS says there is none."""
        found: dict[str, Invoice | None] = {}
        for invoice in invoices:
            number = invoice.key.number
            _, answer = self._invoice(number)
            try:
                found[number] = None if answer is None else self._described(invoice, answer)
            except ValueError as error:  # no answer about this one; the others are still asked
                _log.warning(
                    "invoice_unread", account=self._account.name, number=number, why=str(error)
                )
        return found

    def _described(self, known: Invoice, answer: dict[str, Any]) -> Invoice:
        """An invoice by its details. What is odd in them only matters while it is owed."""
        invoice, odd = parse.detailed(known, answer, self._account)
        if odd and not invoice.is_closed:
            raise ValueError("; ".join(odd))
        return invoice

    def _read_list(self, status: str, pages: list[Part], facts: dict[bytes, parse.Facts]) -> None:
        """Add each page of one status, and what it holds under the hash of its body."""

        def get(offset: int, size: int) -> Page:
            body, page = self._page(status, offset, size)
            pages.append(Part(f"GetInvoices {status} {offset}", body))
            facts[hashlib.sha256(body).digest()] = page
            return Page(tuple(row.number or f"?{row.print}" for row in page.rows), page.total)

        try:
            read_all(get, total_binds=True)
        except PagingFault as fault:
            raise self._unreadable(f"the {status} invoices are incomplete: {fault}") from None

    def _page(self, status: str, offset: int, size: int) -> tuple[bytes, parse.Facts]:
        start, limit = str(offset), str(size)
        which = {"status": status, "limitstart": start, "limitnum": limit}
        reply = self._send("GetInvoices", {**which, "orderby": "id", "order": "asc"})
        known = self._facts.get(hashlib.sha256(reply.body).digest())
        if known is not None and reply.status == 200:
            return reply.body, known  # the same bytes as last time need no second reading
        try:
            return reply.body, parse.facts(self._success(reply) or {})
        except ValueError as error:
            raise self._unreadable(f"the list of {status} invoices is odd: {error}") from None

    def _detail(self, number: str, row: parse.Row) -> bytes:
        """The body of GetInvoice for one row: the one we keep, or a new one."""
        now = self._connection.now()
        kept = self._details.get(number)
        if kept is not None and kept.row == row and now < kept.until:
            return kept.body
        body, answer = self._invoice(number)
        if answer and parse.status_word(answer) == row.status:  # else it has just changed
            self._details[number] = _Detail(row, body, now + _keep(number))
        return body

    def _invoice(self, number: str) -> tuple[bytes, dict[str, Any] | None]:
        """The answer of GetInvoice; None in place of it when there is no such invoice."""
        reply = self._send("GetInvoice", {"invoiceid": number})
        return reply.body, self._success(reply)

    def _send(self, action: str, parameters: Mapping[str, str]) -> Reply:
        if action not in ALLOWED:
            raise ValueError(f"{action} is not one of the reading operations")
        form = {"action": action, "responsetype": "json", **parameters, **self._credentials()}
        return ask(self._connection, "POST", self._url, data=form)

    def _credentials(self) -> dict[str, str]:
        secrets = self._connection.secrets
        return {name: secrets[name].reveal() for name in CREDENTIALS if name in secrets}

    def _success(self, reply: Reply) -> dict[str, Any] | None:
        """The answer if it is a success, None if there is no such invoice."""
        refuse_server_error(self._connection, reply)
        try:  # the body before the status: the reason of a 403 is in it
            answer = document(reply.body)
            reason = parse.refusal(answer)
        except ValueError as error:
            raise not_an_answer(
                self._account.name, reply.status, self._scrubbed(reply.body), str(error)
            ) from None
        if reason is None:
            return answer
        if reason.lower().startswith(NOT_FOUND):
            return None
        words = self._scrubbed(reason.encode()).decode("utf-8", "replace")
        raise refused(self._account.name, text(words, 200))

    def _scrubbed(self, body: bytes) -> bytes:
        """The beginning of a body, without our credentials should it echo them."""
        start = body[:20_000].decode("utf-8", "replace")
        return redacted(start, self._credentials().values()).encode()

    def _unreadable(self, what: str) -> Unreadable:
        return Unreadable(f"{self._account.name}: {what}")


def _keep(number: str) -> timedelta:
    """Half a day to a day, so that many invoices are not all asked for at once again."""
    return timedelta(hours=12, minutes=zlib.crc32(number.encode()) % (12 * 60))
