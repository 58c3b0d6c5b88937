"""`python -m benchmarks`: take the measurements and print them."""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence

from rich.console import Console

from benchmarks import machine, registry, table
from benchmarks.processes import ROOT
from benchmarks.timing import FULL, QUICK, Effort
from bot import log

PICTURES = ROOT / "docs" / "pictures"


def main(words: Sequence[str]) -> int:
    """Run what is asked for; 2 for a name that does not exist, else 0."""
    asked = _arguments().parse_args(words)
    try:
        measurements = chosen(asked.names)
    except LookupError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _measure(measurements, QUICK if asked.quick else FULL, asked.format)
    return 0


def chosen(names: Sequence[str]) -> list[registry.Measurement]:
    """What was named, or everything that is not too long for a run of everything."""
    if names:
        return [registry.load(name) for name in names]
    every = (registry.load(name) for name in registry.names())
    return [measurement for measurement in every if not measurement.on_request]


def _measure(measurements: Sequence[registry.Measurement], effort: Effort, output: str) -> None:
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(
        f"{machine.described()}; median of {effort.rounds} rounds", highlight=False, soft_wrap=True
    )
    log.configure("WARNING")
    started = time.monotonic()
    for measurement in measurements:
        sys.stderr.write(f"{measurement.name} ...\n")
        rows = measurement.measure(effort)
        if output == "markdown":
            sys.stdout.write(f"\n### {measurement.title}\n\n{table.markdown(rows)}")
        else:
            table.show(measurement.title, rows, console)
        if measurement.draw is not None and effort == FULL:
            _keep(measurement.draw(rows))
    sys.stderr.write(f"{time.monotonic() - started:.0f} s in all\n")


def _keep(pictures: Mapping[str, str]) -> None:
    """Write the pictures of docs/performance.md; only figures of the full size are drawn."""
    for name, drawn in pictures.items():
        (PICTURES / name).write_text(drawn, encoding="utf-8")
        sys.stderr.write(f"docs/pictures/{name} was drawn\n")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(registry.names()))
    parser.add_argument("--quick", action="store_true", help="a fifth of the size, three rounds")
    parser.add_argument("--format", choices=("table", "markdown"), default="table")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
