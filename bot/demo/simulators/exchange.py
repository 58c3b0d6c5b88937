"""A request and its answer, without any web framework: what the simulators work on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Ask:
    """What came in for one account. `path` is relative to the account's folder."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # lower-case names
    body: bytes
    address: str = ""  # the whole URL, without its query

    def form(self) -> dict[str, str]:
        """Return the fields of a url-encoded body; the last one of a name counts."""
        text = self.body.decode("utf-8", errors="replace")
        return dict(parse_qsl(text, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Said:
    """What goes out."""

    body: bytes
    media: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def page(title: str, text: str, status: int = 200) -> Said:
    """Return a small web page, as a person's browser would get it."""
    body = (
        f"<!DOCTYPE html>\n<html><head><title>{title}</title></head>"
        f"<body><h1>{title}</h1><p>{text}</p></body></html>\n"
    )
    return Said(body.encode(), "text/html; charset=utf-8", status)
