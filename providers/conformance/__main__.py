"""The contract kit: holds any provider, ours or yours, to the ten laws over real sockets.

    python -m providers.conformance                     every provider of this checkout
    python -m providers.conformance whmcs               one of them
    python -m providers.conformance path/to/wire.py     yours, by the path of its wire
    python -m providers.conformance acme.wire:WIRE      yours, by the name of its wire

A wire tells how a provider's service looks from outside: how it answers well, what an empty
list is, how it refuses. `docs/write-a-provider.md` walks through one. Prints one table;
ends with 1 if a law is broken and with 2 if there is nothing to judge.
"""

import argparse
import difflib
import sys

import providers
from providers.conformance.finding import find
from providers.conformance.judge import as_read, judge
from providers.conformance.report import Report, explained, table
from providers.conformance.wire import Wire


def main(arguments: list[str] | None = None) -> int:
    """Judge the providers that are named, or all of ours."""
    asked = _parser().parse_args(arguments)
    try:
        wires = [find(which) for which in asked.which or providers.own()]
        if asked.write:
            return _write(wires)
        reports = [judge(wire) for wire in wires]
    except (LookupError, ValueError, ImportError, AttributeError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return _tell(reports)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m providers.conformance", description="Hold providers to the ten laws."
    )
    parser.add_argument(
        "which",
        nargs="*",
        metavar="NAME | PATH | MODULE:WIRE",
        help="a provider's name, the path of a wire.py or its folder, or where a Wire is",
    )
    parser.add_argument(
        "--write", action="store_true", help="write expected/ok.txt anew and show what changed"
    )
    return parser


def _tell(reports: list[Report]) -> int:
    sys.stdout.write(table(reports))
    broken = explained(reports)
    if broken:
        sys.stdout.write(f"\n{broken}")
    return 1 if broken else 0


def _write(wires: list[Wire]) -> int:
    for wire in wires:
        file = wire.folder / "expected" / "ok.txt"
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        now = as_read(wire)
        changes = difflib.unified_diff(
            before.splitlines(keepends=True), now.splitlines(keepends=True), "before", "now"
        )
        sys.stdout.write(f"{file}\n{''.join(changes) or 'unchanged'}\n")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
