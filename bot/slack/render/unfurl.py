"""What stands below a link to an invoice that somebody pasted: its state, at a glance."""

from datetime import date

from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.buttons import acknowledge_button
from bot.slack.render.care import care_line
from bot.slack.render.countdown import countdown_line
from bot.slack.render.message import Block, mrkdwn
from bot.slack.render.text import code, escape
from state.model import InvoiceView


def unfurl(view: InvoiceView, today: date) -> list[Block]:
    """The invoice as it stands; closed ones too. `today` is the account's own day."""
    block = slack.section(mrkdwn(_told(view, today)), accessory=acknowledge_button(view))
    care = None if view.invoice.is_closed else view.care
    small = [
        escape(countdown_line(view)),
        escape(wording.evidence(view) or "", 400),
        care_line(care) if care else escape(wording.nobody_yet(view)),
    ]
    return [block, *(slack.context(mrkdwn(text)) for text in small if text)]


def _told(view: InvoiceView, today: date) -> str:
    """State, amount and who in the first line; what for; when it is due and which it is."""
    due = wording.capital(wording.due_said(view.invoice, today))
    return "\n".join(
        [
            f"*{escape(wording.headline(view, today), slack.MAX_HEADER)}*",
            escape(wording.obligation(view), 600),
            f"{escape(due)} · {code(str(view.invoice.key), 120)}",
        ]
    )
