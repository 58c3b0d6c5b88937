"""Forms to choose in: what to do about an invoice, and which invoice is meant."""

from collections.abc import Sequence

from bot.slack.render import message as slack
from bot.slack.render.message import Block, mrkdwn, plain_text
from bot.slack.render.modals.frame import (
    MAX_OPTIONS,
    choice_input,
    heading,
    modal,
    reference_input,
)
from bot.slack.render.modals.sheet import FIND, Form, Sheet

LABELS = {
    Form.SNOOZE: "Snooze…",
    Form.PROMISE: "Promise a day…",
    Form.WAITING: "It is paid, wait…",
    Form.ASSIGN: "Assign…",
    Form.DISPUTE: "Dispute…",
    Form.MUTE: "Mute…",
    Form.NOTE: "Add a note…",
}
OPENS = "form_"  # what the names of buttons that open a form begin with


def more(sheet: Sheet, metadata: str) -> Block:
    """Everything that this person may do about an invoice now."""
    row = [_taking(sheet), _giving_back(sheet)]
    row += [slack.button(LABELS[one], f"{OPENS}{one}", sheet.key) for one in sheet.possible]
    shown = [button for button in row if button is not None]
    choices = [slack.actions(*shown)] if shown else []
    told = [slack.section(mrkdwn(sheet.follows))] if sheet.follows else []
    return modal("Care for an invoice", [*heading(sheet), *told, *choices], metadata)


def find(metadata: str, told: str = "") -> Block:
    """Which invoice? By its number."""
    asked = reference_input("Invoice", "Its number, or account and number: acme-vps/7514880")
    above = [slack.section(plain_text(told))] if told else []
    return modal("Find an invoice", [*above, asked], metadata, submit="Find", callback=FIND)


def choose(keys: Sequence[str], metadata: str) -> Block:
    """Which of the invoices that a message shows?"""
    asked = choice_input("This message shows several invoices", keys[:MAX_OPTIONS])
    return modal("Which invoice?", [asked], metadata, submit="Next", callback=FIND)


def _taking(sheet: Sheet) -> Block | None:
    if not sheet.taking:
        return None
    return slack.button("Acknowledge", "acknowledge", sheet.key, style="primary")


def _giving_back(sheet: Sheet) -> Block | None:
    if sheet.giving_back is None:
        return None
    return slack.button(sheet.giving_back, "unacknowledge", sheet.key)
