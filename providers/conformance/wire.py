"""What a provider's author tells the kit: how the service looks from outside."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Request:
    """What arrived at the kit's server."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def form(self) -> Mapping[str, str]:
        """The fields of a form in the body; the last one where a name comes twice."""
        fields = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in fields.items()}


Response = tuple[int, Mapping[str, str], bytes]
Handler = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Row:
    """An unpaid invoice for the wire to write in the service's own format."""

    number: str
    amount: str  # total and open amount as text; not always a number, on purpose
    day: date  # when it was issued and when it is due


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """One provider's service. Each handler answers a request as the service would.

    `refused`, `empty`, `short`, `endless`, `broken` and `odd` map the name of a case to its
    handler. A case that cannot arise at this service is left out and named in `excused`
    with the reason, which the kit prints; nothing is skipped in silence.
    """

    provider: ModuleType  # exports SPEC
    folder: Path  # holds expected/ok.txt
    reads: frozenset[str]  # every operation that the provider may call
    operation: Callable[[Request], str]  # which one a request calls
    ok: Handler  # the payloads that expected/ok.txt belongs to
    listing: Callable[[Sequence[Row]], Handler]  # an account that owes exactly these rows
    complaint: Callable[[str], Response]  # the service says no in its own format, with words
    refused: Mapping[str, Handler]  # wrong or missing credentials
    broken: Mapping[str, Handler]  # in its format, but a field is missing or makes no sense
    empty: Mapping[str, Handler] = field(default_factory=dict)  # further shapes of an empty list
    short: Mapping[str, Handler] = field(
        default_factory=dict
    )  # fewer rows than the service says there are
    endless: Mapping[str, Handler] = field(default_factory=dict)  # a list whose pages have no end
    odd: Mapping[str, Handler] = field(
        default_factory=dict
    )  # good rows 101 and 103 around one that makes no sense
    excused: Mapping[str, str] = field(default_factory=dict)
    path: str = ""  # what follows the server's address in the account's url
    account: str = "acme"
    shown_as: str = "https://provider.test"  # stands in expected/ok.txt for the server's address
    currency: str | None = None  # of the account, where the spec has none and one is needed
    texts: Mapping[str, str] = field(default_factory=dict)  # else the kit makes them up
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()  # what the service hands out and must not be shown either


def as_json(content: object, status: int = 200) -> Response:
    """An answer in JSON."""
    return status, {"Content-Type": "application/json"}, json.dumps(content).encode()


def as_xml(content: str, status: int = 200) -> Response:
    """An answer in XML."""
    return status, {"Content-Type": "text/xml"}, content.encode()


def files(folder: Path, status: int = 200) -> dict[str, Handler]:
    """A case for each file of a folder: the file is the answer to every request."""
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder of payloads")
    return {
        path.stem: _always((status, {}, path.read_bytes())) for path in sorted(folder.iterdir())
    }


def _always(response: Response) -> Handler:
    return lambda _: response
