"""Small rules that payloads are checked with, and the words Slack refuses them in.

A rule looks at one value and notes what is wrong with it, with a pointer to the place.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any


class Findings:
    """Everything wrong with one payload, in the order it was met."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def note(self, pointer: str, message: str) -> None:
        """Write down what is wrong at a place such as `/blocks/0/text`."""
        self.messages.append(f"{message} [json-pointer:{pointer}]")


Rule = Callable[[Findings, object, str], None]


def string(most: int, least: int = 1) -> Rule:
    """Text of a certain length."""

    def rule(findings: Findings, value: object, at: str) -> None:
        if not isinstance(value, str):
            findings.note(at, "must provide a string")
        elif len(value) > most:
            findings.note(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            findings.note(at, f"must be more than {least - 1} characters")

    return rule


def pattern(expression: str, name: str) -> Rule:
    """Text of a certain form."""

    def rule(findings: Findings, value: object, at: str) -> None:
        if not isinstance(value, str) or not re.fullmatch(expression, value):
            findings.note(at, f"must be a valid {name}")

    return rule


def url(findings: Findings, value: object, at: str) -> None:
    """A whole address of at most 3,000 characters."""
    string(3000)(findings, value, at)
    if isinstance(value, str) and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S", value):
        findings.note(at, "must be a valid url")


def flag(findings: Findings, value: object, at: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        findings.note(at, "must provide a boolean")


def anything(findings: Findings, value: object, at: str) -> None:
    """Whatever it is, as long as it is an object; Slack's own reading goes no deeper here."""
    if not isinstance(value, dict):
        findings.note(at, "must provide an object")


def whole(low: int, high: int) -> Rule:
    """A whole number within bounds."""

    def rule(findings: Findings, value: object, at: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            findings.note(at, "must provide an integer")
        elif not low <= value <= high:
            findings.note(at, f"must be between {low} and {high}")

    return rule


def choice(*words: str) -> Rule:
    """One of a few words."""

    def rule(findings: Findings, value: object, at: str) -> None:
        if value not in words:
            findings.note(at, f"must be a valid enum value ({', '.join(words)})")

    return rule


def array(item: Rule, most: int, least: int = 1) -> Rule:
    """A list of so many things of one kind."""

    def rule(findings: Findings, value: object, at: str) -> None:
        if not isinstance(value, list):
            findings.note(at, "must provide an array")
            return
        if len(value) > most:
            findings.note(at, f"no more than {most} items allowed")
        if len(value) < least:
            findings.note(at, f"no less than {least} items allowed")
        for number, one in enumerate(value):
            item(findings, one, f"{at}/{number}")

    return rule


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of an object: which it must have, which it may have, and what else holds."""

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    one_of: Collection[str] = ()  # at least one of these optional fields has to be there
    only_one: bool = False  # ... and not more than one
    also: Callable[[Findings, Mapping[str, Any], str], None] | None = None  # once all else is right

    def check(self, findings: Findings, value: object, at: str) -> None:
        """Note missing, unknown and wrong fields."""
        if not isinstance(value, dict):
            findings.note(at, "must provide an object")
            return
        before = len(findings.messages)
        for name in self.required:
            if name not in value:
                findings.note(at, f"missing required field: {name}")
        self._check_one_of(findings, value, at)
        rules = {**self.required, **self.optional}
        for name, one in value.items():
            if name in rules:
                rules[name](findings, one, f"{at}/{name}")
            elif name != "type":
                findings.note(at, f"invalid additional property: {name}")
        if self.also is not None and len(findings.messages) == before:
            self.also(findings, value, at)

    def _check_one_of(self, findings: Findings, value: Collection[str], at: str) -> None:
        given = [name for name in self.one_of if name in value]
        if self.one_of and not given:
            findings.note(at, f"missing required field: {' or '.join(self.one_of)}")
        if self.only_one and len(given) > 1:
            findings.note(at, f"only one of {', '.join(self.one_of)} allowed")


def typed(kinds: Mapping[str, Shape]) -> Rule:
    """An object whose `type` says which shape it must have."""

    def rule(findings: Findings, value: object, at: str) -> None:
        if not isinstance(value, dict):
            findings.note(at, "must provide an object")
            return
        kind = value.get("type")
        if kind is None:
            findings.note(at, "missing required field: type")
        elif kind not in kinds:
            findings.note(f"{at}/type", f"unsupported type: {kind}")
        else:
            kinds[kind].check(findings, value, at)

    return rule
