"""What stands below a link to an invoice that somebody pasted: its state, at a glance."""

from datetime import date

from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.buttons import acknowledge_button
from bot.slack.render.care import care_line
from bot.slack.render.message import Block, mrkdwn
from bot.slack.render.text import escape
from state.model import InvoiceView


def unfurl(view: InvoiceView, today: date) -> list[Block]:
    """The invoice as it stands; closed ones too. `today` is the account's own day."""
    headline = escape(wording.headline(view, today), slack.MAX_HEADER)
    told = f"*{headline}*\n{escape(wording.sentence(view, today), 1_200)}"
    block = slack.section(mrkdwn(told), accessory=acknowledge_button(view))
    care = None if view.invoice.is_closed else view.care
    small = [escape(wording.evidence(view) or "", 400), care_line(care) if care else ""]
    return [block, *(slack.context(mrkdwn(text)) for text in small if text)]
