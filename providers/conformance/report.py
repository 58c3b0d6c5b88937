"""What a run of the kit found: cases by law, and each violation in words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

LAWS: Mapping[int, str] = {
    1: "introduces itself: name, how it logs in, what it lists",
    2: "reads payloads/ok exactly as expected/ok.txt says",
    3: "empty is empty, pages are joined, totals proven, endless paging ends",
    4: "refusals, silence, faults of the server and rate limits have their own errors",
    5: "what is no answer is unreadable, never an empty list",
    6: "one odd row is put aside, the others are read",
    7: "no credential is ever said",
    8: "amounts are exact, dates are dates",
    9: "hostile answers are refused",
    10: "only reading operations are called",
}


SHOWN = 5  # violations of one law that are told; the rest are alike


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is tried."""

    law: int
    name: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A case that went wrong, and how."""

    case: Case
    what: str

    def __str__(self) -> str:
        return f"law {self.case.law} ({LAWS[self.case.law]}), {self.case.name}: {self.what}"


@dataclass(slots=True)
class Report:
    """The cases tried with one provider."""

    provider: str
    excused: Mapping[str, str]
    tried: Counter[int] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)


def table(reports: list[Report]) -> str:
    """Providers by laws, each cell the number of cases; then what the laws say."""
    width = max([len("provider"), *(len(report.provider) for report in reports)])
    lines = ["  ".join(["provider".ljust(width), *(f"{law:>5}" for law in LAWS), "violations"])]
    for report in reports:
        cells = [f"{report.tried[law]:>5}" for law in LAWS]
        lines.append(
            "  ".join([report.provider.ljust(width), *cells, f"{len(report.violations):>10}"])
        )
    lines += ["", *(f"{law:>2}  {words}" for law, words in LAWS.items())]
    for report in reports:
        lines += [
            f"{report.provider} is excused from {case}: {why}"
            for case, why in report.excused.items()
        ]
    return "\n".join(lines) + "\n"


def explained(reports: list[Report]) -> str:
    """Every broken law with its first violations."""
    return "".join(
        line for report in reports for law in LAWS for line in _broken(report, law) if line
    )


def _broken(report: Report, law: int) -> list[str]:
    found = [violation for violation in report.violations if violation.case.law == law]
    lines = [f"{report.provider}: {violation}\n" for violation in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(f"{report.provider}: law {law}, and {len(found) - SHOWN} more\n")
    return lines
