"""Are there published faults in the packages that are locked? Fails on a fault, never on silence.

pip-audit ends with 1 for a fault and for a network that is not there, and with 0 when the service
knows none of the packages. So its report is read here, and what was not checked is said aloud.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

SERVICES = ("pypi", "osv")
NO_CONNECTION = ("ConnectionError", "Could not connect", "ServiceError", "timed out", "Timeout")
LONGEST = 300  # seconds for one service; a check that hangs is a check that did not happen


@dataclass(frozen=True, slots=True)
class Report:
    """What one service said: faults by package, and the packages it said nothing about."""

    service: str
    faults: dict[str, list[str]]
    unanswered: frozenset[str]
    known: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A service that could not be asked, and why."""

    service: str
    why: str


class AuditError(Exception):
    """pip-audit failed for a reason that is not the network: somebody has to look."""


def read(service: str, answer: str, words: str) -> Report | Silence:
    """The report in pip-audit's output, or that there is none because nobody could be reached."""
    try:
        rows = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError) as unreadable:
        last = words.strip().splitlines()[-1:] or ["no output"]
        if any(sign in words for sign in NO_CONNECTION):
            return Silence(service, last[0][:200])
        raise AuditError(last[0]) from unreadable
    faulty = [row for row in rows if row.get("vulns")]
    faults = {f"{r['name']} {r['version']}": [v["id"] for v in r["vulns"]] for r in faulty}
    unanswered = frozenset(row["name"] for row in rows if "skip_reason" in row)
    return Report(service, faults, unanswered, len(rows) - len(unanswered))


def ask(service: str, locked: str) -> Report | Silence:
    """One service's word about the packages of a lock file; nothing is installed for it."""
    command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", service]
    command += ["--disable-pip", "--require-hashes", "--requirement", locked, "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", "15"]
    try:
        done = subprocess.run(  # noqa: S603 - our own words and a file of ours
            command, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return Silence(service, f"no answer within {LONGEST} s")
    return read(service, done.stdout, done.stderr)


def answers(locked: str) -> Iterator[Report | Silence]:
    """The services one after the other, until one has answered for every package."""
    for service in SERVICES:
        answer = ask(service, locked)
        yield answer
        if isinstance(answer, Report) and not answer.unanswered:
            return


def verdict(given: list[Report | Silence]) -> tuple[int, list[str]]:
    """Exit code and words: 1 for a published fault, 0 else, with what nobody answered for."""
    reports = [one for one in given if isinstance(one, Report)]
    lines = [told(one) for one in given]
    faults = sorted({f"{n}: {', '.join(ids)}" for one in reports for n, ids in one.faults.items()})
    if faults:
        return 1, [*lines, "KNOWN FAULTS; raise the version and run `make lock`:", *faults]
    if not any(one.known for one in reports):
        return 0, [*lines, "NOT CHECKED: nobody answered for any package; run this again online"]
    rest = frozenset.intersection(*(one.unanswered for one in reports))
    if rest:
        return 0, [*lines, f"NOT CHECKED: nobody knows {', '.join(sorted(rest))}"]
    return 0, [*lines, "no known faults"]


def told(answer: Report | Silence) -> str:
    """One line about one service."""
    if isinstance(answer, Silence):
        return f"{answer.service}: could not be reached ({answer.why})"
    return f"{answer.service}: answered for {answer.known} packages"


def main(locked: str) -> int:
    """Asks, says, and gives the exit code."""
    try:
        code, lines = verdict(list(answers(locked)))
    except AuditError as broken:
        code, lines = 2, [f"pip-audit itself failed: {broken}"]
    print(*lines, sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
