"""One search by atheris, in a process of its own: `python -m fuzz.search TARGET SECONDS FOLDER`.

It begins with the payloads of the tests and changes them by their structure. What breaks
the law is written to the folder and ends the search with a status that is not zero.
"""

import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import monotonic

import atheris

with atheris.instrument_imports(include=["providers", "state"]):
    from fuzz.mutation import Mutation
    from fuzz.targets import TARGETS, Reach, tried

PAYLOADS = Path(__file__).parent.parent / "tests" / "providers"
SEEDS = {
    "soap": ("interserver", "*.xml"),
    "xml": ("voxel", "*.xml"),
    "json_whmcs": ("whmcs", "*.json"),
    "json_singlehop": ("singlehop", "*.json"),
    "json_linode": ("linode", "*.json"),
}
LONGEST = 8_192
EVERY = 5.0  # seconds between two lines about how far the inputs come


def _bytewise(body: bytes, longest: int) -> bytes:
    """The search's own change of bytes, which atheris has only once the search is under way."""
    return bytes(atheris.Mutate(body, longest))


class Search:
    """Tries inputs on one target, and tells how far they come."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._reached: Counter[Reach] = Counter()
        self._next = monotonic() + EVERY

    def try_one(self, body: bytes) -> None:
        """Hold one input to the law."""
        self._reached[tried(TARGETS[self._target], body)] += 1
        if monotonic() >= self._next:
            self._next = monotonic() + EVERY
            sys.stdout.write(f"{self}\n")
            sys.stdout.flush()

    def __str__(self) -> str:
        count = self._reached.total()
        shares = ", ".join(f"{self._reached[r] / count:.0%} {r.value}" for r in Reach)
        return f"{self._target}: {count:,} inputs: {shares}"


def seeds(target: str) -> list[bytes]:
    """The payloads that this target understands."""
    provider, pattern = SEEDS[target]
    return [path.read_bytes() for path in sorted((PAYLOADS / provider).rglob(pattern))]


def main(target: str, seconds: str, found: str) -> None:
    """Search until the time is over or something is found."""
    if target not in TARGETS:
        raise SystemExit(f"there is no target {target}; there are {', '.join(TARGETS)}")
    logging.disable()
    Path(found).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        bodies = seeds(target)
        for number, body in enumerate(bodies):
            (Path(corpus) / f"{number:04}").write_bytes(body[:LONGEST])
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST}",
            "-timeout=10",
            "-rss_limit_mb=1024",
            f"-artifact_prefix={found}/",
            "-print_final_stats=1",
            "-verbosity=0",
        ]
        search, mutation = Search(target), Mutation(target, bodies, _bytewise)
        arguments = [sys.argv[0], *options, corpus]
        atheris.Setup(arguments, search.try_one, custom_mutator=mutation.after)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
