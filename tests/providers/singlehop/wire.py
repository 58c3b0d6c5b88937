"""How the LEAP portal looks from outside, for the contract kit."""

import json
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from providers import singlehop
from providers.conformance.wire import Handler, Request, Response, Row, Wire, as_json, files

HERE = Path(__file__).parent
CHICAGO = ZoneInfo("America/Chicago")


def _operation(request: Request) -> str:
    _, module, command, *_ = [*request.path.split("/"), "", ""]
    return f"{request.method} {module}/{command}"


def _ok(request: Request) -> Response:
    _, _, command, which, *place = request.path.split("/")
    body = (HERE / "payloads/ok" / f"{command} {which}.json").read_bytes()
    return 200, {}, page_from(int(place[0]), body) if command == "list" else body


def page_from(start: int, body: bytes) -> bytes:
    """A page of the list, as asked for; the first one byte for byte as it lies in the file."""
    if start == 0:
        return body
    told = json.loads(body)
    told["data"]["invoices"] = dict(list(told["data"]["invoices"].items())[start:])
    return json.dumps(told).encode()


def _listed(row: Row) -> dict[str, Any]:
    midnight = str(int(datetime.combine(row.day, time(), CHICAGO).timestamp()))
    dates = {"created": midnight, "due": midnight, "overdue": midnight, "datepaid": "0"}
    return {
        "id": row.number,
        **dates,
        "paid": "FALSE",
        "amount": row.amount,
        "amount_unpaid": row.amount,
    }


def _listing(rows: Sequence[Row]) -> Handler:
    known = {row.number: _listed(row) for row in rows}

    def respond(request: Request) -> Response:
        _, _, command, *rest = request.path.split("/")
        if command == "view":
            return _view(known.get(rest[0]))
        kind, start, limit = rest
        page = [*known.values()][int(start) :][: int(limit)] if kind == "unpaid" else []
        return _page(page, len(known))

    return respond


def _page(rows: list[dict[str, Any]], total: int) -> Response:
    return as_json({"success": True, "data": {"total": total, "invoices": rows}})


def _view(row: dict[str, Any] | None) -> Response:
    if row is None:
        return as_json({"success": "FALSE", "data": None, "error": "Invoice not found"})
    details = {"id_number": row["id"], "due": row["due"], "amount_unpaid": row["amount_unpaid"]}
    services = [{"description": "A server", "cost": row["amount"]}]
    return as_json({"success": True, "data": {"services": services, "details": details}})


def _endless(request: Request) -> Response:
    start = int(request.path.split("/")[4])
    rows = [{"id": str(number)} for number in range(start, start + 100)]
    return _page(rows, 10**9)


def _refused(words: str, status: int = 200) -> Response:
    return as_json({"success": False, "data": None, "error": words}, status)


WIRE = Wire(
    provider=singlehop,
    folder=HERE,
    reads=frozenset({"GET billing/list", "GET billing/view"}),
    operation=_operation,
    ok=_ok,
    listing=_listing,
    complaint=_refused,
    refused={
        "status 401": lambda _: _refused("Bad login", 401),
        "status 403": lambda _: _refused("Forbidden", 403),
        "status 200 and a word": lambda _: _refused("Invalid login or password"),
    },
    broken=files(HERE / "payloads/broken"),
    empty=files(HERE / "payloads/empty"),
    endless={"every page is full": _endless},
    excused={"short": "its total may count paid invoices too, so it proves nothing"},
)
