"""What the providers send for such books, byte by byte as their simulators print it."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.books import NOW, fill
from benchmarks.lines import fetched
from bot.demo.billing import BillingAccount, ProviderName
from bot.demo.bills import Bill
from bot.demo.simulators import singlehop_rows, whmcs_rows
from bot.demo.world import World
from providers.base import Answer, Part
from providers.singlehop.parse import DECODER as SINGLEHOP
from providers.whmcs.parse import DECODER as WHMCS

PAGE = 100  # rows that are asked for at once

Page = Callable[[Sequence[Bill], int, int], bytes]  # (bills, offset, of how many)


def one_list(provider: ProviderName, invoices: int) -> Answer:
    """What one check of InterServer or Voxel brings, fetched over loopback."""
    world = World(lambda: NOW)
    return fetched(world, fill(world.add_account("acme", provider), invoices))


def whmcs_answer(invoices: int, *, details: bool = False) -> Answer:
    """The pages of the list, and with `details` what is said about each single invoice."""
    account = _account("whmcs", invoices)
    parts = list(_pages(account.bills(), "GetInvoices Unpaid", _whmcs_page(account)))
    if details:
        parts += [_detail(account, bill) for bill in account.bills()]
    return Answer("whmcs", WHMCS, tuple(parts))


def singlehop_answer(invoices: int) -> Answer:
    """The pages of the list."""
    account = _account("singlehop", invoices)

    def page(bills: Sequence[Bill], _: int, total: int) -> bytes:
        rows = [singlehop_rows.listed(account, bill) for bill in bills]
        return _php({"success": True, "data": {"total": total, "invoices": rows}})

    return Answer("singlehop", SINGLEHOP, tuple(_pages(account.bills(), "list unpaid", page)))


def _account(provider: ProviderName, invoices: int) -> BillingAccount:
    return fill(World(lambda: NOW).add_account("acme", provider), invoices)


def _whmcs_page(account: BillingAccount) -> Page:
    def page(bills: Sequence[Bill], start: int, total: int) -> bytes:
        rows = [whmcs_rows.row(account, bill) for bill in bills]
        counts = {"totalresults": total, "startnumber": start, "numreturned": len(rows)}
        return _php({"result": "success", **counts, "invoices": {"invoice": rows}})

    return page


def _detail(account: BillingAccount, bill: Bill) -> Part:
    said = {"result": "success", **whmcs_rows.detail(account, bill)}
    return Part(f"GetInvoice {bill.number}", _php(said))


def _pages(bills: Sequence[Bill], name: str, page: Page) -> Iterator[Part]:
    for start in range(0, len(bills), PAGE):
        yield Part(f"{name} {start}", page(bills[start : start + PAGE], start, len(bills)))


def _php(said: dict[str, Any]) -> bytes:
    return json.dumps(said, separators=(",", ":")).replace("/", "\\/").encode()
