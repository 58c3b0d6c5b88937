"""The answer to `show`: one invoice with its lines, who has taken it on, and its history."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.answer_freshness import freshness, freshness_said
from bot.slack.render.buttons import buttons
from bot.slack.render.care import care_line, care_sentence, given_back
from bot.slack.render.countdown import countdown_line
from bot.slack.render.hanging import Row, hanging_block, hanging_sentence
from bot.slack.render.message import Block, Message, mrkdwn, plain_text
from bot.slack.render.text import (
    CARE,
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
from bot.slack.render.thread_care import day_words
from state.model import Event, Invoice, InvoiceView
from state.store import (
    AccountView,
)

Moment = Callable[[datetime], str]
Teller = Callable[[Event, Moment], str]

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
    return _section(["*Its account*", *shown]) if shown else []


def _history(events: Sequence[Event], most: int, moment: Moment) -> list[Block]:
    """The last events, the oldest first."""
    if not events:
        return []
    earlier = [f"and {len(events) - most:,} earlier"] * (len(events) > most)
    return _section(["*History*", *earlier, *(_event(e, moment) for e in events[-most:])])


def _section(lines: Sequence[str]) -> list[Block]:
    return [slack.section(mrkdwn(slack.fitting("\n".join(lines), slack.MAX_SECTION)))]


def _event(event: Event, moment: Moment) -> str:
    words = _KINDS.get(event.kind, _plainly)
    return f"• {moment(event.at)}: {words(event, moment)}"


def _appeared(event: Event, _: Moment) -> str:
    facts = {name: event.details.get(name, "unknown") for name in ("open", "due")}
    return escape(f"first seen, {facts['open']} open, due {facts['due']}", 160)


def _changed(word: str) -> Teller:
    """A change of facts: the word, and what it was before and is now."""
    return lambda event, _: f"{word}{_differences(event.details)}"


def _by(word: str) -> Teller:
    """A decision: the word, who decided, for when or for whom, and the note."""

    def words(event: Event, moment: Moment) -> str:
        return f"{word} by {person(event.actor)}{_rest(event.details, moment)}"

    return words


def _rest(details: Mapping[str, str], moment: Moment) -> str:
    """The day, the end and the person of a decision, and the note."""
    said = [
        f"for {day_words(details['day'])}" if "day" in details else "",
        _until(details, moment) if "day" not in details else "",
        f"to {person(details['holder'])}" if "holder" in details else "",
    ]
    note = f": {escape(details['note'], 160)}" if details.get("note") else ""
    return "".join(f" {one}" for one in said if one) + note


def _until(details: Mapping[str, str], moment: Moment) -> str:
    try:
        return f"until {moment(datetime.fromisoformat(details['until']))}"
    except (KeyError, ValueError):
        return ""


def _given_back(event: Event, _: Moment) -> str:
    return f"{given_back(event.details.get('state', ''))} by {person(event.actor)}"


def _over(event: Event, _: Moment) -> str:
    """Care that ended by itself; whose it was, and why it ended."""
    details = event.details
    whose = f" of {person(details['by'])}" if details.get("by") else ""
    if event.kind == "promise_broken":
        kept = f" for {day_words(details['day'])}" if details.get("day") else ""
        return f"promise{whose}{kept} not kept"
    decided = escape(details.get("state", "decision"), 40)
    why = ": more is owed now" if details.get("reason") == "amount" else ""
    return f"“{decided}”{whose} ended{why}"


def _plainly(event: Event, _: Moment) -> str:
    return escape(event.kind.replace("_", " "), 40) + _differences(event.details)


def _differences(details: Mapping[str, str]) -> str:
    facts = [f"{name} {value.replace(' -> ', ' → ')}" for name, value in details.items()]
    return f": {escape(', '.join(facts), 160)}" if facts else ""


_KINDS: Mapping[str, Teller] = {
    "appeared": _appeared,
    "amended": _changed("changed"),
    "reopened": _changed("owed again"),
    "settled": _changed("settled"),
    "vanished": _changed("no longer listed"),
    **{state.value: _by(word) for state, (_, word) in CARE.items()},
    "noted": _by("note"),
    "unacknowledged": _given_back,
    "woke": _over,
    "promise_broken": _over,
    "care_ended": _over,
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
