"""Forms to choose in: what to do about an invoice, and which invoice is meant."""

from collections.abc import Sequence

from bot.slack.language import _
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

OPENS = "form_"  # what the names of buttons that open a form begin with


def more(sheet: Sheet, metadata: str) -> Block:
    """Everything that this person may do about an invoice now."""
    row = [_taking(sheet), _giving_back(sheet)]
    row += [slack.button(_label(one), f"{OPENS}{one}", sheet.key) for one in sheet.possible]
    shown = [button for button in row if button is not None]
    choices = [slack.actions(*shown)] if shown else []
    told = [slack.section(mrkdwn(sheet.follows))] if sheet.follows else []
    return modal(_("Care for an invoice"), [*heading(sheet), *told, *choices], metadata)


def find(metadata: str, told: str = "") -> Block:
    """Which invoice? By its number."""
    hint = _("Its number, or account and number: {example}", example="acme-vps/7514880")
    asked = reference_input(_("Invoice"), hint)
    above = [slack.section(plain_text(told))] if told else []
    title = _("Find an invoice")
    return modal(title, [*above, asked], metadata, submit=_("Find"), callback=FIND)


def choose(keys: Sequence[str], metadata: str) -> Block:
    """Which of the invoices that a message shows?"""
    asked = choice_input(_("This message shows several invoices"), keys[:MAX_OPTIONS])
    return modal(_("Which invoice?"), [asked], metadata, submit=_("Next"), callback=FIND)


def _label(form: Form) -> str:
    """What the button that opens a form is called."""
    return {
        Form.SNOOZE: _("Snooze…"),
        Form.PROMISE: _("Promise a day…"),
        Form.WAITING: _("It is paid, wait…"),
        Form.ASSIGN: _("Assign…"),
        Form.DISPUTE: _("Dispute…"),
        Form.MUTE: _("Mute…"),
        Form.NOTE: _("Add a note…"),
    }[form]


def _taking(sheet: Sheet) -> Block | None:
    if not sheet.taking:
        return None
    return slack.button(_("Acknowledge"), "acknowledge", sheet.key, style="primary")


def _giving_back(sheet: Sheet) -> Block | None:
    if sheet.giving_back is None:
        return None
    return slack.button(sheet.giving_back, "unacknowledge", sheet.key)
