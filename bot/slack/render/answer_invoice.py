"""The answer to `show`: one invoice with its lines, who has taken it on, and its history."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.answer_freshness import freshness, freshness_said
from bot.slack.render.buttons import buttons
from bot.slack.render.hanging import Row, hanging_block, hanging_sentence
from bot.slack.render.invoice import care_line, care_sentence
from bot.slack.render.message import Block, Message, mrkdwn, plain_text
from bot.slack.render.text import (
    account_words,
    amount,
    code,
    day,
    escape,
    instant,
    person,
    plain,
    utc,
)
from state.model import Event, Invoice, InvoiceView
from state.store import (
    AccountView,
)

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
        *_history(found.events, events, instant),
        *buttons(view),
        slack.context(mrkdwn(_trust(freshness(found.accounts, found.now), command))),
    ]


def _fields(view: InvoiceView, today: date) -> list[Block]:
    invoice = view.invoice
    facts = [
        ("Amount", escape(wording.amount_phrase(invoice))),
        ("Due", escape(wording.due_phrase(invoice, today))),
        ("Account", escape(account_words(view.account))),
        ("Invoice", code(str(invoice.key))),
        ("Issued", day(invoice.issued) if invoice.issued else ""),
        ("Their word for its state", escape(invoice.their_status, 80)),
        ("Client", escape(invoice.client or "", 200)),
        ("Service", escape(invoice.service or "", 200)),
        ("Printed number", code(invoice.label, 100) if invoice.label else ""),
    ]
    return [mrkdwn(f"*{name}*\n{fact}") for name, fact in facts if fact]


def _lines(invoice: Invoice, most: int) -> list[Block]:
    if not invoice.lines:
        return []
    shown = [
        f"• {escape(line.description, 80) or 'no text'}: {amount(line.amount)}"
        for line in invoice.lines[:most]
    ]
    if hidden := len(invoice.lines) - len(shown):
        shown.append(f"and {hidden:,} more lines")
    return _section(["*Lines*", *shown])


def _care(view: InvoiceView) -> list[Block]:
    said = [
        escape(wording.evidence(view) or "", 400),
        care_line(view.care) if view.care else wording.nobody_yet(view),
    ]
    return [slack.context(mrkdwn(text)) for text in said if text]


def _history(events: Sequence[Event], most: int, moment: Callable[[datetime], str]) -> list[Block]:
    """The last events, the oldest first."""
    if not events:
        return []
    earlier = [f"and {len(events) - most:,} earlier"] * (len(events) > most)
    return _section(["*History*", *earlier, *(_event(e, moment) for e in events[-most:])])


def _section(lines: Sequence[str]) -> list[Block]:
    return [slack.section(mrkdwn(slack.fitting("\n".join(lines), slack.MAX_SECTION)))]


def _event(event: Event, moment: Callable[[datetime], str]) -> str:
    words = _KINDS.get(event.kind, _plainly)
    return f"• {moment(event.at)}: {words(event)}"


def _appeared(event: Event) -> str:
    facts = {name: event.details.get(name, "unknown") for name in ("open", "due")}
    return escape(f"first seen, {facts['open']} open, due {facts['due']}", 160)


def _changed(word: str) -> Callable[[Event], str]:
    """A change of facts: the word, and what it was before and is now."""
    return lambda event: f"{word}{_differences(event.details)}"


def _by(word: str) -> Callable[[Event], str]:
    """A decision: the word, who decided, and the note."""

    def words(event: Event) -> str:
        note = event.details.get("note")
        return f"{word} by {person(event.actor)}" + (f": {escape(note, 160)}" if note else "")

    return words


def _plainly(event: Event) -> str:
    return escape(event.kind.replace("_", " "), 40) + _differences(event.details)


def _differences(details: Mapping[str, str]) -> str:
    facts = [f"{name} {value.replace(' -> ', ' → ')}" for name, value in details.items()]
    return f": {escape(', '.join(facts), 160)}" if facts else ""


_KINDS: Mapping[str, Callable[[Event], str]] = {
    "appeared": _appeared,
    "amended": _changed("changed"),
    "reopened": _changed("owed again"),
    "settled": _changed("settled"),
    "vanished": _changed("no longer listed"),
    "acknowledged": _by("acknowledged"),
    "unacknowledged": _by("acknowledgement withdrawn"),
}


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
