"""Answers that no service should give and every service gives one day. Pure but for waiting."""

import threading
import zlib
from collections.abc import Callable, Iterator

from providers.conformance.server import Speaker, Spoken
from providers.conformance.wire import Handler, Request, Response

_BLOCK = 1 << 20  # bytes
HTML = {"Content-Type": "text/html; charset=utf-8"}

MAINTENANCE: Response = (
    200,
    HTML,
    b"<!DOCTYPE html><html><head><title>Down for maintenance</title></head></html>",
)
NOT_ANSWERS: dict[str, Response] = {
    "a maintenance page": MAINTENANCE,
    "a login page": (
        200,
        HTML,
        b"<html><body><form action='/login'><input name='password'></form></body></html>",
    ),
    "an error of PHP": (200, HTML, b"<br />\n<b>Fatal error</b>: Out of memory in <b>x</b>"),
    "an empty body": (200, {}, b""),
    "white space": (200, {}, b" \n\t "),
    "a word": (200, {"Content-Type": "text/plain"}, b"OK"),
    "null": (200, {"Content-Type": "application/json"}, b"null"),
    "an empty list": (200, {"Content-Type": "application/json"}, b"[]"),
    "an empty object": (200, {"Content-Type": "application/json"}, b"{}"),
    "false": (200, {"Content-Type": "application/json"}, b"false"),
    "a foreign XML": (200, {"Content-Type": "text/xml"}, b"<?xml version='1.0'?><nothing/>"),
    "bytes that are no text": (200, {}, bytes(range(128, 256))),
}


def at(step: str, operation: Callable[[Request], str], usual: Handler, fault: Speaker) -> Speaker:
    """Answer as usual, but with the fault whenever one operation is called."""

    def speak(request: Request) -> Spoken:
        return fault(request) if operation(request) == step else usual(request)

    return speak


def always(spoken: Spoken) -> Speaker:
    """The same answer to everything."""
    return lambda _: spoken


def status(code: int, **headers: str) -> Speaker:
    """A page with this status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return always((code, {**HTML, **named}, b"<html><body>Sorry</body></html>"))


def late(seconds: float, usual: Handler) -> Speaker:
    """The right answer, long after anybody waits for it."""

    def speak(request: Request) -> Spoken:
        threading.Event().wait(seconds)
        return usual(request)

    return speak


def drip(seconds: float) -> Speaker:
    """An answer that goes on and on, a byte now and then."""

    def drops() -> Iterator[bytes]:
        for _ in range(int(seconds / 0.05)):
            yield b" "
            threading.Event().wait(0.05)

    return lambda _: (200, {"Content-Length": "100000", "Connection": "close"}, drops())


def hung_up(usual: Handler) -> Speaker:
    """The beginning of the right answer; then the line is dead."""

    def speak(request: Request) -> Spoken:
        code, headers, body = usual(request)
        promised = {"Content-Length": str(len(body) + 1), "Connection": "close"}
        return code, {**headers, **promised}, body[: len(body) // 2]

    return speak


def cut(part: float, usual: Handler) -> Speaker:
    """The beginning of the right answer, sent as if it were all of it."""

    def speak(request: Request) -> Spoken:
        code, headers, body = usual(request)
        whole = body.rstrip()
        return code, headers, whole[: min(len(whole) - 1, int(len(whole) * part))]

    return speak


def padded(size: int, usual: Handler) -> Speaker:
    """The right answer behind more white space than anybody wants to hold."""

    def speak(request: Request) -> Spoken:
        code, headers, body = usual(request)
        return code, headers, b" " * size + body

    return speak


def gzip_bomb(size: int) -> Speaker:
    """A small body that unpacks to a large one.

    Only two of its blocks are ever packed and the second is repeated: whoever reads on to the
    missing end has unpacked it all.
    """
    packer = zlib.compressobj(9, wbits=31)  # 31: with the head of a gzip file

    def block() -> bytes:
        return packer.compress(b" " * _BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)

    first, next_ = block(), block()
    return always((200, {"Content-Encoding": "gzip"}, first + next_ * (size // _BLOCK)))


def with_entities(declarations: bytes, usual: Handler) -> Speaker:
    """The right XML, with a document type and a use of its entity `e`; else a small one."""

    def speak(request: Request) -> Spoken:
        code, headers, body = usual(request)
        if not body.lstrip().startswith(b"<"):
            body = b"<a><b></b></a>"
        start = body.find(b"?>") + 2 if body.lstrip().startswith(b"<?xml") else 0
        end = body.rstrip().rfind(b"</")
        doctype = b"<!DOCTYPE a [" + declarations + b"]>"
        return code, headers, body[:start] + doctype + body[start:end] + b"&e;" + body[end:]

    return speak


def bomb() -> bytes:
    """Declarations of entities that grow to ten to the tenth."""
    first = b'<!ENTITY e0 "lol">'
    more = b"".join(
        b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 11)
    )
    return first + more + b'<!ENTITY e "&e10;">'


DEEP: dict[str, bytes] = {
    "a list 100,000 deep": b"[" * 100_000,
    "an object 100,000 deep": b'{"a":' * 100_000,
    "XML 100,000 deep": b"<a>" * 100_000 + b"</a>" * 100_000,
}
