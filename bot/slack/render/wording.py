"""Whole phrases about one invoice, each usable in a headline, a field and a sentence.

Nothing here is escaped; whoever puts a phrase into mrkdwn escapes it there.
"""

from datetime import date

from moneyed import Money

from bot.slack.language import _, short_date
from bot.slack.render.countdown import countdown_sentence
from bot.slack.render.text import (
    account_words,
    amount,
    day,
    distance,
    due_words,
    figure,
    owed,
    provider_title,
    state_words,
    towards,
)
from state.changes import has_vanished
from state.model import Direction, Invoice, InvoiceView, Standing

NAMED = 3  # positions that say what it is for, where nothing else does


def headline(view: InvoiceView, today: date) -> str:
    """`🔴 Overdue · 12.50 USD to InterServer`."""
    emoji, word = state_words(view, today)
    return f"{emoji} {word} · {figure(view.invoice)} {towards(view)}"


def purpose(invoice: Invoice) -> str:
    """What it is for, in the provider's words; the service added where they leave it out."""
    named = [line.description for line in invoice.lines if line.description]
    text = invoice.description or ", ".join(named[:NAMED]) or _("something they do not name")
    service = invoice.service or ""
    return f"{text} ({service})" if service and service not in text else text


def debt(view: InvoiceView) -> str:
    """Who owes whom how much: `we owe InterServer 7.50 USD of 12.50 USD`.

    Where nobody owes it any more only the amount and the way it went.
    """
    if not view.invoice.is_owed:
        return f"{amount_phrase(view.invoice)} {towards(view)}"
    if view.invoice.open is None:
        return _unknown_debt(view, view.invoice.total)
    sum_ = owed(view.invoice)
    if view.account.direction is Direction.PAYABLE:
        return _("we owe {provider} {amount}", provider=_provider(view), amount=sum_)
    if view.invoice.client:
        return _("{client} owes us {amount}", client=view.invoice.client, amount=sum_)
    return _("a client of {account} owes us {amount}", account=view.account.name, amount=sum_)


def _unknown_debt(view: InvoiceView, total: Money | None) -> str:
    """The same where nobody knows how much is still open."""
    client, account, whole = view.invoice.client, view.account.name, amount(total)
    if view.account.direction is Direction.PAYABLE:
        provider = _provider(view)
        if total is None:
            return _("we owe {provider} an unknown amount", provider=provider)
        return _("we owe {provider} an unknown part of {total}", provider=provider, total=whole)
    if total is None:
        if client:
            return _("{client} owes us an unknown amount", client=client)
        return _("a client of {account} owes us an unknown amount", account=account)
    if client:
        return _("{client} owes us an unknown part of {total}", client=client, total=whole)
    return _(
        "a client of {account} owes us an unknown part of {total}", account=account, total=whole
    )


def obligation(view: InvoiceView) -> str:
    """Who owes whom for what, or that nobody does: the sentence above the figures."""
    what = purpose(view.invoice)
    match view.invoice.standing:
        case Standing.OPEN:
            return capital(_owing(view, what))
        case Standing.UNKNOWN:
            return _("Last known: {debt}", debt=_owing(view, what))
        case Standing.PENDING:
            way = towards(view)
            return _("A payment {to_whom} is under way for {what}", to_whom=way, what=what)
        case Standing.PAID:
            return _("Paid: {nothing_owed}", nothing_owed=_nothing_owed(view, what))
        case Standing.VOID:
            return _("Void: {nothing_owed}", nothing_owed=_nothing_owed(view, what))


def _owing(view: InvoiceView, what: str) -> str:
    if view.account.direction is Direction.PAYABLE:
        return _("we owe {provider} for {what}", provider=_provider(view), what=what)
    if view.invoice.client:
        return _("{client} owes us for {what}", client=view.invoice.client, what=what)
    return _("a client of {account} owes us for {what}", account=view.account.name, what=what)


def _nothing_owed(view: InvoiceView, what: str) -> str:
    if view.account.direction is Direction.PAYABLE:
        return _("we owe {provider} nothing for {what}", provider=_provider(view), what=what)
    if view.invoice.client:
        return _("{client} owes us nothing for {what}", client=view.invoice.client, what=what)
    return _("the client owes us nothing for {what}", what=what)


def _provider(view: InvoiceView) -> str:
    return provider_title(view.account.provider)


def due_phrase(invoice: Invoice, today: date) -> str:
    """The due date, and while it is owed how far away that is.

    The day it was counted on stands beside it, because a message may be read later.
    """
    if invoice.due is None:
        return due_words(None, today)
    if not invoice.is_owed:
        return day(invoice.due)
    away, counted = distance(invoice.due, today), short_date(today)
    return _("{date} ({away}, as of {counted})", date=day(invoice.due), away=away, counted=counted)


def due_on(invoice: Invoice, today: date) -> str:
    """Where the moment it was counted stands beside it: `due Mon 16 Nov 2026 (4 days overdue)`."""
    if invoice.due is None:
        return due_words(None, today)
    away = distance(invoice.due, today)
    return _("due {date} ({away})", date=day(invoice.due), away=away)


def due_said(invoice: Invoice, today: date) -> str:
    """The same within a sentence: `due Fri 27 Nov 2026 (in 7 days, as of 20 Nov)`."""
    phrase = due_phrase(invoice, today)
    return _("due {date}", date=phrase) if invoice.due else phrase


def doubt(view: InvoiceView) -> str | None:
    """What is not certain about it, for people to look into; None where all is clear."""
    title, word = _provider(view), view.invoice.their_status
    if view.invoice.standing is Standing.PENDING:
        if not word:
            return None
        return _(
            "{provider} calls it “{word}”: neither owed nor paid yet.", provider=title, word=word
        )
    if view.invoice.standing is not Standing.UNKNOWN:
        return None
    if has_vanished(view.invoice):
        return _("No longer listed by {provider}; nothing says it was paid.", provider=title)
    if not word:
        return _("{provider} does not say how it stands; nothing says it was paid.", provider=title)
    return _(
        "Nothing says it was paid. The last word of {provider} about it: “{word}”.",
        provider=title,
        word=word,
    )


def evidence(view: InvoiceView) -> str | None:
    """What its state rests on: the doubt about it, or the word by which it was closed."""
    word = view.invoice.their_status
    if not view.invoice.is_closed or not word:
        return doubt(view)
    return _("{provider} lists it as “{word}”.", provider=_provider(view), word=word)


def sentence(view: InvoiceView, today: date) -> str:
    """Everything that matters, to be heard rather than seen; who took it on left out."""
    invoice = view.invoice
    said = _(
        "{beginning}, {due}, account {account}, invoice {key}.",
        beginning=_beginning(view, today),
        due=due_said(invoice, today),
        account=account_words(view.account),
        key=invoice.key,
    )
    return " ".join(part for part in (said, countdown_sentence(view)) if part)


def _beginning(view: InvoiceView, today: date) -> str:
    _emoji, state = state_words(view, today)
    owing, what = debt(view), purpose(view.invoice)
    if view.invoice.standing is Standing.UNKNOWN:
        return _("{state}: last known, {debt} for {what}", state=state, debt=owing, what=what)
    return _("{state}: {debt} for {what}", state=state, debt=owing, what=what)


def amount_phrase(invoice: Invoice) -> str:
    """The amount for a field: what is open of what, or what a closed one was about."""
    left, total = invoice.open, invoice.total
    if invoice.is_closed:
        return figure(invoice)
    if left is None or total is None or total.currency != left.currency or total <= left:
        return owed(invoice)
    return _("{open} open of {total}", open=amount(left), total=amount(total))


def nobody_yet(view: InvoiceView) -> str:
    """Said where somebody should take it on."""
    return "" if view.care or not view.invoice.is_owed else _("Not acknowledged.")


def capital(text: str) -> str:
    """The phrase as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
