"""The living message of an invoice: one message that always shows how things stand.

Headline with state, amount and who; what it is for; amount, due date, account and key;
what people decided and who sees to it; and only the buttons that can do something now.
"""

from collections.abc import Sequence
from datetime import date

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.buttons import buttons
from bot.slack.render.care import care_line, care_sentence
from bot.slack.render.countdown import countdown_line
from bot.slack.render.group import group
from bot.slack.render.hanging import Row, hanging_block, hanging_sentence
from bot.slack.render.message import Block, Message, mrkdwn, plain_text
from bot.slack.render.text import (
    account_words,
    amount,
    code,
    escape,
    plain,
)
from state.model import Care, Invoice, InvoiceView, Line

__all__ = ["group", "living"]

_LINES_SHOWN = 5


def living(
    view: InvoiceView,
    today: date,
    *,
    hanging: Sequence[Row] = (),
    command: str = "/invoices",
) -> Message:
    """The message of one invoice as it stands; `today` is the account's own day.

    `hanging` are the client invoices that its service earns, each with its own day.
    """
    blocks = [
        slack.header(plain(wording.headline(view, today), slack.MAX_HEADER)),
        slack.section(
            plain_text(plain(wording.obligation(view), 600)), fields=_fields(view, today)
        ),
        *_lines(view.invoice, command),
        *hanging_block(hanging),
        *_small_print(view),
        *buttons(view),
    ]
    return Message(_full_text(view, today, hanging), tuple(blocks))


def _full_text(view: InvoiceView, today: date, hanging: Sequence[Row]) -> str:
    said = [
        escape(wording.sentence(view, today), 2_400),
        escape(wording.evidence(view) or "", 400),
        hanging_sentence(hanging),
        care_sentence(care) if (care := _care(view)) else wording.nobody_yet(view),
    ]
    return slack.fitting(" ".join(part for part in said if part))


def _fields(view: InvoiceView, today: date) -> list[Block]:
    invoice = view.invoice
    return [
        _field(_("Amount"), escape(wording.capital(wording.amount_phrase(invoice)))),
        _field(_("Due"), escape(wording.capital(wording.due_phrase(invoice, today)))),
        _field(_("Account"), escape(account_words(view.account))),
        _field(_("Invoice"), "\n".join([code(str(invoice.key)), *_printed_number(invoice)])),
    ]


def _field(name: str, shown: str) -> Block:
    return mrkdwn(f"*{name}*\n{shown}")


def _printed_number(invoice: Invoice) -> list[str]:
    if not invoice.label or invoice.label == invoice.key.number:
        return []
    return [_("printed as {number}", number=code(invoice.label, 100))]


def _lines(invoice: Invoice, command: str) -> list[Block]:
    """The positions, where there is more than one; the first few and how many more."""
    if len(invoice.lines) < 2:
        return []
    shown = [_line(line) for line in invoice.lines[:_LINES_SHOWN]]
    if hidden := len(invoice.lines) - len(shown):
        asked = f"{command} show {plain(str(invoice.key), 120)}"
        shown.append(
            _n(
                "and {number} more line: {command}",
                "and {number} more lines: {command}",
                hidden,
                command=asked,
            )
        )
    return [slack.section(plain_text("\n".join(shown)))]


def _line(line: Line) -> str:
    return f"• {plain(line.description, 200) or _('no text')}: {amount(line.amount)}"


def _small_print(view: InvoiceView) -> list[Block]:
    care = _care(view)
    said = [
        escape(countdown_line(view)),
        escape(wording.evidence(view) or "", 400),
        care_line(care) if care else wording.nobody_yet(view),
    ]
    return [slack.context(mrkdwn(text)) for text in said if text]


def _care(view: InvoiceView) -> Care | None:
    """Who has it in hand; once it is closed that is history and stands in the thread."""
    return None if view.invoice.is_closed else view.care
