"""Due dates for calendar programs: what is owed, at an address that only its token opens."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from threading import Lock

from bot.clock import Clock
from bot.formats import as_ics
from state.model import Direction
from state.store import Question, Reader

TOKEN = "DUEWATCH_CALENDAR_TOKEN"  # noqa: S105 -- the name of a variable
MEDIA_TYPE = "text/calendar; charset=utf-8"
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # so that the time of asking is no difference


@dataclass(frozen=True, slots=True)
class Page:
    """What to answer: a status, words or a calendar, and headers."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Edition:
    """A calendar as it has been since `since`, whole seconds in UTC."""

    tag: str
    since: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """Answers calendar programs, which ask every few minutes whether something is new."""

    store: Reader
    clock: Clock
    token: str | None = field(repr=False)  # None: there is no calendar
    _editions: dict[tuple[str | None, Direction | None], _Edition] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def answer(self, query: Mapping[str, str], headers: Mapping[str, str]) -> Page:
        """Answer a request by its query and its headers (names in lower case)."""
        if not self.token:
            return _words(404, f"there is no calendar: {TOKEN} is not set")
        given = query.get("token", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self.token.encode("utf-8", "surrogateescape")):
            return _words(403, "this address needs the right token")
        try:
            account, direction = self._filters(query)
        except ValueError as error:
            return _words(400, str(error))
        edition = self._edition(account, direction)
        about = {
            "ETag": edition.tag,
            "Last-Modified": format_datetime(edition.since, usegmt=True),
            "Content-Type": MEDIA_TYPE,
        }
        if _is_known(edition, headers):
            return Page(304, b"", about)
        return Page(200, edition.body, about)

    def _filters(self, query: Mapping[str, str]) -> tuple[str | None, Direction | None]:
        account, direction = query.get("account") or None, query.get("direction") or None
        watched = {view.account.name for view in self.store.account_views()}
        if account is not None and account not in watched:
            raise ValueError("account: there is no such account")
        if direction is not None and direction not in tuple(Direction):
            raise ValueError("direction: write payable or receivable")
        return account, Direction(direction) if direction else None

    def _edition(self, account: str | None, direction: Direction | None) -> _Edition:
        """The edition that was given last, or a new one when the invoices are others."""
        names = (account,) if account else None
        views = self.store.invoices(Question(accounts=names, direction=direction))
        content = as_ics.calendar(views, _ANY_MOMENT)
        tag = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
        with self._lock:
            known = self._editions.get((account, direction))
            if known is not None and known.tag == tag:
                return known
            now = self.clock().replace(microsecond=0)
            made = _Edition(tag, now, as_ics.calendar(views, now).encode())
            self._editions[account, direction] = made
            return made


def _words(status: int, text: str) -> Page:
    return Page(status, f"{text}\n".encode(), {"Content-Type": "text/plain; charset=utf-8"})


def _is_known(edition: _Edition, headers: Mapping[str, str]) -> bool:
    """Whether the asker has this edition; the tag counts, and the time only without one."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return _matches(edition.tag, tags.split(","))
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return (since if since.tzinfo else since.replace(tzinfo=UTC)) >= edition.since


def _matches(tag: str, given: Sequence[str]) -> bool:
    return any(one.strip().removeprefix("W/") in (tag, "*") for one in given)
