"""What can be wrong with a configuration, in words that say what would be right."""

import difflib
import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.slack.language import language


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the configuration."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class ConfigError(Exception):
    """The configuration cannot be used; `faults` are all that was found."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.path, self.faults = path, faults
        super().__init__("\n".join(f"{path}: {fault}" for fault in faults))


PLAIN = {  # where pydantic speaks of Python, people write TOML
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "int_type": "must be a whole number",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
}

Model = TypeVar("Model", bound=BaseModel)


def validated(
    model: type[Model],
    table: Mapping[str, Any],
    where: str,
    faults: list[Fault],
    outside: object = None,
) -> Model | None:
    """Validate a table, or add its faults to `faults` and return None.

    `outside` is what its validators may look at beside the table.
    """
    try:
        return model.model_validate(table, context=outside)
    except ValidationError as error:
        faults += [_fault(model, found, where) for found in error.errors(include_url=False)]
        return None


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint `did you mean ...?`, or the empty string when nothing is near."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _fault(model: type[BaseModel], found: ErrorDetails, where: str) -> Fault:
    path = [str(part) for part in found["loc"]]
    place = ".".join([where, *path] if where else path)
    if found["type"] == "extra_forbidden":
        known = _keys(model, path[:-1])
        return Fault(place, f"is not a setting{nearest(path[-1], known)}")
    if found["type"] == "missing":
        return Fault(place, "is missing")
    # pydantic's words for a ValueError of ours begin with its own prefix
    words = PLAIN.get(found["type"], _said(found["msg"]))
    return Fault(place or "file", words)


def _said(words: str) -> str:
    words = words.removeprefix("Value error, ").replace("Input should ", "must ")
    return words.replace("String should ", "must ")


def _keys(model: type[BaseModel], path: list[str]) -> list[str]:
    """The settings of the table that a path leads to."""
    for part in path:
        if part.isdigit():  # a position in a list of tables
            continue
        field = model.model_fields.get(part)
        inner = _model(field.annotation) if field else None
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model(annotation: object) -> type[BaseModel] | None:
    """The table inside of an annotation such as `tuple[Table, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model(part))), None)


def locale_faults(where: str, name: str) -> list[Fault]:
    """A fault where there are no texts in the language of a locale."""
    try:
        language(name)
    except ValueError as error:
        return [Fault(where, str(error))]
    return []


def zone_faults(where: str, zone: str) -> list[Fault]:
    """Say whether a time zone is known."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = nearest(zone, available_timezones())
        return [Fault(where, f"{zone!r} is not an IANA time zone{hint}")]
    return []


def url_faults(where: str, url: str) -> list[Fault]:
    """Refuse addresses that would carry credentials in clear or are not addresses."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        known, parts = False, urlsplit("")
    if not (known and parts.hostname):
        return [Fault(where, "is not an address; write one that begins with https://")]
    if parts.username or parts.password:
        return [
            Fault(where, "holds a user name or password; credentials have settings of their own")
        ]
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        return [Fault(where, "is plain http, which shows credentials to the network; use https://")]
    return []


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
