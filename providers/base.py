"""What a provider is: a spec that connects, a connection that answers, four ways to fail."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from state.model import Account, Direction, Invoice, Snapshot

if TYPE_CHECKING:  # the configuration needs specs, not the HTTP library
    import httpx

LONGEST_WAIT = timedelta(days=1)  # what a provider asks for beyond it is a mistake of theirs


class ProviderError(Exception):
    """A check failed. The text says what happened and what to do, and holds no secret."""

    kind = "failed"


class Unreachable(ProviderError):
    """No answer: refused, timed out, 5xx, a broken name or certificate."""

    kind = "unreachable"


class RateLimited(ProviderError):
    """They ask us to wait; `retry_after` says how long, None when they do not."""

    kind = "rate_limited"

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class AuthRejected(ProviderError):
    """The credentials or our address were refused; trying again soon makes it worse."""

    kind = "auth_rejected"


class Unreadable(ProviderError):
    """An answer came, but not one we can trust. Never turned into an empty list."""

    kind = "unreadable"


class Secret:
    """A credential that is read when it is used and never shown.

    `reader` is called at each use, so a rotated key needs no restart. It raises
    ValueError (which names the variable or file, not the value) when there is none.
    """

    __slots__ = ("_reader",)

    def __init__(self, reader: Callable[[], str]) -> None:
        self._reader = reader

    def reveal(self) -> str:
        """Return the value; AuthRejected when it is not there."""
        try:
            return self._reader()
        except (ValueError, OSError) as error:
            raise AuthRejected(str(error)) from None

    def __repr__(self) -> str:
        return "Secret(***)"


class OptionKind(StrEnum):
    """How an account's setting is written in the configuration."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 -- a kind, not a credential
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Option:
    """One setting that an account of this provider takes, beside those every account takes."""

    name: str
    kind: OptionKind
    help: str
    required: bool = True
    choices: tuple[str, ...] = ()  # for LIST: the allowed words


@dataclass(frozen=True, slots=True)
class Connection:
    """Everything a provider is given to talk for one account."""

    account: Account
    url: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    secrets: Mapping[str, Secret]
    clients: "Callable[[], httpx.Client]"  # the calling thread's own client
    now: Callable[[], datetime]  # aware, UTC
    deadline: float = 60.0  # seconds for one request, slow drips included
    max_bytes: int = 24 * 1024 * 1024  # of one body, after decompression
    retries: int = 0  # more tries of a request that failed in a way that often passes


@dataclass(frozen=True, slots=True)
class Part:
    """One raw body of an answer, named after what was asked."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete raw answer. Two answers with the same digest say the same."""

    provider: str
    decoder: int  # version of the code that reads it; part of the digest
    parts: tuple[Part, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over decoder version, names and bodies, each preceded by its length."""
        total = hashlib.sha256(f"{self.provider}:{self.decoder}".encode())
        for part in self.parts:
            total.update(f"|{part.name}:{len(part.body)}:".encode())
            total.update(part.body)
        return total.hexdigest()


class Provider(Protocol):
    """One account's line to its provider. Methods raise ProviderError and nothing else."""

    def fetch(self) -> Answer:
        """Ask for everything that a check needs; complete, or an error."""

    def read(self, answer: Answer) -> Snapshot:
        """Understand an answer without talking; Unreadable if it cannot be trusted."""

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        """Ask about known invoices by number.

        A number maps to what they say now, or to None when they answered that there is
        no such invoice. A number that is missing from the result got no answer.
        """


@dataclass(frozen=True, slots=True)
class ProviderSpec:
    """How a provider introduces itself; each provider folder exports one as `SPEC`."""

    name: str  # the folder's name
    title: str  # as people write it
    direction: Direction  # unless the account says otherwise
    url: str | None  # production address; None: each account has its own
    timezone: str  # of its naive dates, unless the account says otherwise
    currency: str | None  # where its answers name none
    options: tuple[Option, ...]
    connect: Callable[[Connection], Provider]
    site: str | None = None  # host of the pages where people see invoices; None: not known
