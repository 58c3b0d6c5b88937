"""Sums of what is owed: one per currency, unknown amounts counted and never guessed."""

from collections.abc import Iterable

from moneyed import Money

from bot.slack.render.text import amount, count
from state.model import Invoice, Standing

_STANDINGS = {
    Standing.OPEN: "open",
    Standing.UNKNOWN: "unclear",
    Standing.PENDING: "with a payment under way",
    Standing.PAID: "paid",
    Standing.VOID: "void",
}


def owed_totals(invoices: Iterable[Invoice]) -> str:
    """`37.50 USD and 12.00 EUR and 2 unknown amounts`; `nothing` when nothing is owed."""
    amounts = [invoice.open for invoice in invoices if invoice.is_owed]
    sums: dict[str, Money] = {}
    for money in amounts:
        if money is not None:
            code = money.currency.code
            sums[code] = sums[code] + money if code in sums else money
    said = [amount(sums[code]) for code in sorted(sums)]
    if unknown := amounts.count(None):
        said.append(count(unknown, "unknown amount"))
    return " and ".join(said) or "nothing"


def standings(invoices: Iterable[Invoice]) -> str:
    """`3 open, 1 paid`: how many stand where, what needs somebody first."""
    found = [invoice.standing for invoice in invoices]
    return ", ".join(
        f"{found.count(standing):,} {word}"
        for standing, word in _STANDINGS.items()
        if standing in found
    )
