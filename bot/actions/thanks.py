"""What somebody hears who has decided something, in kind words (mrkdwn)."""

from collections.abc import Callable
from datetime import datetime

from bot.slack.language import _
from bot.slack.render.care import comes_back
from bot.slack.render.text import code, instant
from state.model import InvoiceView

Answer = Callable[[InvoiceView], str]


def taken_on(view: InvoiceView) -> str:
    """They acknowledged it."""
    return _("You have taken on {key}.", key=key(view))


def snoozed(view: InvoiceView) -> str:
    """They hear nothing of it for a while."""
    return _("{key} is snoozed.", key=key(view))


def waiting(view: InvoiceView) -> str:
    """They say that it is paid."""
    return _("Noted: {key} is paid; I wait for the provider to show it.", key=key(view))


def disputed(view: InvoiceView) -> str:
    """They do not agree with it."""
    return _("{key} is disputed.", key=key(view))


def muted(view: InvoiceView) -> str:
    """Nobody hears of it for a while."""
    return _("{key} is muted.", key=key(view))


def noted(view: InvoiceView) -> str:
    """They added words."""
    return _("Noted at {key}.", key=key(view))


def open_again(view: InvoiceView) -> str:
    """They gave it back."""
    return _("{key} is open to everybody again; reminders go on.", key=key(view))


def back(until: datetime | None) -> str:
    """When it is spoken of again; empty where that is not known."""
    return comes_back(instant(until)) if until else ""


def key(view: InvoiceView) -> str:
    """Which invoice, to be copied."""
    return code(str(view.invoice.key))


def sentences(*said: str) -> str:
    """The sentences that there are, one after the other."""
    return " ".join(one for one in said if one)
