"""How a WHMCS installation looks from outside, for the contract kit."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from providers import whmcs
from providers.conformance.wire import Handler, Request, Response, Row, Wire, as_json, files

HERE = Path(__file__).parent


def _ok(request: Request) -> Response:
    form = request.form
    which = form.get("status", form.get("invoiceid"))
    return 200, {}, (HERE / "payloads/ok" / f"{form['action']} {which}.json").read_bytes()


def _listed(row: Row) -> dict[str, Any]:
    return {
        "id": int(row.number),
        "firstname": "Ann",
        "lastname": "Example",
        "companyname": "",
        "invoicenum": "",
        "date": row.day.isoformat(),
        "duedate": row.day.isoformat(),
        "total": row.amount,
        "credit": "0.00",
        "status": "Unpaid",
        "currencycode": "USD",
    }


def _listing(rows: Sequence[Row], missing: int = 0) -> Handler:
    """An installation with these rows, of which the last ones are counted but not sent."""
    known = {row.number: _listed(row) for row in rows}

    def respond(request: Request) -> Response:
        form = request.form
        if form["action"] == "GetInvoice":
            return _view(known.get(form["invoiceid"]))
        listed = [*known.values()] if form["status"] == "Unpaid" else []
        sent = listed[: len(listed) - missing]
        start, limit = int(form["limitstart"]), int(form["limitnum"])
        return _page(sent[start : start + limit], start, len(listed))

    return respond


def _page(rows: list[dict[str, Any]], start: int, total: int) -> Response:
    return as_json(
        {
            "result": "success",
            "totalresults": total,
            "startnumber": start,
            "numreturned": len(rows),
            "invoices": {"invoice": rows} if rows else "",
        }
    )


def _view(row: dict[str, Any] | None, **instead: object) -> Response:
    if row is None:
        return _refused("Invoice ID Not Found")
    same = {name: row[name] for name in ("date", "duedate", "total", "status")}
    items = {"item": [{"id": 1, "description": "Web hosting", "amount": row["total"]}]}
    return as_json(
        {
            "result": "success",
            "invoiceid": row["id"],
            "balance": row["total"],
            "items": items,
            "transactions": "",
            **same,
            **instead,
        }
    )


def odd_installation(file: Path) -> Handler:
    """An installation whose invoice 102 is odd: `file` has what its row and details say."""
    odd = json.loads(file.read_text(encoding="utf-8"))
    known = {number: _listed(Row(number, "10.00", DAY)) for number in ("101", "102", "103")}
    rows = [known["101"], known["102"] | odd["row"], known["103"]]

    def respond(request: Request) -> Response:
        form = request.form
        if form["action"] == "GetInvoices":
            listed = rows if form["status"] == "Unpaid" else []
            return _page(listed, int(form["limitstart"]), len(listed))
        number = form["invoiceid"]
        return _view(known[number], **(odd["details"] if number == "102" else {}))

    return respond


def _endless(request: Request) -> Response:
    start = int(request.form["limitstart"])
    rows = [{"id": number, "status": "Unpaid"} for number in range(start + 1, start + 101)]
    return _page(rows, start, 10**9)


def _refused(words: str, status: int = 200) -> Response:
    return as_json({"result": "error", "message": words}, status)


DAY = date(2026, 11, 15)
ROWS = [Row(str(number), "10.00", DAY) for number in range(1, 151)]

WIRE = Wire(
    provider=whmcs,
    folder=HERE,
    reads=frozenset({"POST GetInvoices", "POST GetInvoice"}),
    operation=lambda request: f"{request.method} {request.form.get('action', request.path)}",
    ok=_ok,
    listing=_listing,
    complaint=_refused,
    refused={
        "authentication failed": lambda _: _refused("Authentication Failed", 403),
        "status 200 all the same": lambda _: _refused("Invalid or missing credentials"),
        "an address that is not allowed": lambda _: _refused("Invalid IP 203.0.113.9", 403),
        "a role without permission": lambda _: _refused("Invalid Permissions: not allowed", 403),
        "a firewall's page": lambda _: (403, {}, b"<html><title>Forbidden</title></html>"),
    },
    broken=files(HERE / "payloads/broken"),
    empty=files(HERE / "payloads/empty"),
    odd={file.stem: odd_installation(file) for file in sorted((HERE / "payloads/odd").iterdir())},
    short={
        "one row less than the total": _listing(ROWS, missing=1),
        "a page less than the total": _listing(ROWS, missing=100),
        "no row at all": _listing(ROWS, missing=150),
    },
    endless={"every page is full": _endless},
    account="shop",
    shown_as="https://shop.test",
)
