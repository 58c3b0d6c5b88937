"""A LEAP portal of our own for tests: lists and views of invoices over the wire."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from tests.providers.server import Request, Response

USERNAME = "leap-user-of-tests"
PASSWORD = "leap-password-of-tests"


def as_json(answer: object, status: int = 200) -> Response:
    return status, {"Content-Type": "application/json"}, json.dumps(answer).encode()


@dataclass(slots=True)
class Leap:
    """Invoices by number; what GET asked for is in `lists` and `views`."""

    invoices: dict[str, dict[str, Any]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # paid and disregarded ones
    lists: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    most_rows: int = 1_000

    def add(self, number: str, *, kind: str = "unpaid", **changes: object) -> None:
        self.kinds[number] = kind
        self.invoices[number] = {
            "id": number,
            "created": "1793854800",
            "due": "1795154400",
            "overdue": "1795413600",
            "datepaid": "0",
            "paid": False,
            "amount": "100.00",
            "amount_unpaid": "100.00",
            **changes,
        }

    def __call__(self, request: Request) -> Response:
        login = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {login}":
            return as_json({"success": False, "data": "Bad login"}, 401)
        _, module, command, *rest = request.path.split("/")
        if (request.method, module, command) == ("GET", "billing", "list"):
            self.lists.append(request.path)
            return as_json(self._list(*rest))
        self.views.append(rest[0])
        return as_json(self._view(rest[0]))

    def _list(self, kind: str, start: str, limit: str) -> dict[str, Any]:
        rows = [row for number, row in self.invoices.items() if self.kinds[number] == kind]
        page = rows[int(start) :][: min(int(limit), self.most_rows)]
        return {"success": True, "data": {"total": len(self.invoices), "invoices": page}}

    def _view(self, number: str) -> dict[str, Any]:
        if number not in self.invoices:
            return {"success": "FALSE", "data": None, "error": "Invoice not found"}
        row = self.invoices[number]
        service = {"description": f"Server of {number}", "cost": row["amount"]}
        details = {"id_number": number, "due": row["due"], "amount_unpaid": row["amount_unpaid"]}
        return {"success": True, "data": {"services": [service], "details": details}}
