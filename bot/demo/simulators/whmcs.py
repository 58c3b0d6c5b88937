"""A WHMCS installation's API: form POST in, JSON out.

Credentials are checked first (403), then the caller's address: an account with an
`accesskey` has no allow-list that lets us in without it. Business errors are status 200
with `result: error`. Any other page of the installation is its client area.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.demo.billing import BillingAccount
from bot.demo.bills import Bill
from bot.demo.simulators.exchange import Ask, Said, page
from bot.demo.simulators.whmcs_rows import detail, row, status

Record = dict[str, Any]

DEFAULT_PAGE = 25
FORBIDDEN = ("AddInvoicePayment", "CapturePayment", "CreateInvoice", "UpdateInvoice", "GetClients")
ORDERS: Mapping[str, Callable[[Bill], Any]] = {
    "id": lambda bill: int(bill.number),
    "invoicenumber": lambda bill: bill.label,
    "date": lambda bill: bill.issued,
    "duedate": lambda bill: bill.due or date.max,
    "total": lambda bill: bill.amount,
    "status": status,
}


class Refusal(Exception):
    """WHMCS says no; `code` is the HTTP status it says it with."""

    def __init__(self, message: str, code: int = 403) -> None:
        super().__init__(message)
        self.code = code


def answer(account: BillingAccount, ask: Ask) -> Said:
    """Answer one API call, or show the log-in page to whoever missed the API's path."""
    if ask.path.strip("/") != "includes/api.php":
        account.note_call("client area")
        return page("Client Area", "Please log in to continue.")
    form = ask.form()
    action = form.get("action", "")
    account.note_call(action or "no action")
    try:
        _admit(account, form)
        said, code = _act(account, action, form), 200
    except Refusal as refusal:
        said, code = {"result": "error", "message": str(refusal)}, refusal.code
    return _print(said, code, form.get("responsetype", ""))


def _admit(account: BillingAccount, form: Mapping[str, str]) -> None:
    """Let the caller in; the pair may also come under the old names."""
    identifier = form.get("identifier", form.get("username", ""))
    if not account.accepts(identifier=identifier):
        raise Refusal("Invalid or missing credentials")
    if not account.accepts(secret=form.get("secret", form.get("password", ""))):
        raise Refusal("Authentication Failed")
    needed = account.credentials.get("accesskey")
    if needed is not None and form.get("accesskey") != needed:
        raise Refusal("Invalid IP 127.0.0.1")


def _act(account: BillingAccount, action: str, form: Mapping[str, str]) -> Record:
    match action.lower():
        case "getinvoices":
            return _list(account, form)
        case "getinvoice":
            return _one(account, form)
        case "":
            raise Refusal("Empty action request", 400)
        case name if name in map(str.lower, FORBIDDEN):
            raise Refusal(f'Invalid Permissions: API action "{name}" is not allowed')
        case name:
            raise Refusal(f'Invalid API Action: "{name}" is not a valid API action', 400)


def _list(account: BillingAccount, form: Mapping[str, str]) -> Record:
    bills = _sorted(_wanted(account, form), form)
    start = _number(form, "limitstart", 0)
    limit = min(_number(form, "limitnum", DEFAULT_PAGE) or DEFAULT_PAGE, account.page_cap)
    rows = [row(account, bill) for bill in bills[start : start + limit]]
    return {
        "result": "success",
        "totalresults": len(bills),
        "startnumber": start,
        "numreturned": len(rows),
        "invoices": {"invoice": rows} if rows else _nothing(bills),
    }


def _nothing(bills: list[Bill]) -> list[Record] | None:
    # PHP: an empty array when nothing matches, null when asked past the end
    return None if bills else []


def _one(account: BillingAccount, form: Mapping[str, str]) -> Record:
    bill = account.shown_bill(form.get("invoiceid", ""))
    if bill is None:
        raise Refusal("Invoice ID Not Found", 200)
    return {"result": "success", **detail(account, bill)}


def _wanted(account: BillingAccount, form: Mapping[str, str]) -> list[Bill]:
    word, user = form.get("status", "").lower(), form.get("userid", "")
    bills = account.shown()
    if user:
        bills = [bill for bill in bills if str(account.client_id(bill.client)) == user]
    if word == "overdue":  # only ever a filter: the rows themselves say Unpaid
        today = account.today()
        return [b for b in bills if status(b) == "Unpaid" and b.due is not None and b.due < today]
    return [bill for bill in bills if not word or status(bill).lower() == word]


def _sorted(bills: list[Bill], form: Mapping[str, str]) -> list[Bill]:
    """Return them as asked; without a wish the newest comes first."""
    field = form.get("orderby", "").lower()
    if field not in ORDERS:
        return bills[::-1]
    return sorted(bills, key=ORDERS[field], reverse=form.get("order", "").lower() == "desc")


def _number(form: Mapping[str, str], name: str, otherwise: int) -> int:
    text = form.get(name, "")
    return int(text) if text.isdecimal() else otherwise


def _print(said: Record, code: int, kind: str) -> Said:
    if kind.lower() == "json":
        text = json.dumps(said, separators=(",", ":")).replace("/", "\\/")  # as PHP prints it
        return Said(text.encode(), "application/json", code)
    flat = ";".join(f"{name}={value}" for name, value in said.items() if name != "invoices")
    return Said(f"{flat};".encode(), "text/plain; charset=utf-8", code)
