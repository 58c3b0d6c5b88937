"""The outer wall: requests in, the bytes of a simulated provider out, with faults between.

In process by an `httpx` transport, for speed, or over a real socket; both go through
`Wire.answer`. Every decision hangs on the place of a request within its check and not on
its moment, since InterServer's lists are asked for by several threads at once.
"""

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from threading import RLock

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.demo.billing import FAULTS, BillingAccount
from bot.demo.serving import Dropped, respond
from bot.demo.simulators import SIMULATORS
from bot.demo.simulators.exchange import Ask
from bot.demo.simulators.faults import cut, outage
from tests.soak import linode
from tests.soak.faults import PAGED, SECOND_LOGIN, Plan, Way, listing, mojibake, truncated

_OPERATION = re.compile(rb"api_(?:login|([a-z_]+?)_get_client_(unpaid_)?invoices)")
_MOMENT = re.compile(rb'"(?:updated|created)_at":"[^"]*",')
_PAGE = re.compile(r"billing/list/(\w+)/\d+/|v4/account/(invoices)")


@dataclass(frozen=True, slots=True)
class Packet:
    """What goes back."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    way: Way = "whole"


@dataclass(frozen=True, slots=True)
class Version:
    """The books as they are from some request of the check on."""

    since: int
    account: BillingAccount


@dataclass(slots=True)
class Wire:
    """One account's line during one check."""

    seed: str
    versions: Sequence[Version]
    fault: Plan | None = None
    earlier: BillingAccount | None = None  # the books as the check before saw them
    has_moments: bool = True  # whether WHMCS is new enough to say when a row changed
    packed: bool = False  # answers are packed with gzip where the caller takes it
    struck: bool = False
    furthest: int = 0
    asked: Counter[int] = field(default_factory=Counter)
    pages: dict[str, Packet] = field(default_factory=dict)
    sessions: int = 0
    lock: RLock = field(default_factory=RLock)

    def answer(self, ask: Ask) -> Packet:
        """Answer one request; safe to call from any thread."""
        with self.lock:
            place, known = self._place(ask)
            self.furthest = max(self.furthest, place)
            tries = self.asked[place]
            self.asked[place] += 1
            rng = Random(f"{self.seed}:{place}:{tries}")
            account = [one for one in self.versions if one.since <= place][-1].account
            fault = self.fault if self.fault and self.fault.strikes(place, tries) else None
            packet = self._said(account, ask, fault, rng, known, fresh=place >= SECOND_LOGIN)
        if not self.has_moments:
            packet = replace(packet, body=_MOMENT.sub(b"", packet.body))
        if self.packed and "gzip" in ask.headers.get("accept-encoding", ""):
            return _packed(packet, rng)
        return packet

    def seen(self) -> list[BillingAccount]:
        """The books as the check may have seen them, in order."""
        then = [one.account for one in self.versions if one.since <= self.furthest]
        is_old = self.struck and self.fault is not None and self.fault.kind == "stale"
        return [self.earlier, *then] if is_old and self.earlier else then

    def _place(self, ask: Ask) -> tuple[int, str]:
        """The request's place in the check, and the list it belongs to if it is paged."""
        found = _OPERATION.search(ask.body)
        if found is not None:
            self.sessions += found[1] is None
            first = (self.sessions - 1) * SECOND_LOGIN
            return first + (0 if found[1] is None else listing(found[1].decode(), found[2])), ""
        form = ask.form()
        listed = _PAGE.match(ask.path)
        if listed and listed[2] and ask.query.get("page") == "1":
            self.pages.clear()  # Linode's list is read from its beginning again
        name = listed[1] or listed[2] if listed else form.get("status", "")
        return self.asked.total(), name

    def _said(
        self,
        account: BillingAccount,
        ask: Ask,
        fault: Plan | None,
        rng: Random,
        listed: str,
        *,
        fresh: bool,
    ) -> Packet:
        said = None
        if fault is not None and not (fault.kind == "session_lost" and fresh):
            said = self._faulty(fault.kind, account, ask, rng, listed)
        self.struck = self.struck or said is not None
        packet = said or _honest(account, ask)
        if listed:
            self.pages.setdefault(listed, packet)
        return packet

    def _faulty(
        self, kind: str, account: BillingAccount, ask: Ask, rng: Random, listed: str
    ) -> Packet | None:
        """The answer with its fault; None where this request cannot have it."""
        login = b"api_login" in ask.body
        if kind in FAULTS:
            return _on_a_bad_day(account, ask, kind)
        if kind in ("list_empty", "session_lost"):
            # Linode has no sessions; a token can end in the middle of a check.
            ends = kind == "session_lost" and account.provider not in SIMULATORS
            how = "wrong_password" if ends else "empty"
            return None if login else _on_a_bad_day(account, ask, how)
        if kind == "login_empty":
            return _on_a_bad_day(account, ask, "wrong_password") if login else None
        if kind == "stale":
            return _honest(self.earlier, ask) if self.earlier else None
        if kind in PAGED:
            return self._paged(kind, account, ask, rng, listed) if listed else None
        first = self.pages.get(listed)
        return _spoilt(kind, _honest(account, ask), first.body if first else None, rng)

    def _paged(
        self, kind: str, account: BillingAccount, ask: Ask, rng: Random, listed: str
    ) -> Packet | None:
        if kind == "repeated_page":
            return self.pages.get(listed)
        # SingleHop's total counts other lists too, so a page of five or fewer is taken for
        # the last one: its client cannot know better without one more request each time.
        least = 6 if account.provider == "singlehop" else 1
        usual, account.page_cap = account.page_cap, rng.randint(least, 12)
        said = _honest(account, ask)
        account.page_cap = usual
        return said


def _spoilt(kind: str, honest: Packet, first: bytes | None, rng: Random) -> Packet | None:
    """A good answer spoilt; `first` is the body of the first page of the same list."""
    if kind in linode.FAULTS:
        body = linode.spoilt(kind, honest.body, first, rng)
        return None if body is None else replace(honest, body=body)
    html = {**honest.headers, "content-type": "text/html"}
    changed = None
    match kind:
        case "truncated":
            changed = replace(honest, body=truncated(honest.body, rng))
        case "mojibake":
            body = mojibake(honest.body, rng)
            changed = None if body == honest.body else replace(honest, body=body)
        case "wrong_type":
            changed = replace(honest, headers=html)
        case "wrong_page":
            changed = replace(honest, body=b"<!DOCTYPE html><html><body>Hello</body></html>")
        case "late":
            changed = replace(honest, way="late")
        case "status_429":
            changed = Packet(429, {"retry-after": rng.choice(("7", "soon"))}, b"")
        case _:
            changed = Packet(int(kind.removeprefix("status_")), html, b"<html>Oops</html>")
    return changed


def _honest(account: BillingAccount, ask: Ask) -> Packet:
    if account.provider not in SIMULATORS:
        return _honest_linode(account, ask)
    response = respond(account, ask)
    way: Way = "dropped" if isinstance(response, Dropped) else "whole"
    headers = {k: v for k, v in response.headers.items() if k != "content-length"}
    return Packet(response.status_code, headers, bytes(response.body), way)


def _honest_linode(account: BillingAccount, ask: Ask) -> Packet:
    """As the demo serves the others, for the one that it does not play."""
    said = outage(account.fault) or linode.answer(account, ask)
    said = cut(said) if account.fault == "cut" else said
    way: Way = "dropped" if account.fault == "dropped" else "whole"
    return Packet(said.status, {**said.headers, "content-type": said.media}, said.body, way)


def _on_a_bad_day(account: BillingAccount, ask: Ask, kind: str) -> Packet:
    usual, account._fault = account.fault, kind  # type: ignore[assignment]
    packet = _honest(account, ask)
    account._fault = usual
    return replace(packet, way="late") if kind == "slow" else packet


def _packed(packet: Packet, rng: Random) -> Packet:
    body = gzip.compress(packet.body, 1)
    if packet.way == "dropped":
        body = body[: rng.randrange(len(body))]
    return replace(packet, body=body, headers={**packet.headers, "content-encoding": "gzip"})


class _Body(httpx.SyncByteStream):
    """A body that may break off."""

    def __init__(self, packet: Packet) -> None:
        self._packet = packet

    def __iter__(self) -> Iterator[bytes]:
        if self._packet.way == "dropped":
            yield self._packet.body[: len(self._packet.body) // 2]
            raise httpx.RemoteProtocolError("peer closed the connection")
        yield self._packet.body


class InProcess(httpx.BaseTransport):
    """Carries requests to the current wire without a socket."""

    def __init__(self, wire: Callable[[], Wire]) -> None:
        self._wire = wire

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as a server would."""
        ask = Ask(
            method=request.method,
            path=_below(request.url.path),
            query=dict(request.url.params),
            headers=dict(request.headers),
            body=request.read(),
        )
        packet = self._wire().answer(ask)
        if packet.way == "late":
            raise httpx.ReadTimeout("no answer in time", request=request)
        return httpx.Response(packet.status, headers=dict(packet.headers), stream=_Body(packet))


class OverSockets:
    """The same as a web application."""

    def __init__(self, wire: Callable[[], Wire]) -> None:
        self._wire = wire

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; one that would be late breaks off instead, to save the time."""
        request = Request(scope, receive)
        ask = Ask(
            method=request.method,
            path=_below(request.url.path),
            query=dict(request.query_params),
            headers=dict(request.headers),
            body=await request.body(),
        )
        packet = self._wire().answer(ask)
        kind = Response if packet.way == "whole" else Dropped
        await kind(packet.body, packet.status, dict(packet.headers))(scope, receive, send)


def _below(path: str) -> str:
    """A path without the account's folder."""
    return path.lstrip("/").partition("/")[2]
