"""A WHMCS of our own for tests: answers GetInvoices and GetInvoice over the wire."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.providers.server import Request, Response

SECRETS = {"identifier": "id-of-tests", "secret": "s3cret-of-tests", "accesskey": "k#y!(1)"}


def as_json(status: int, answer: object) -> Response:
    return status, {"Content-Type": "application/json"}, json.dumps(answer).encode()


def row(number: int, **changes: object) -> dict[str, Any]:
    return {
        "id": number,
        "firstname": "Ann",
        "lastname": "Example",
        "companyname": "",
        "invoicenum": "",
        "date": "2026-11-01",
        "duedate": "2026-11-15",
        "total": "10.00",
        "credit": "0.00",
        "status": "Unpaid",
        "currencycode": "USD",
        **changes,
    }


@dataclass(slots=True)
class Shop:
    """Invoices by number; `balance` and `items` are shown by GetInvoice only."""

    invoices: dict[int, dict[str, Any]] = field(default_factory=dict)
    listed: int = 0  # how often a list was asked for
    viewed: list[int] = field(default_factory=list)

    def add(self, number: int, **changes: object) -> None:
        self.invoices[number] = row(number, **changes)

    def __call__(self, request: Request) -> Response:
        form = request.form
        for name, value in SECRETS.items():
            if name != "accesskey" and form.get(name) != value:
                return as_json(403, {"result": "error", "message": "Authentication Failed"})
        if form["action"] == "GetInvoices":
            self.listed += 1
            return as_json(200, self._list(form))
        number = int(form["invoiceid"])
        self.viewed.append(number)
        if number not in self.invoices:
            return as_json(200, {"result": "error", "message": "Invoice ID Not Found"})
        return as_json(200, self._view(self.invoices[number]))

    def _list(self, form: dict[str, str]) -> dict[str, Any]:
        start, limit = int(form["limitstart"]), int(form["limitnum"])
        hidden = ("balance", "items")
        found = [
            {name: value for name, value in self.invoices[number].items() if name not in hidden}
            for number in sorted(self.invoices)
            if self.invoices[number]["status"] == form["status"]
        ]
        page = found[start : start + limit]
        return {
            "result": "success",
            "totalresults": len(found),
            "startnumber": start,
            "numreturned": len(page),
            "invoices": {"invoice": page} if page else [],
        }

    def _view(self, invoice: dict[str, Any]) -> dict[str, Any]:
        return {
            "result": "success",
            "invoiceid": invoice["id"],
            "balance": invoice.get("balance", invoice["total"]),
            "items": invoice.get("items", ""),
            "transactions": "",
            **{name: invoice[name] for name in ("date", "duedate", "total", "status")},
        }
