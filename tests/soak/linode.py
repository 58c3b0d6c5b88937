"""Linode as it looks from outside: a token, JSON, numbered pages; and what only it does wrong.

The demo plays no Linode, so the soak has its own, written from the pages of its API and not
from our code. Its invoices have neither status nor due date: the account has one balance.
What that says about each invoice is `told`, the truth that a check is held against.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any, Literal, cast

from bot.demo.billing import BillingAccount, ProviderName
from bot.demo.bills import Bill, Payment
from bot.demo.simulators.exchange import Ask, Said

Name = ProviderName | Literal["linode"]

PATH = "/v4"
ZONE = "UTC"
CREDENTIALS = {"token": "demo-token"}

FAULTS = (
    "hollow_page",  # a page without its rows, under the counters of the whole list
    "lost_row",  # one row of a page is missing, under the same counters
    "repeated_rows",  # the rows of the page before under the counters of this one
    "respelled",  # the same figures in another spelling, with fields nobody has seen before
    "odd_row",  # a row whose amount or number makes no sense
)
COUNTERS = ("page", "pages", "results")
NONSENSE: tuple[object, ...] = (None, "", "a lot", "NaN", "1e999999999", [], {"amount": 5}, True)


def named(name: Name) -> ProviderName:
    """The name, for a simulated account: its books are the same at every provider."""
    return cast("ProviderName", name)


def answer(account: BillingAccount, ask: Ask) -> Said:
    """Answer one call."""
    account.note_call(ask.path)
    if not account.accepts(token=ask.headers.get("authorization", "").removeprefix("Bearer ")):
        return _refused("Invalid Token", 401)
    match ask.method, ask.path.split("/"):
        case "GET", ["v4", "account"]:
            return _print({"balance": float(balance(account.shown())), "balance_uninvoiced": 7.25})
        case "GET", ["v4", "account", "invoices"]:
            return _page(account, int(ask.query["page"]), int(ask.query["page_size"]))
        case _:
            return _refused("Not found", 404)


def balance(bills: Sequence[Bill]) -> Decimal:
    """What the account owes; negative for credit. An invoice called off is credited in full."""
    return sum((b.amount - b.paid for b in bills if b.cancelled_at is None), Decimal(0))


def told(bills: Sequence[Bill]) -> list[Bill]:
    """The bills as the balance explains them: payments settle what is oldest."""
    left, found = max(balance(bills), Decimal(0)), []
    for bill in sorted(bills, key=lambda one: (one.issued, int(one.number)), reverse=True):
        share = min(left, bill.amount)
        left -= share
        paid = Payment(0, bill.amount - share, bill.touched_at)
        found.append(replace(bill, due=bill.issued, payments=(paid,), cancelled_at=None, word=None))
    return found


def _page(account: BillingAccount, number: int, size: int) -> Said:
    bills = account.shown()
    size = min(size, account.page_cap)
    pages = max(1, -(-len(bills) // size))
    if not 1 <= number <= pages:
        return _refused("Not found", 404)
    rows = [_row(bill) for bill in bills[(number - 1) * size : number * size]]
    return _print({"page": number, "pages": pages, "results": len(bills), "data": rows})


def _row(bill: Bill) -> dict[str, Any]:
    return {
        "id": int(bill.number),
        "date": f"{bill.issued_at(ZONE):%Y-%m-%dT%H:%M:%S}",
        "label": bill.description,
        "subtotal": float(bill.amount),
        "tax": 0,
        "total": float(bill.amount),
        "billing_source": "linode",
        "tax_summary": [],
    }


def _refused(words: str, status: int) -> Said:
    return _print({"errors": [{"reason": words}]}, status)


def _print(said: dict[str, Any], status: int = 200) -> Said:
    text = json.dumps(said, ensure_ascii=False)
    return Said(text.encode(), "application/json", status)


def spoilt(kind: str, body: bytes, before: bytes | None, rng: Random) -> bytes | None:
    """A good answer with a fault of Linode's own; None where this answer cannot have it."""
    said = json.loads(body)
    if kind == "respelled":
        return json.dumps(_respelled(said, rng)).encode()
    rows = said.get("data")
    if not rows:
        return None
    match kind:
        case "hollow_page":
            said["data"] = []
        case "lost_row":
            del rows[rng.randrange(len(rows))]
        case "repeated_rows":
            if before is None:
                return None
            said["data"] = json.loads(before)["data"][: len(rows)]
        case _:
            rng.choice(rows)[rng.choice(("total", "total", "id", "date"))] = rng.choice(NONSENSE)
    return json.dumps(said).encode()


def _respelled(said: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The counters, the balance and the amounts as text or number, and columns not known yet."""
    for row in said.get("data", ()):
        row["total"] = _figure(row["total"], rng)
        row["date"] += rng.choice(("", "Z", "+00:00"))
        row.pop(rng.choice(("label", "tax", "subtotal", "tax_summary")))
        row["carbon"] = {"grams": [1, 2]}
    if "balance" in said:
        said["balance"] = _figure(said["balance"], rng)
    counters = {name: rng.choice((int, str))(said[name]) for name in COUNTERS if name in said}
    return dict(rng.sample([*{**said, **counters, "region": None}.items()], len(said) + 1))


def _figure(value: float, rng: Random) -> object:
    return rng.choice((value, str(value), f"{value:.2f}", f"{value:.4f}"))
