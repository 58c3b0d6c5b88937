"""How Linode's API looks from outside, for the contract kit."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from providers import linode
from providers.conformance.wire import Handler, Request, Response, Row, Wire, as_json, files

HERE = Path(__file__).parent


def _ok(request: Request) -> Response:
    number = f" {request.query['page']}" if "page" in request.query else ""
    name = request.path.rpartition("/")[2] + number
    return 200, {}, (HERE / "payloads/ok" / f"{name}.json").read_bytes()


def _number(amount: str) -> float | str:
    """Amounts are JSON numbers; one that makes no sense is sent as it is."""
    return float(amount) if re.fullmatch(r"\d+(\.\d+)?", amount, re.ASCII) else amount


def _listed(row: Row) -> dict[str, Any]:
    return {
        "id": int(row.number),
        "date": f"{row.day}T04:02:11",
        "label": f"Invoice #{row.number}",
        "subtotal": 0,
        "tax": 0,
        "total": _number(row.amount),
    }


def _listing(rows: Sequence[Row], missing: int = 0) -> Handler:
    """An account that owes all of these; the last rows may be counted but not sent."""
    amounts = (_number(row.amount) for row in rows)
    owed = sum(Decimal(str(amount)) for amount in amounts if isinstance(amount, float))
    listed = [_listed(row) for row in rows]

    def respond(request: Request) -> Response:
        if request.path.endswith("/account"):
            return as_json({"balance": float(owed), "balance_uninvoiced": 1.5})
        number, size = int(request.query["page"]), int(request.query["page_size"])
        sent = listed[: len(listed) - missing][(number - 1) * size : number * size]
        return _page(sent, number, -(-len(listed) // size), len(listed))

    return respond


def _page(rows: list[dict[str, Any]], number: int, pages: int, results: int) -> Response:
    return as_json({"data": rows, "page": number, "pages": max(1, pages), "results": results})


def _endless(request: Request) -> Response:
    if request.path.endswith("/account"):
        return as_json({"balance": 0})
    number = int(request.query["page"])
    rows = [{"id": number * 500 + n} for n in range(500)]
    return _page(rows, number, number + 1, 10**6)


def _refused(words: str, status: int = 400) -> Response:
    return as_json({"errors": [{"reason": words}]}, status)


ROWS = [Row(str(number), "10.00", date(2026, 11, 1)) for number in range(1, 601)]

WIRE = Wire(
    provider=linode,
    folder=HERE,
    reads=frozenset({"GET /v4/account", "GET /v4/account/invoices"}),
    operation=lambda request: f"{request.method} {request.path}",
    ok=_ok,
    listing=_listing,
    complaint=_refused,
    refused={
        "a token that is not known": lambda _: _refused("Invalid Token", 401),
        "a token without the scope": lambda _: _refused("Your token is not authorized", 403),
        "a firewall's page": lambda _: (403, {}, b"<html><title>Forbidden</title></html>"),
    },
    broken=files(HERE / "payloads/broken"),
    short={
        "one row less than the total": _listing(ROWS, missing=1),
        "a page less than the total": _listing(ROWS, missing=100),
        "no row at all": _listing(ROWS, missing=600),
    },
    endless={"there is always one more page": _endless},
    path="/v4",
)
