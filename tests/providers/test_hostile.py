"""Answers meant to do harm: refused within their time, in less than 64 MiB, each provider."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from providers.conformance import faults
from providers.conformance.finding import find
from providers.conformance.server import Speaker, Spoken, serving
from providers.conformance.wire import Request, Row, Wire
from tests.providers.hungry import DEADLINE
from tests.running import PATIENCE, ROOT

MEBIBYTE = 2**20
CHUNKED = {"Transfer-Encoding": "chunked", "Content-Type": "application/json"}

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="only Linux tells a process's peak"
)


@dataclass(frozen=True, slots=True)
class Attack:
    """What is answered to every question, or to those after the login, and what it meets."""

    speak: Callable[[Wire], Speaker]
    kinds: tuple[str, ...] = ("unreadable",)
    patience: float = 6.0  # seconds beyond those of the check, to understand what came


def chunked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def gibibyte(_: Request) -> Spoken:
    """A thousand MiB, made while it is sent."""
    return 200, CHUNKED, chunked(b" " * MEBIBYTE for _ in range(1024))


def filled(unit: bytes, before: bytes, after: bytes, *, size: int = 31 * MEBIBYTE) -> Speaker:
    """One unit again and again, to just below the cap: what is small to send, large to hold."""
    return faults.always((200, {}, before + unit * (size // len(unit)) + after))


def soap(unit: bytes, *, size: int = 31 * MEBIBYTE) -> Callable[[Wire], Speaker]:
    """A good envelope with one unit in it again and again; Voxel's answer for Voxel."""

    def speak(wire: Wire) -> Speaker:
        def answer(request: Request) -> Spoken:
            name = wire.operation(request).encode()
            before, after = (
                b"<s:Envelope xmlns:s='urn:s'><s:Body><r:%bResponse xmlns:r='urn:r'>",
                (b"</r:%bResponse></s:Body></s:Envelope>"),
            )
            before, after = before % name + b"<return>", b"</return>" + after % name
            if name.startswith(b"voxel"):
                before, after = b"<rsp stat='ok'><invoices>", b"</invoices></rsp>"
            return filled(unit, before, after, size=size)(request)

        return answer

    return speak


def owed(count: int) -> list[Row]:
    """So many unpaid invoices, each of another amount."""
    return [Row(str(n), f"{n}.{n % 90 + 10}", date(2026, 11, 1)) for n in range(1, count + 1)]


CHARGE = (
    b"<item><invoices_id>1</invoices_id><invoices_type>1</invoices_type>"
    b"<invoices_paid>0</invoices_paid><invoices_description>%b</invoices_description></item>"
)
GZIP_BOMB = faults.gzip_bomb(256 * MEBIBYTE)
ATTACKS = {
    "an entity bomb": Attack(lambda wire: faults.with_entities(faults.bomb(), wire.ok)),
    "an external entity": Attack(
        lambda wire: faults.with_entities(b'<!ENTITY e SYSTEM "file:///dev/zero">', wire.ok)
    ),
    "a gzip bomb": Attack(lambda _: GZIP_BOMB),
    "a body of 1 GB": Attack(lambda _: gibibyte),
    **{
        name: Attack(lambda _, body=body: faults.always((200, {}, body)))  # type: ignore[misc]
        for name, body in faults.DEEP.items()
    },
    "JSON of a million little lists": Attack(lambda _: filled(b"[],", b'{"data": [', b"[]]}")),
    "JSON of a million little objects": Attack(
        lambda _: filled(b'{"a":1},', b'{"data": [', b"{}]}", size=7 * MEBIBYTE)
    ),
    "JSON of one endless text": Attack(
        lambda _: filled("\U0001f4a3".encode(), b'{"data": "', b'"}')
    ),
    "XML of a million little tags": Attack(soap(b"<item/>")),
    "XML of a million attributes": Attack(soap(b'<item a="" b="" c="" d=""/>')),
    "XML just below its bound": Attack(
        soap(b"<item/>", size=590_000 * 7), kinds=("unreadable", "unreachable"), patience=20.0
    ),
    "a million small rows": Attack(soap(b"<item><a>1</a></item>")),
    "rows of long words": Attack(soap(b"<item><a>%b</a></item>" % ("\xf6" * 9_000).encode())),
    "rows just below their bound, of words that take four times their bytes": Attack(
        soap(CHARGE % ("x" * 290 + "\U0001f4a3").encode(), size=6 * MEBIBYTE)
    ),
    "rows of which one field is nothing": Attack(
        soap(CHARGE % b"" + b"<item><a/><b>1</b></item>", size=11 * MEBIBYTE)
    ),
    "an honest account of twice as many invoices as are kept": Attack(
        lambda wire: wire.listing(owed(70_000)), kinds=("unreadable", "unreachable"), patience=15.0
    ),
    "a slow drip": Attack(lambda _: faults.drip(4 * DEADLINE), kinds=("unreachable",)),
}


IN_XML, IN_JSON = ("interserver", "voxel"), ("linode", "singlehop", "whmcs")
CASES = [
    (attack, name)
    for attack in ATTACKS
    for name in (*IN_XML, *IN_JSON)
    if (name in IN_XML or not re.search("XML|entity|rows", attack))
    and (name in IN_JSON or not re.search("JSON|list|object", attack))
]


def _after_login(wire: Wire, hostile: Speaker) -> Speaker:
    """Where there is a login of its own, it goes well: what comes then is larger."""

    def speak(request: Request) -> Spoken:
        is_login = wire.operation(request) == "api_login"
        return wire.ok(request) if is_login else hostile(request)

    return speak


def suffered(name: str, wire: Wire, hostile: Speaker) -> dict[str, Any]:
    with serving(wire.ok) as good, serving(_after_login(wire, hostile)) as bad:
        done = subprocess.run(
            [sys.executable, "-m", "tests.providers.hungry", name, good.url, bad.url],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("attack", "name"), CASES)
def test_a_hostile_answer_is_refused_in_time_and_in_little_memory(attack: str, name: str) -> None:
    wire = find(name)
    tried = ATTACKS[attack]
    found = suffered(name, wire, tried.speak(wire))
    assert found["kind"] in tried.kinds, found
    assert found["error"].startswith("acme: ")
    assert found["mib"] < 64
    assert found["seconds"] < 2 * DEADLINE + tried.patience


@pytest.mark.parametrize("name", ["interserver", "linode", "voxel"])
def test_ten_thousand_invoices_are_read_in_no_more_memory(name: str) -> None:
    wire = find(name)
    found = suffered(name, wire, wire.listing(owed(10_000)))
    assert found["kind"] == "none", found
    assert found["mib"] < 64
