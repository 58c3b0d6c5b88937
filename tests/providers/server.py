"""What the fixtures `loopback` and `connect` take and give."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from providers.base import Connection


@dataclass(frozen=True, slots=True)
class Request:
    """What arrived at the loopback server."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # lower-case names
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        fields = parse_qs(self.body.decode(), keep_blank_values=True)
        return {name: values[-1] for name, values in fields.items()}


Response = tuple[int, Mapping[str, str], bytes]
Handler = Callable[[Request], Response]
Connect = Callable[..., Connection]  # see the fixture `connect`


@dataclass(slots=True)
class Loopback:
    """A running server; `requests` is what it was asked, in order."""

    url: str
    requests: list[Request] = field(default_factory=list)


StartServer = Callable[[Handler], Loopback]
