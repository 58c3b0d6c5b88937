"""The line to one Voxel account: signs and sends the one call that lists invoices."""

import hashlib
from collections.abc import Mapping, Sequence

from providers.base import (
    Answer,
    AuthRejected,
    Connection,
    Part,
    ProviderError,
    Unreachable,
    Unreadable,
)
from providers.http import Reply, ask, refuse_server_error
from providers.voxel import parse
from state.model import Coverage, Invoice, Snapshot

LIST = "voxel.billing.invoices.list"
ALLOWED = frozenset({LIST})

_REFUSALS: Mapping[str, tuple[type[ProviderError], str]] = {
    "1": (AuthRejected, "the key, the secret or the signature was refused; check key and secret"),
    "9": (AuthRejected, "the key has no permission to read billing; allow it in the portal"),
    "201": (Unreachable, "the action failed on Voxel's side"),
    "500": (Unreadable, "Voxel wants TLS; the account's url has to begin with https://"),
}


class Voxel:
    """Every invoice of one Voxel account, from a single signed request."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._account = connection.account
        self._last_good = b""  # hash of the body that was found whole last time

    def fetch(self) -> Answer:
        """Ask for the whole history."""
        body = self._send(LIST, {"verbosity": "normal"}).body
        digest = hashlib.sha256(body).digest()
        if digest != self._last_good:
            self._require_success(body)
            self._last_good = digest
        return Answer("voxel", parse.DECODER, (Part(LIST, body),))

    def read(self, answer: Answer) -> Snapshot:
        """Understand the list; Unreadable if it is odd, or each of its rows."""
        try:
            invoices, unread = parse.read(answer.parts[0].body, self._account)
        except ValueError as error:
            raise self._error(Unreadable, f"the answer of Voxel is odd: {error}") from None
        if unread and _says_nothing(invoices):
            reason = f"no amount due could be read; the first: {unread[0].reason}"
            raise self._error(Unreadable, reason)
        now = self._connection.now()
        return Snapshot(self._account.name, invoices, Coverage.EVERYTHING, unread, now)

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:  # noqa: ARG002 -- the protocol's
        """Nothing: Voxel has no such call, and its list already holds every invoice."""
        return {}

    def _send(self, method: str, parameters: Mapping[str, str]) -> Reply:
        if method not in ALLOWED:
            raise ValueError(f"{method} is not one of the reading operations")
        secrets = self._connection.secrets
        form = {
            **parameters,
            "method": method,
            "key": secrets["key"].reveal(),
            "timestamp": self._connection.now().strftime("%Y-%m-%dT%H:%M:%S+0000"),
        }
        form["api_sig"] = signature(secrets["secret"].reveal(), form)
        reply = ask(self._connection, "POST", self._connection.url, data=form)
        refuse_server_error(self._connection, reply)
        if reply.status in (401, 403):
            reason = f"Voxel refused the request (status {reply.status}); check key and secret"
            raise self._error(AuthRejected, reason)
        return reply

    def _require_success(self, body: bytes) -> None:
        """Raise the error that the body tells of; its own words are not repeated."""
        try:
            code = parse.refusal(parse.document(body))
        except ValueError as error:
            what = f"in place of a list of invoices came something odd: {error}"
            raise self._error(Unreadable, f"{what}; check the account's url") from None
        if code is not None:
            unknown = (Unreadable, f"Voxel answered with error {code or 'without a code'}")
            raise self._error(*_REFUSALS.get(code, unknown))

    def _error(self, kind: type[ProviderError], what: str) -> ProviderError:
        return kind(f"{self._account.name}: {what}")


def _says_nothing(invoices: Sequence[Invoice]) -> bool:
    """Whether it is their way of writing that we no longer understand, and not a row or two."""
    return len(invoices) not in (1, 2) and all(invoice.open is None for invoice in invoices)


def signature(secret: str, parameters: Mapping[str, str]) -> str:
    """The `api_sig` of a request: MD5 over the secret and each name and value, by name."""
    signed = secret + "".join(name + parameters[name] for name in sorted(parameters))
    return hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest()
