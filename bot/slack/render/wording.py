"""Whole phrases about one invoice, each usable in a headline, a field and a sentence.

Nothing here is escaped; whoever puts a phrase into mrkdwn escapes it there.
"""

from datetime import date

from bot.slack.render.countdown import countdown_sentence
from bot.slack.render.text import (
    account_words,
    day,
    direction_words,
    due_words,
    figure,
    owed,
    provider_title,
    state_words,
    towards,
)
from state.changes import has_vanished
from state.model import Direction, Invoice, InvoiceView, Standing


def headline(view: InvoiceView, today: date) -> str:
    """`🔴 Overdue · 12.50 USD to InterServer`."""
    emoji, word = state_words(view, today)
    return f"{emoji} {word} · {figure(view.invoice)} {towards(view)}"


def purpose(invoice: Invoice) -> str:
    """What it is for, in the provider's words; the service added where they leave it out."""
    named = [line.description for line in invoice.lines if line.description]
    text = invoice.description or ", ".join(named[:3]) or "something they do not name"
    service = invoice.service or ""
    return f"{text} ({service})" if service and service not in text else text


def debt(view: InvoiceView) -> str:
    """Who owes whom how much: `we owe InterServer 7.50 USD of 12.50 USD`.

    Where nobody owes it any more only the amount and the way it went.
    """
    if view.invoice.is_owed:
        return f"{direction_words(view)} {owed(view.invoice)}"
    return f"{amount_phrase(view.invoice)} {towards(view)}"


def obligation(view: InvoiceView) -> str:
    """Who owes whom for what, or that nobody does: the sentence above the figures."""
    what = purpose(view.invoice)
    match view.invoice.standing:
        case Standing.OPEN:
            return f"{capital(direction_words(view))} for {what}"
        case Standing.UNKNOWN:
            return f"Last known: {direction_words(view)} for {what}"
        case Standing.PENDING:
            return f"A payment {towards(view)} is under way for {what}"
        case Standing.PAID:
            return f"Paid: {_nothing_owed(view)} for {what}"
        case Standing.VOID:
            return f"Void: {_nothing_owed(view)} for {what}"


def _nothing_owed(view: InvoiceView) -> str:
    if view.account.direction is Direction.PAYABLE:
        return f"we owe {provider_title(view.account.provider)} nothing"
    return f"{view.invoice.client or 'the client'} owes us nothing"


def due_phrase(invoice: Invoice, today: date) -> str:
    """The due date, and while it is owed how far away that is.

    The day it was counted on stands beside it, because a message may be read later.
    """
    if invoice.due is None:
        return due_words(None, today)
    if not invoice.is_owed:
        return day(invoice.due)
    counted_on = " ".join(day(today).split()[1:3])
    distance = due_words(invoice.due, today).removeprefix("due ")
    return f"{day(invoice.due)} ({distance}, as of {counted_on})"


def doubt(view: InvoiceView) -> str | None:
    """What is not certain about it, for people to look into; None where all is clear."""
    title, word = provider_title(view.account.provider), view.invoice.their_status
    if view.invoice.standing is Standing.PENDING:
        return f"{title} calls it “{word}”: neither owed nor paid yet." if word else None
    if view.invoice.standing is not Standing.UNKNOWN:
        return None
    if has_vanished(view.invoice):
        return f"No longer listed by {title}; nothing says it was paid."
    if not word:
        return f"{title} does not say how it stands; nothing says it was paid."
    return f"Nothing says it was paid. The last word of {title} about it: “{word}”."


def evidence(view: InvoiceView) -> str | None:
    """What its state rests on: the doubt about it, or the word by which it was closed."""
    if not view.invoice.is_closed or not view.invoice.their_status:
        return doubt(view)
    return f"{provider_title(view.account.provider)} lists it as “{view.invoice.their_status}”."


def sentence(view: InvoiceView, today: date) -> str:
    """Everything that matters, to be heard rather than seen; who took it on left out."""
    invoice = view.invoice
    _, word = state_words(view, today)
    known = "last known, " if invoice.standing is Standing.UNKNOWN else ""
    parts = [
        f"{word}: {known}{debt(view)} for {purpose(invoice)}",
        f"due {due_phrase(invoice, today)}" if invoice.due else due_words(None, today),
        f"account {account_words(view.account)}",
        f"invoice {invoice.key}",
    ]
    return " ".join(part for part in (", ".join(parts) + ".", countdown_sentence(view)) if part)


def amount_phrase(invoice: Invoice) -> str:
    """The amount for a field: what is open of what, or what a closed one was about."""
    return figure(invoice) if invoice.is_closed else owed(invoice, "open of")


def nobody_yet(view: InvoiceView) -> str:
    """Said where somebody should take it on."""
    return "" if view.care or not view.invoice.is_owed else "Not acknowledged."


def capital(text: str) -> str:
    """The phrase as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
