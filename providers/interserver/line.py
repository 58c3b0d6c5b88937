"""InterServer's line: how its operations are called, and what their refusals mean."""

import re
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import replace
from importlib.resources import files

import httpx

from providers.base import AuthRejected, Connection, Unreadable
from providers.envelope import Fault, NotSoap, Value, fault, returned
from providers.http import Reply, refuse_server_error
from providers.interserver.operations import ALLOWED, LOGIN
from providers.interserver.parse import rows, session_of
from providers.redaction import HIDDEN, redacted
from providers.soap import SOAP_ENCODING, Caller, Contract
from providers.values import text

AT_ONCE = 3
"""So many lists are asked for at once. With an answer after 100 ms, ten modules and the
login take 0.5 s instead of 1.1 s; more than three would press a server that is not ours."""

_HERE = files("providers.interserver")
_CONTRACT = Contract(
    _HERE / "invoices.wsdl",
    {SOAP_ENCODING: _HERE / "encoding.xsd"},
    "{urn:myapi}myapiBinding",
)

# A fault counts as a refusal only if it says so itself: a word for us beside a word for
# no. A database that refuses *them* is their trouble and not our password.
_US = (
    r"\b(?:log ?in|logged in|session|sid|password|credentials?|user ?name|access|api key|auth\w*)\b"
)
_NO = (
    r"\b(?:invalid|wrong|incorrect|bad|expired|denied|refused|fail(?:ed|ure)?|not|unknown"
    r"|required|missing)\b"
)
_REFUSED = re.compile(rf"{_US}.*{_NO}|{_NO}.*{_US}|\bunauthori[sz]ed\b", re.IGNORECASE)
_THEIR_DATABASE = re.compile(r"sql|database|localhost", re.IGNORECASE)
_SESSION = re.compile(r"\b[0-9a-fA-F]{16,}\b")


class Line:
    """Calls InterServer for one account; everything but a good answer is raised."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._account = connection.account.name
        self._lent = threading.local()
        through = replace(connection, clients=self._client)
        self._caller = Caller(through, _CONTRACT, ALLOWED, logins=frozenset({LOGIN}))

    def log_in(self) -> str:
        """A session for one check; AuthRejected when there is none for these credentials."""
        body = self._call(
            LOGIN,
            username=self._connection.texts["username"],
            password=self._connection.secrets["password"].reveal(),
        )
        session = session_of(self._decoded(body, LOGIN))
        if session is None:
            raise AuthRejected(
                f"{self._account}: InterServer refused the login; check the username, the"
                " API key, and whether the account limits the addresses that may log in"
            )
        return session

    def listings(self, operations: Sequence[str], session: str) -> list[bytes]:
        """The raw answers to list operations, a few asked at once; the first error ends it."""
        client = self._connection.clients()
        with ThreadPoolExecutor(AT_ONCE, initializer=self._lend, initargs=(client,)) as pool:
            asked = [
                # the budget of the check is in the context, which threads do not inherit
                pool.submit(copy_context().run, self._call, operation, sid=session)
                for operation in operations
            ]
            _cancel_after_error(asked)
        return [answer.result() for answer in asked if not answer.cancelled()]

    def _lend(self, client: httpx.Client) -> None:
        """Let this short-lived thread talk through the client of the one that checks.

        A client of its own would have to be closed after each check, and its connections
        opened anew; one client serves a few threads well.
        """
        self._lent.client = client

    def _client(self) -> httpx.Client:
        lent: httpx.Client | None = getattr(self._lent, "client", None)
        return lent or self._connection.clients()

    def rows(self, body: bytes, operation: str) -> Iterable[object]:
        """The rows in a raw answer; Unreadable, or AuthRejected for a fault that says so."""
        try:
            return rows(self._decoded(body, operation))
        except ValueError as error:
            raise self._not_understood(operation, str(error)) from None

    def _call(self, operation: str, **arguments: str) -> bytes:
        reply = self._caller.call(operation, **arguments)
        if reply.status == 200:
            return reply.body
        words = fault(reply.body)
        if words is not None:
            raise self._refusal(operation, words, *arguments.values())
        refuse_server_error(self._connection, reply)
        raise self._unexpected(reply)

    def _decoded(self, body: bytes, operation: str) -> Value:
        try:
            return returned(body, operation)
        except NotSoap as error:
            raise self._not_understood(operation, str(error)) from None
        except Fault as error:
            raise self._refusal(operation, str(error)) from None

    def _unexpected(self, reply: Reply) -> AuthRejected | Unreadable:
        if reply.status in (401, 403):
            return AuthRejected(
                f"{self._account}: InterServer's server refuses us (status {reply.status});"
                " check the API key and whether our address is allowed"
            )
        return Unreadable(
            f"{self._account}: InterServer answered with status {reply.status};"
            " check the account's url"
        )

    def _not_understood(self, operation: str, reason: str) -> Unreadable:
        return Unreadable(
            f"{self._account}: InterServer's answer to {operation} cannot be used: {reason};"
            " nothing was changed, the next check tries again"
        )

    def _refusal(self, operation: str, words: str, *sent: str) -> AuthRejected | Unreadable:
        said = text(self._without_secrets(words, sent), 160)
        if _REFUSED.search(said) and not _THEIR_DATABASE.search(said):
            return AuthRejected(
                f"{self._account}: InterServer refuses {operation}: {said};"
                " check the username and the API key"
            )
        return Unreadable(
            f"{self._account}: InterServer reports a fault in {operation}: {said};"
            " nothing was changed, the next check tries again"
        )

    def _without_secrets(self, words: str, sent: Sequence[str]) -> str:
        """Their words without our credentials and sessions, which a fault may quote."""
        private = (
            self._connection.secrets["password"].reveal(),
            self._connection.texts["username"],
            *sent,
        )
        return _SESSION.sub(HIDDEN, redacted(words, private))


def _cancel_after_error(asked: Sequence[Future[bytes]]) -> None:
    """Wait for all; after the first error nothing more is asked."""
    wait(asked, return_when=FIRST_EXCEPTION)
    for answer in asked:
        answer.cancel()
