"""A provider in a process of its own: one answer to everybody, after a while.

`python -m benchmarks.upstream FILE` prints its port and answers each request with the bytes of
the file. A line on its standard input says how many milliseconds an answer takes from then on.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import ROOT

_END_OF_HEADERS = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(slots=True)
class Upstream:
    """The provider, as whoever asks it sees it."""

    port: int
    process: "subprocess.Popen[str]"

    def take(self, milliseconds: int) -> None:
        """Let each answer take so long."""
        if self.process.stdin is None:
            raise AssertionError("it was started with a pipe")
        self.process.stdin.write(f"{milliseconds}\n")
        self.process.stdin.flush()


@contextmanager
def upstream(body: bytes, folder: Path) -> Iterator[Upstream]:
    """Serve these bytes until the block ends."""
    path = folder / "answer"
    path.write_bytes(body)
    process = subprocess.Popen(  # noqa: S603 -- our own words
        (sys.executable, "-m", "benchmarks.upstream", str(path)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        try:
            if process.stdout is None:
                raise AssertionError("it was started with a pipe")
            yield Upstream(int(process.stdout.readline()), process)
        finally:
            process.kill()


class _Latency:
    """How long an answer takes, in seconds."""

    seconds = 0.0


class _Answering(asyncio.Protocol):
    """One connection, kept open: a request comes, and after a while the answer goes."""

    def __init__(self, answer: bytes, latency: _Latency) -> None:
        self._answer = answer
        self._latency = latency
        self._got = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, end, rest = self._got.partition(_END_OF_HEADERS)
        if end and len(rest) >= _length(head):
            self._got = b""
            asyncio.get_running_loop().call_later(self._latency.seconds, self._reply)

    def _reply(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(self._answer)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(_LENGTH):
            return int(line.removeprefix(_LENGTH))
    return 0


async def _serve(body: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    latency, answer = _Latency(), head.encode() + body
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, lambda: _listen(latency))
    server = await loop.create_server(lambda: _Answering(answer, latency), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def _listen(latency: _Latency) -> None:
    line = sys.stdin.readline()
    if line:
        latency.seconds = int(line) / 1000


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]).read_bytes()))
