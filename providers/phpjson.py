"""JSON as programs in PHP write it: lists that turn into objects, emptiness in many shapes.

Pure; everything raises ValueError with the reason.
"""

import hashlib
import json
from typing import Any

MAX_BYTES = 2 * 1024 * 1024  # a page of 500 rows has a few hundred thousand
MAX_VALUES = 60_000  # an empty object of two bytes takes 64 in memory, one of seven 232


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


# made once: `json.loads` with such arguments makes one for each answer
_DECODER = json.JSONDecoder(parse_float=str, parse_constant=_refuse_constant)


def document(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is. Decimal numbers come as the text that was written."""
    if len(body) > MAX_VALUES and (len(body) > MAX_BYTES or _values(body) > MAX_VALUES):
        raise ValueError("the JSON is far too long")
    try:
        found = _DECODER.decode(body.decode(json.detect_encoding(body), "surrogatepass"))
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None
    except ValueError:
        raise ValueError("it is not JSON") from None
    return as_object(found)


def _values(body: bytes) -> int:
    return sum(map(body.count, (b",", b"[", b"{")))


def as_object(value: object) -> dict[str, Any]:
    """The value if it is an object."""
    if not isinstance(value, dict):
        raise ValueError("it is not a JSON object")
    return value


def required(answer: dict[str, Any], name: str) -> object:
    """A field that has to be there and to say something."""
    if answer.get(name) is None or answer[name] == "":
        raise ValueError(f"{name} is missing")
    return answer[name]


def entries(container: object) -> list[Any]:
    """The members of a list: `[...]`, an object keyed by numbers, one member alone, or none.

    A PHP array becomes an object when its keys have gaps, and `""` or null when it is empty.
    """
    if container is None or container in ("", [], {}):
        return []
    if isinstance(container, list):
        return container
    if isinstance(container, dict) and all(map(_is_index, container)):
        return [container[index] for index in sorted(container, key=int)]
    if isinstance(container, dict) and "id" in container:
        return [container]
    raise ValueError("what should be a list is something else")


def _is_index(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) <= 18


def print_of(value: object) -> str:
    """A fingerprint of a row: the same as long as nothing in it changes."""
    try:
        spelled = json.dumps(value, sort_keys=True)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None
    return hashlib.sha256(spelled.encode()).hexdigest()
