"""The line to one Linode account: reads its balance and its invoices, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from providers.base import Answer, AuthRejected, Connection, Part, ProviderError, Unreadable
from providers.http import Reply, ask, refuse_server_error
from providers.linode import parse
from providers.phpjson import document
from providers.redaction import redacted
from providers.values import text
from state.model import Coverage, Invoice, Snapshot

BALANCE = "/account"
LIST = "/account/invoices"
ALLOWED = frozenset({BALANCE, LIST})
MOST_PAGES = 100
ATTEMPTS = 3


class Linode:
    """Every invoice of one account, and what is owed on them together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._account = connection.account
        self._base = connection.url.rstrip("/")

    def fetch(self) -> Answer:
        """Read balance and list until nothing has moved between their beginning and end."""
        fault = ""
        for _ in range(ATTEMPTS):
            before = self._balance()
            bodies, fault = self._list()
            if not fault and self._balance() == before:
                # Of the account only the balance is kept: the rest is addresses and cards.
                pages = (Part(f"invoices {n}", body) for n, body in enumerate(bodies, 1))
                return Answer("linode", parse.DECODER, (*pages, Part("balance", before.encode())))
        what = fault or "the balance changed while they were read"
        raise self._error(Unreadable, f"the invoices are incomplete: {what}")

    def read(self, answer: Answer) -> Snapshot:
        """Understand list and balance; Unreadable if a page is odd, or each of its rows."""
        *pages, owed = (part.body for part in answer.parts)
        try:
            invoices, unread = parse.read(pages, owed.decode(), self._account)
        except ValueError as error:
            raise self._error(Unreadable, f"an answer of Linode is odd: {error}") from None
        if unread and not invoices:
            reason = f"not one invoice could be read; the first: {unread[0].reason}"
            raise self._error(Unreadable, reason)
        now = self._connection.now()
        return Snapshot(self._account.name, invoices, Coverage.EVERYTHING, unread, now)

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:  # noqa: ARG002 -- the protocol's
        """Nothing: the list already holds every invoice, and only the balance tells who paid."""
        return {}

    def _balance(self) -> str:
        try:
            return parse.balance(self._get(BALANCE)[1])
        except ValueError as error:
            raise self._error(Unreadable, f"the account is odd: {error}") from None

    def _list(self) -> tuple[list[bytes], str]:
        """The body of each page, and why they are not one whole list; empty when they are."""
        bodies: list[bytes] = []
        pages: list[parse.Page] = []
        while True:
            body, page = self._page(len(pages) + 1)
            bodies.append(body)
            pages.append(page)
            if not page.numbers or page.number >= page.pages:
                return bodies, parse.gap(pages)

    def _page(self, number: int) -> tuple[bytes, parse.Page]:
        body, answer = self._get(LIST, page=str(number), page_size=str(parse.MOST_ROWS))
        try:
            page = parse.page(answer)
        except ValueError as error:
            raise self._error(Unreadable, f"the list of invoices is odd: {error}") from None
        if page.number != number:
            reason = f"page {page.number} came when page {number} was asked for"
            raise self._error(Unreadable, reason)
        if page.pages > MOST_PAGES:
            raise self._error(Unreadable, f"the list has {page.pages} pages and would not end")
        return body, page

    def _get(self, path: str, **params: str) -> tuple[bytes, dict[str, Any]]:
        if path not in ALLOWED:
            raise ValueError(f"{path} is not one of the reading operations")
        reply = ask(
            self._connection,
            "GET",
            self._base + path,
            params=params or None,
            headers={"Authorization": f"Bearer {self._token()}", "Accept": "application/json"},
        )
        refuse_server_error(self._connection, reply)
        return reply.body, self._understood(reply)

    def _understood(self, reply: Reply) -> dict[str, Any]:
        try:
            answer = document(reply.body)
        except ValueError as error:
            what = "a web page" if reply.body.lstrip().startswith(b"<") else str(error)
            raise self._refusal(reply.status, f"in place of an answer came: {what}") from None
        said = parse.reasons(answer)
        if said is not None or reply.status != 200:
            words = text(redacted(said or "no reason given", [self._token()]), 200)
            raise self._refusal(reply.status, words)
        return answer

    def _refusal(self, status: int, words: str) -> ProviderError:
        if status in (401, 403):
            return self._error(
                AuthRejected,
                f"Linode refused the token (status {status}; {words}); check that it has not"
                " expired and has the scope account:read_only",
            )
        return self._error(
            Unreadable, f"Linode answered with status {status}: {words}; check the account's url"
        )

    def _token(self) -> str:
        return self._connection.secrets["token"].reveal()

    def _error(self, kind: type[ProviderError], what: str) -> ProviderError:
        return kind(f"{self._account.name}: {what}")
