"""Outbox: messages queued, then taken and settled; floor: a bare table, naive: sqlite-utils"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from benchmarks.books import NOW
from benchmarks.queues import Bare, Ours, Queue, Usual
from benchmarks.rows import Row
from benchmarks.timing import Effort, Prepare, Run, Took, side_by_side
from state.messages import Draft, Kind

QUEUED = 10_000
TAKEN = 1_000
CHANNELS = tuple(f"#channel-{number}" for number in range(10))
WAYS: Mapping[str, type[Queue]] = {"ours": Ours, "floor": Bare, "naive": Usual}


def measure(effort: Effort) -> list[Row]:
    """All at once, as a check queues them; then one by one, as the delivery sends them."""
    said = drafts(effort.of(QUEUED, 100))
    taken = effort.of(TAKEN, 20)
    with tempfile.TemporaryDirectory() as folder:
        files = (Path(folder) / f"{number}.db" for number in count())
        filling = {name: _filling(way, files, said) for name, way in WAYS.items()}
        sending = {name: _sending(way, files, said, taken) for name, way in WAYS.items()}
        queued = side_by_side(filling, effort.rounds)
        sent = side_by_side(sending, effort.rounds)
    return [
        _row(f"{len(said):,} queued", queued),
        _row(f"{taken:,} of {len(said):,} taken and settled", sent),
    ]


def _row(what: str, took: Mapping[str, Took]) -> Row:
    ours, floor, naive = (took[name].cpu for name in ("ours", "floor", "naive"))
    walls = ", ".join(f"{name} {each.wall:,.0f} ms" for name, each in took.items())
    note = f"in {len(CHANNELS)} channels; on the wall: {walls}"
    return Row(what, "ms", ours, floor, naive, note=note)


def _filling(way: type[Queue], files: Iterator[Path], said: Sequence[Draft]) -> Prepare:
    def prepare() -> Run:
        queue = way(next(files))

        def run() -> None:
            queue.fill(said)
            queue.close()

        return run

    return prepare


def _sending(way: type[Queue], files: Iterator[Path], said: Sequence[Draft], taken: int) -> Prepare:
    def prepare() -> Run:
        queue = way(next(files))
        queue.fill(said)

        def run() -> None:
            queue.send(CHANNELS, taken)
            queue.close()

        return run

    return prepare


def drafts(wanted: int) -> list[Draft]:
    """So many messages, spread over the channels."""
    return [
        Draft(
            key=f"acme/{number}:amended:{NOW.isoformat()}",
            kind=Kind.REPLY,
            channel=CHANNELS[number % len(CHANNELS)],
            account="acme",
            number=str(number),
            what="amended",
            details={"open": "10.00 USD -> 12.00 USD"},
        )
        for number in range(wanted)
    ]
