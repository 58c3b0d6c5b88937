"""`python -m benchmarks`: take the measurements and print them."""

import argparse
import sys
import time
from collections.abc import Sequence

from rich.console import Console

from benchmarks import machine, registry, table
from benchmarks.timing import FULL, QUICK, Effort


def main(words: Sequence[str]) -> int:
    """Run what is asked for; 2 for a name that does not exist, else 0."""
    asked = _arguments().parse_args(words)
    try:
        chosen = [registry.load(name) for name in asked.names or registry.names()]
    except LookupError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _measure(chosen, QUICK if asked.quick else FULL, asked.format)
    return 0


def _measure(chosen: Sequence[registry.Measurement], effort: Effort, output: str) -> None:
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(
        f"{machine.described()}; median of {effort.rounds} rounds", highlight=False, soft_wrap=True
    )
    started = time.monotonic()
    for measurement in chosen:
        sys.stderr.write(f"{measurement.name} ...\n")
        rows = measurement.measure(effort)
        if output == "markdown":
            sys.stdout.write(f"\n### {measurement.title}\n\n{table.markdown(rows)}")
        else:
            table.show(measurement.title, rows, console)
    sys.stderr.write(f"{time.monotonic() - started:.0f} s in all\n")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(registry.names()))
    parser.add_argument("--quick", action="store_true", help="a fifth of the size, three rounds")
    parser.add_argument("--format", choices=("table", "markdown"), default="table")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
