"""Arguments of a Web API call, whichever of Slack's ways they came in."""

import json
from collections.abc import Mapping
from email.message import Message as MimeMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from bot.demo.slack.errors import SlackError

_NO = frozenset({"", "0", "false", "no", "off"})


class Arguments:
    """Named values that may be JSON or text; each reader gives the type it is asked for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}

    def given(self) -> Mapping[str, Any]:
        """Return everything that was given, as it came."""
        return self._values

    def has(self, name: str) -> bool:
        """Tell whether an argument was given at all."""
        return name in self._values

    def text(self, name: str, default: str = "") -> str:
        """Return an argument as text."""
        value = self._values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def required(self, *names: str) -> tuple[str, ...]:
        """Return arguments that must be there, or refuse naming all that are missing."""
        missing = [name for name in names if self._values.get(name, "") == ""]
        if missing:
            told = [f"missing required field: {name}" for name in missing]
            raise SlackError("invalid_arguments", told)
        return tuple(self.text(name) for name in names)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return an argument as yes or no."""
        value = self._values.get(name, default)
        return value.lower() not in _NO if isinstance(value, str) else bool(value)

    def whole(self, name: str, default: int) -> int:
        """Return an argument as a whole number, or refuse."""
        value = self._values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments", [f"{name} must be a number"]) from None

    def words(self, name: str) -> list[str]:
        """Return a list given as JSON or separated by commas."""
        value = self._values.get(name, "")
        parts = value if isinstance(value, list) else str(value).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def structure(self, name: str, error: str = "invalid_arguments") -> Any:  # noqa: ANN401 -- JSON
        """Return an argument that is JSON, given as such or as text; None without one."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error, [f"{name} is not JSON"]) from None


def read_arguments(query: str, content_type: str, body: bytes) -> tuple[Arguments, str | None]:
    """Return the arguments of a call and the token among them.

    A token inside a JSON body does not count; Slack wants it in the header there.
    """
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        token = values.pop("token", None)
        values |= _read_json(body)
        values.pop("token", None)
        return Arguments(values), token
    if kind == "multipart/form-data":
        values |= _read_multipart(content_type, body)
    else:
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    token = values.pop("token", None)
    return Arguments(values), token


def _read_json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


def _read_multipart(content_type: str, body: bytes) -> dict[str, str]:
    values: dict[str, str] = {}
    for part in read_parts(content_type, body):
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes) and part.get_filename() is None:
            values[name] = content.decode("utf-8", "replace")
    return values


def read_parts(content_type: str, body: bytes) -> list[MimeMessage]:
    """Return the parts of a multipart body."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    return [part for part in message.walk() if not part.is_multipart()]
