"""One living message for several new invoices, payables and receivables apart."""

import json
from collections.abc import Sequence
from datetime import date

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.buttons import acknowledge_button, more_button
from bot.slack.render.care import care_short, sign
from bot.slack.render.countdown import countdown_line
from bot.slack.render.message import Block, Message, mrkdwn
from bot.slack.render.text import (
    code,
    escape,
    link,
    state_words,
)
from bot.slack.render.totals import owed_totals, standings
from state.messages import ROUNDUP
from state.model import Direction, InvoiceView

_ROWS_SHOWN = 20


def group(
    views: Sequence[InvoiceView],
    today: date,
    what: str = "new",
    mention: str = "",
    *,
    command: str = "/invoices",
) -> Message:
    """One message for several invoices in the given order, at most twenty shown singly.

    `what` is "new", or "roundup" for known ones that need somebody now; `mention`, in
    Slack's markup, is who is called.
    """
    title = _title(len(views), what)
    blocks: list[Block] = [slack.header(f"{'🔔' if what == ROUNDUP else '🧾'} {title}")]
    if mention:
        blocks.append(slack.section(mrkdwn(mention)))
    shown = 0
    for direction, part in _by_direction(views):
        blocks.append(slack.section(mrkdwn(_subtitle(direction, part))))
        shown += _add_rows(blocks, part[: _ROWS_SHOWN - shown], today)
    if hidden := len(views) - shown:
        blocks.append(slack.context(mrkdwn(_more(hidden, command))))
    heard = f"{mention} {title}" if mention else title
    return Message(_full_text(heard, views, today), tuple(blocks))


def _title(number: int, what: str) -> str:
    if what != ROUNDUP:
        return _n("{number} new invoice", "{number} new invoices", number)
    return _n("{number} invoice needs somebody", "{number} invoices need somebody", number)


def _more(hidden: int, command: str) -> str:
    listing = code(f"{command} open")
    return _n(
        "and {number} more: {command}", "and {number} more: {command}", hidden, command=listing
    )


def _by_direction(views: Sequence[InvoiceView]) -> list[tuple[Direction, list[InvoiceView]]]:
    parts = {way: [view for view in views if view.account.direction is way] for way in Direction}
    return [(way, part) for way, part in parts.items() if part]


def _subtitle(direction: Direction, views: Sequence[InvoiceView]) -> str:
    """`*We owe* 37.50 USD and 12.00 EUR · 3 open, 1 paid`."""
    invoices = [view.invoice for view in views]
    facts = {"totals": owed_totals(invoices), "standings": standings(invoices)}
    if direction is Direction.PAYABLE:
        return _("*We owe* {totals} · {standings}", **facts)
    return _("*Owed to us* {totals} · {standings}", **facts)


def _add_rows(blocks: list[Block], views: Sequence[InvoiceView], today: date) -> int:
    """Append rows while the whole stays a message that Slack takes; how many it were."""
    for number, view in enumerate(views):
        row = _row(view, today)
        if len(json.dumps([*blocks, *row])) > slack.MAX_BLOCKS_SIZE:
            return number
        blocks += row
    return len(views)


def _row(view: InvoiceView, today: date) -> list[Block]:
    """An invoice and its controls: all but the first stand behind one button, to be short."""
    text = "\n".join(part for part in _row_lines(view, today) if part)
    row = [button for button in (acknowledge_button(view), more_button(view)) if button]
    return [slack.section(mrkdwn(text)), *([slack.actions(*row)] if row else [])]


def _row_lines(view: InvoiceView, today: date) -> list[str]:
    emoji, word = state_words(view, today)
    invoice = view.invoice
    figures = f"{wording.debt(view)} · {wording.due_said(invoice, today)}"
    opened = link(invoice.url, _("Open invoice"))
    shown = f" · {opened}" if opened.startswith("<") else ""
    decided = view.care if not invoice.is_closed else None
    taken = f"{sign(decided.state)} {care_short(decided)}" if decided else ""
    return [
        f"{emoji} *{word}* · {escape(figures, 250)}",
        f"{code(str(invoice.key), 120)} {escape(wording.purpose(invoice), 100)}{shown}",
        escape(countdown_line(view)),
        taken,
    ]


def _full_text(title: str, views: Sequence[InvoiceView], today: date) -> str:
    """The sums first, then invoice by invoice as far as a text may go."""
    sums = [_sum(direction, part) for direction, part in _by_direction(views)]
    single = [escape(wording.sentence(view, today), 400) for view in views]
    return slack.fitting("\n".join([f"{title}. {' '.join(sums)}", *single]))


def _sum(direction: Direction, views: Sequence[InvoiceView]) -> str:
    totals = owed_totals(view.invoice for view in views)
    if direction is Direction.PAYABLE:
        return _("We owe {totals}.", totals=totals)
    return _("Owed to us {totals}.", totals=totals)
