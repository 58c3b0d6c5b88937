"""An account and an invoice that a state would know."""

from moneyed import Money

from state.model import Account, Direction, Invoice, InvoiceKey, Standing

ACCOUNT = Account("acme", "whmcs", Direction.RECEIVABLE, "#billing", "UTC")


def known(number: str = "7") -> Invoice:
    return Invoice(
        key=InvoiceKey("acme", number),
        standing=Standing.OPEN,
        their_status="Unpaid",
        total=Money("10.00", "USD"),
        open=Money("10.00", "USD"),
        issued=None,
        due=None,
        client="Ann Example",
    )
