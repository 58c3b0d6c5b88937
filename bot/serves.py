"""Payables meet receivables: which client invoices hang on a service that we pay for.

A reseller names the link in the configuration; what clients owe is then shown beside
what the service costs, and the two are never added up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.config.settings import Link
from state.changes import outcome
from state.model import Change, Invoice, InvoiceView
from state.store import Question, Reader

SHOWN = 5  # client invoices beside one of ours, the ones still owed first


@dataclass(frozen=True, slots=True)
class Serving:
    """Answers both ways: from our invoice to theirs, and from theirs back to ours."""

    links: Sequence[Link]
    store: Reader

    def hanging_on(self, view: InvoiceView) -> list[InvoiceView]:
        """Client invoices that the service of this invoice earns, the owed ones first."""
        found: dict[str, InvoiceView] = {}
        for link in self.links:
            if (link.payer, link.service) == (view.account.name, view.invoice.service):
                asked = Question(accounts=(link.account,), client=link.client, owed_only=False)
                theirs = (one for one in self.store.invoices(asked) if earns(link, one.invoice))
                found |= {str(one.invoice.key): one for one in theirs}
        return sorted(found.values(), key=_owed_then_newest)[:SHOWN]

    def depending_on(self, changes: Iterable[Change]) -> list[InvoiceView]:
        """Our open invoices whose client invoices changed: their messages show it."""
        touched = [outcome(change) for change in changes]
        ours: dict[str, InvoiceView] = {}
        for link in self.links:
            if any(one.key.account == link.account and earns(link, one) for one in touched):
                for view in self.store.invoices(Question(accounts=(link.payer,))):
                    if view.invoice.service == link.service:
                        ours[str(view.invoice.key)] = view
        return list(ours.values())


def earns(link: Link, invoice: Invoice) -> bool:
    """True if this client invoice is paid for the linked service."""
    if link.client is not None and link.client.casefold() not in (invoice.client or "").casefold():
        return False
    if link.product is None:
        return True
    words = [invoice.description, *(line.description for line in invoice.lines)]
    return any(link.product.casefold() in text.casefold() for text in words)


def _owed_then_newest(view: InvoiceView) -> tuple[bool, int, str]:
    issued = view.invoice.issued or view.invoice.due
    return (view.invoice.is_closed, -(issued.toordinal() if issued else 0), str(view.invoice.key))
