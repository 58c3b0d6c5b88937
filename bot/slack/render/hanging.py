"""What clients pay for a service of ours, beside what it costs us."""

from collections.abc import Sequence
from datetime import date

from bot.slack.language import _
from bot.slack.render import message as slack
from bot.slack.render.message import Block, mrkdwn
from bot.slack.render.text import amount, code, due_words, escape, state_words
from state.model import InvoiceView

Row = tuple[InvoiceView, date]  # a client invoice and the day it is in its account


def hanging_block(rows: Sequence[Row]) -> list[Block]:
    """A block that names each client invoice and whether it is paid; none without any."""
    if not rows:
        return []
    lines = [_("*Clients pay for it with*"), *(_line(*row) for row in rows)]
    return [slack.section(mrkdwn(slack.fitting("\n".join(lines), slack.MAX_SECTION)))]


def hanging_sentence(rows: Sequence[Row]) -> str:
    """The same to be heard; empty without any."""
    if not rows:
        return ""
    invoices = "; ".join(_words(*row) for row in rows)
    return _("Clients pay for it with {invoices}.", invoices=invoices)


def _line(view: InvoiceView, today: date) -> str:
    emoji, word = state_words(view, today)
    return f"{emoji} {code(str(view.invoice.key), 120)} {escape(_facts(view, word, today), 300)}"


def _words(view: InvoiceView, today: date) -> str:
    _, word = state_words(view, today)
    return escape(f"{view.invoice.key} {_facts(view, word, today)}", 300)


def _facts(view: InvoiceView, word: str, today: date) -> str:
    invoice = view.invoice
    figure = amount(invoice.total if invoice.is_closed else invoice.open)
    due = [] if invoice.is_closed else [due_words(invoice.due, today)]
    said = ", ".join([figure, f"{word[:1].lower()}{word[1:]}", *due])
    client = invoice.client or _("client unknown")
    return f"{client}: {said}"
