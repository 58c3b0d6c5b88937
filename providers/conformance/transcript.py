"""A snapshot written so that a person can compare it with the payload it came from."""

from moneyed import Money

from state.model import Invoice, Snapshot


def transcript(snapshot: Snapshot) -> str:
    """All of a snapshot but its time."""
    lines = [f"account {snapshot.account}, coverage {snapshot.coverage}"]
    for invoice in snapshot.invoices:
        lines += ["", *_invoice(invoice)]
    if snapshot.notes:
        lines += ["", "notes"]
        lines += [f"  {note.description}: {_amount(note.amount)}" for note in snapshot.notes]
    if snapshot.unread:
        lines += ["", "unread"]
        lines += [f"  {row.row}: {row.reason}" for row in snapshot.unread]
    return "\n".join(lines) + "\n"


def _invoice(invoice: Invoice) -> list[str]:
    facts = {
        "label": invoice.label,
        "client": invoice.client,
        "service": invoice.service,
        "module": invoice.module,
        "link": invoice.url,
    }
    return [
        f"{invoice.key}  {invoice.standing} ({invoice.their_status})",
        f"  open {_amount(invoice.open)} of {_amount(invoice.total)}",
        f"  issued {invoice.issued}, due {invoice.due}",
        f"  {invoice.description or '(no description)'}",
        *(f"  {name}: {value}" for name, value in facts.items() if value),
        *(f"  - {line.description}: {_amount(line.amount)}" for line in invoice.lines),
    ]


def _amount(money: Money | None) -> str:
    return "unknown" if money is None else f"{money.amount} {money.currency.code}"
