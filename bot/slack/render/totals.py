"""Sums of what is owed: one per currency, unknown amounts counted and never guessed."""

from collections.abc import Iterable

from moneyed import Money

from bot.slack.language import _, _n, figures, listed
from bot.slack.render.text import amount
from state.model import Invoice, Standing


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
        said.append(unknown_amounts(unknown))
    return listed(said) or _("nothing")


def unknown_amounts(number: int) -> str:
    """`1 unknown amount`, `2 unknown amounts`."""
    return _n("{number} unknown amount", "{number} unknown amounts", number)


def standings(invoices: Iterable[Invoice]) -> str:
    """`3 open, 1 paid`: how many stand where, what needs somebody first."""
    words = {
        Standing.OPEN: _("open"),
        Standing.UNKNOWN: _("unclear"),
        Standing.PENDING: _("with a payment under way"),
        Standing.PAID: _("paid"),
        Standing.VOID: _("void"),
    }
    found = [invoice.standing for invoice in invoices]
    return ", ".join(
        f"{figures(found.count(standing))} {word}"
        for standing, word in words.items()
        if standing in found
    )
