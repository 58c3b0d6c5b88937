"""SingleHop's LEAP interface: Basic auth, arguments as path segments, a JSON envelope.

Only `/billing/list` and `/billing/view` are played. Amounts and moments are text, as PHP
prints them; the amounts carry thousands separators. `total` counts all invoices of the
account, whatever list was asked for. How errors look is not documented anywhere; here
they are `success: false` with a message.
"""

import base64
import binascii
import json
from typing import Any

from bot.demo.billing import BillingAccount
from bot.demo.bills import Bill
from bot.demo.simulators.exchange import Ask, Said
from bot.demo.simulators.singlehop_rows import listed, viewed

DEFAULT_LIMIT = 100


class Refusal(Exception):
    """LEAP says `success: false`."""


def answer(account: BillingAccount, ask: Ask) -> Said:
    """Answer one call: the path says what is wanted."""
    words = [word for word in ask.path.lower().split("/") if word]
    account.note_call(" ".join(words))
    if not account.accepts(**_credentials(ask)):
        headers = {"WWW-Authenticate": 'Basic realm="LEAP"'}
        return _print({"success": False, "message": "Invalid credentials"}, 401, headers)
    try:
        return _print({"success": True, "data": _act(account, ask.method, words)})
    except Refusal as refusal:
        return _print({"success": False, "data": None, "message": str(refusal)})


def _credentials(ask: Ask) -> dict[str, str]:
    kind, _, packed = ask.headers.get("authorization", "").partition(" ")
    try:
        plain = base64.b64decode(packed, validate=True).decode() if kind == "Basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        plain = ""
    username, _, password = plain.partition(":")
    return {"username": username, "password": password}


def _act(account: BillingAccount, method: str, words: list[str]) -> dict[str, Any]:
    match words:
        case ["billing", "list", *rest] if method == "GET" and len(rest) <= 3:
            return _list(account, *rest)
        case ["billing", "view", number] if method == "GET":
            return _view(account, number)
        case ["billing", *_] if method == "POST":
            raise Refusal("Permission denied")
        case _:
            raise Refusal("No Such Command")


def _list(
    account: BillingAccount, kind: str = "all", start: str = "0", limit: str = str(DEFAULT_LIMIT)
) -> dict[str, Any]:
    if not (start.isdecimal() and limit.isdecimal()):
        raise Refusal("Invalid arguments")
    bills = account.shown()
    wanted = [bill for bill in bills if kind in ("all", _kind(bill))]
    first, size = int(start), min(int(limit) or DEFAULT_LIMIT, account.page_cap)
    rows = [listed(account, bill) for bill in wanted[first : first + size]]
    return {"total": len(bills), "invoices": rows}


def _kind(bill: Bill) -> str:
    if bill.cancelled_at is not None:
        return "disregarded"
    return "paid" if bill.is_paid else "unpaid"


def _view(account: BillingAccount, number: str) -> dict[str, Any]:
    bill = account.shown_bill(number)
    if bill is None:
        raise Refusal("Invoice not found")
    return viewed(account, bill)


def _print(said: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Said:
    text = json.dumps(said, separators=(",", ":"))
    return Said(text.encode(), "application/json", status, headers or {})
