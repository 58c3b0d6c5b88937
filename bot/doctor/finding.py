"""One thing that was looked at, and how it is."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    WARNING = "warning"  # the bot works, but somebody should know
    PROBLEM = "problem"  # something that was configured does not work


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found there, and what to do about it."""

    grade: Grade
    looked_at: str
    found: str
    advice: str = ""  # empty where there is nothing to do


def ok(looked_at: str, found: str) -> Finding:
    """All is well there."""
    return Finding(Grade.OK, looked_at, found)


def warning(looked_at: str, found: str, advice: str) -> Finding:
    """It works, but somebody should know."""
    return Finding(Grade.WARNING, looked_at, found, advice)


def problem(looked_at: str, found: str, advice: str = "") -> Finding:
    """It does not work; without advice, `found` says what to do already."""
    return Finding(Grade.PROBLEM, looked_at, found, advice)
