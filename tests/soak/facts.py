"""What a bill in the books must look like in our record, provider by provider.

Written from what the providers say about themselves, not from our code: whoever reads this
can tell whether a record is right. Partial payments show at all of them (InterServer as rows
beside the charge, WHMCS in the details, Voxel and SingleHop in the list itself), and at
Linode in the balance alone: its bills come here as `tests.soak.linode.told` gives them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.demo.bills import Bill
from state.model import Invoice, Standing
from tests.soak.linode import Name

LISTED_BY_WHMCS = ("Unpaid", "Payment Pending", "Collections")
_WORDS = {
    "Payment Pending": Standing.PENDING,
    "Collections": Standing.OPEN,
    "Draft": Standing.VOID,
    "Refunded": Standing.VOID,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What matters of an invoice; amounts as decimals, None where unknown."""

    standing: Standing
    total: Decimal | None
    open: Decimal | None
    due: date | None

    @property
    def is_closed(self) -> bool:
        return self.standing in (Standing.PAID, Standing.VOID)

    @property
    def is_owed(self) -> bool:
        return self.standing in (Standing.OPEN, Standing.UNKNOWN)


def facts(provider: Name, bill: Bill) -> Facts:
    """Return what the provider says about a bill when it is asked in every way there is."""
    standing = _standing(provider, bill)
    left = bill.amount - bill.paid
    if standing in (Standing.PAID, Standing.VOID):
        left = Decimal(0)
    return Facts(standing, bill.amount, left, bill.due)


def recorded(invoice: Invoice) -> Facts:
    """Return what we have written down about an invoice."""
    total = None if invoice.total is None else invoice.total.amount
    left = None if invoice.open is None else invoice.open.amount
    return Facts(invoice.standing, total, left, invoice.due)


def whmcs_list(bill: Bill) -> str:
    """Return the list of WHMCS that shows a bill; empty when none that we read does."""
    word = bill.word or ("Unpaid" if bill.open else "Paid")
    if bill.word is None and bill.cancelled_at is not None:
        word = "Cancelled"
    return word if word in LISTED_BY_WHMCS else ""


def _standing(provider: Name, bill: Bill) -> Standing:
    left = bill.amount - bill.paid
    match provider:
        case "interserver":
            return _plain(bill)
        case "whmcs":
            return _whmcs(bill)
        case "voxel":  # a credit beside a payment still reads as paid
            if bill.cancelled_at and bill.paid == 0 and bill.amount > 0:
                return Standing.VOID
            return Standing.OPEN if bill.open > 0 else Standing.PAID
        case "singlehop":  # what is paid in full and then disregarded shows nothing open
            return _plain(bill) if left > 0 else Standing.PAID
        case "linode":
            return Standing.OPEN if left > 0 else Standing.PAID


def _plain(bill: Bill) -> Standing:
    if bill.cancelled_at is not None:
        return Standing.VOID
    return Standing.OPEN if bill.open > 0 else Standing.PAID


def _whmcs(bill: Bill) -> Standing:
    if bill.word is None:
        return _plain(bill)
    standing = _WORDS.get(bill.word, Standing.UNKNOWN)
    if standing is not Standing.OPEN:
        return standing
    if bill.amount <= 0:
        return Standing.VOID
    return Standing.OPEN if bill.amount > bill.paid else Standing.PAID
