"""Findings for people and for programs."""

from collections.abc import Sequence

from bot.doctor.finding import Finding, Grade
from bot.formats.as_json import Json
from bot.formats.as_text import safe
from bot.slack.render.text import count

_MARKS = {Grade.OK: "ok      ", Grade.WARNING: "warning ", Grade.PROBLEM: "PROBLEM "}


def as_text(findings: Sequence[Finding]) -> str:
    """A line for each finding, below it what to do."""
    lines: list[str] = []
    for one in findings:
        lines.append(safe(f"{_MARKS[one.grade]} {one.looked_at}: {one.found}"))
        if one.advice:
            lines.append(safe(f"{' ' * 9} -> {one.advice}"))
    return "\n".join([*lines, "", _sum(findings)])


def _sum(findings: Sequence[Finding]) -> str:
    problems, warnings = _count(findings, Grade.PROBLEM), _count(findings, Grade.WARNING)
    if not problems and not warnings:
        return f"All is well: {count(len(findings), 'thing')} looked at."
    what = f"{count(problems, 'problem')}, {count(warnings, 'warning')}"
    return f"{count(len(findings), 'thing')} looked at: {what}."


def as_data(findings: Sequence[Finding]) -> Json:
    """The stable JSON."""
    return {
        "problems": _count(findings, Grade.PROBLEM),
        "warnings": _count(findings, Grade.WARNING),
        "findings": [
            {
                "grade": str(one.grade),
                "looked_at": one.looked_at,
                "found": one.found,
                "advice": one.advice or None,
            }
            for one in findings
        ],
    }


def _count(findings: Sequence[Finding], grade: Grade) -> int:
    return sum(one.grade is grade for one in findings)
