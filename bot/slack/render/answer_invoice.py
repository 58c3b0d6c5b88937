"""The answer to `show`: one invoice with its lines, who has taken it on, and its history."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.answer_freshness import freshness, freshness_said
from bot.slack.render.buttons import buttons
from bot.slack.render.care import care_line, care_sentence
from bot.slack.render.countdown import countdown_line
from bot.slack.render.hanging import Row, hanging_block, hanging_sentence
from bot.slack.render.history import told
from bot.slack.render.message import Block, Message, mrkdwn, plain_text
from bot.slack.render.text import (
    account_words,
    amount,
    code,
    day,
    escape,
    instant,
    plain,
    utc,
)
from state.model import Event, Invoice, InvoiceView
from state.store import (
    AccountView,
)

Moment = Callable[[datetime], str]

_LINES = 20
_EVENTS = 12


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything we know about one invoice."""

    view: InvoiceView
    today: date  # of its account
    events: Sequence[Event]  # the oldest first
    accounts: Sequence[AccountView]  # its account, if that is still watched
    now: datetime
    hanging: Sequence[Row] = ()  # client invoices that its service earns


def dossier(found: Dossier, *, command: str = "/invoices") -> Message:
    """The whole answer, with the buttons that can do something now."""
    blocks = _blocks(found, _LINES, _EVENTS, command)
    for share in (2, 4, 8):
        if len(json.dumps(blocks)) <= slack.MAX_BLOCKS_SIZE:
            break
        blocks = _blocks(found, _LINES // share, _EVENTS // share, command)
    return Message(_full_text(found, command), tuple(blocks))


def _blocks(found: Dossier, lines: int, events: int, command: str) -> list[Block]:
    view = found.view
    return [
        slack.header(plain(wording.headline(view, found.today), slack.MAX_HEADER)),
        slack.section(plain_text(plain(wording.obligation(view), 600)), _fields(view, found.today)),
        *_lines(view.invoice, lines),
        *hanging_block(found.hanging),
        *_care(view),
        *_notes(found.accounts),
        *_history(found.events, events, instant),
        *buttons(view),
        slack.context(mrkdwn(_trust(freshness(found.accounts, found.now), command))),
    ]


def _fields(view: InvoiceView, today: date) -> list[Block]:
    invoice = view.invoice
    facts = [
        (_("Amount"), escape(wording.amount_phrase(invoice))),
        (_("Due"), escape(wording.due_phrase(invoice, today))),
        (_("Account"), escape(account_words(view.account))),
        (_("Invoice"), code(str(invoice.key))),
        (_("Issued"), day(invoice.issued) if invoice.issued else ""),
        (_("Status at the provider"), escape(invoice.their_status, 80)),
        (_("Client"), escape(invoice.client or "", 200)),
        (_("Service"), escape(invoice.service or "", 200)),
        (_("Printed number"), code(invoice.label, 100) if invoice.label else ""),
    ]
    return [mrkdwn(f"*{name}*\n{fact}") for name, fact in facts if fact]


def _lines(invoice: Invoice, most: int) -> list[Block]:
    if not invoice.lines:
        return []
    unnamed = _("no text")
    shown = [
        f"• {escape(line.description, 80) or unnamed}: {amount(line.amount)}"
        for line in invoice.lines[:most]
    ]
    if hidden := len(invoice.lines) - len(shown):
        shown.append(_n("and {number} more line", "and {number} more lines", hidden))
    return _section([_("*Lines*"), *shown])


def _care(view: InvoiceView) -> list[Block]:
    said = [
        escape(countdown_line(view)),
        escape(wording.evidence(view) or "", 400),
        care_line(view.care) if view.care else wording.nobody_yet(view),
    ]
    return [slack.context(mrkdwn(text)) for text in said if text]


def _notes(accounts: Sequence[AccountView]) -> list[Block]:
    """Facts of its account, such as a credit that is left."""
    shown = [
        f"• {escape(note.description, 120)}: {amount(note.amount)}"
        for account in accounts
        for note in account.notes
    ]
    return _section([_("*Its account*"), *shown]) if shown else []


def _history(events: Sequence[Event], most: int, moment: Moment) -> list[Block]:
    """The last events, the oldest first."""
    if not events:
        return []
    shown = [f"• {told(event, moment)}" for event in events[-most:]]
    if hidden := len(events) - len(shown):
        shown.insert(0, _n("and {number} earlier", "and {number} earlier", hidden))
    return _section([_("*History*"), *shown])


def _section(lines: Sequence[str]) -> list[Block]:
    return [slack.section(mrkdwn(slack.fitting("\n".join(lines), slack.MAX_SECTION)))]


def _trust(text: str, command: str) -> str:
    return text.replace("/invoices", command)


def _full_text(found: Dossier, command: str) -> str:
    """What the blocks say, as sentences."""
    view = found.view
    said = [
        escape(wording.sentence(view, found.today), 1_500),
        escape(wording.evidence(view) or "", 400),
        hanging_sentence(found.hanging),
        care_sentence(view.care) if view.care else wording.nobody_yet(view),
        _trust(freshness_said(found.accounts, found.now), command),
    ]
    listed = [*_lines(view.invoice, _LINES), *_history(found.events, _EVENTS, utc)]
    parts = [block["text"]["text"].replace("*", "") for block in listed]
    return slack.fitting("\n".join([*(part for part in said if part), *parts]))
