"""The buttons of a message: only what is possible now, each carrying the invoice's key."""

from bot.slack.render import message as slack
from bot.slack.render.message import Block
from bot.slack.render.safe import width
from bot.slack.render.text import is_acknowledged, plain, web_address
from state.model import CareState, Invoice, InvoiceView

_UNDO = {
    CareState.ACKNOWLEDGED: "Un-acknowledge",
    CareState.SNOOZED: "End snooze",
    CareState.PROMISED: "Withdraw promise",
    CareState.WAITING: "Not paid yet",
    CareState.DISPUTED: "End dispute",
    CareState.MUTED: "Unmute",
    CareState.ASSIGNED: "Unassign",
}


def buttons(view: InvoiceView) -> list[Block]:
    """The row below an invoice; empty once it is closed."""
    invoice = view.invoice
    if invoice.is_closed:
        return []
    row = [acknowledge_button(view, style=None if view.care else "primary"), _undo_button(view)]
    if (address := web_address(invoice.url)) is not None:
        row.append(_button("Open invoice", "open_invoice", invoice, url=address))
    shown = [button for button in row if button is not None]
    return [slack.actions(*shown)] if shown else []


def _undo_button(view: InvoiceView) -> Block | None:
    """The button that gives an invoice back, called after what was decided about it."""
    if view.care is None or not view.invoice.is_owed:
        return None
    return _button(_UNDO[view.care.state], "unacknowledge", view.invoice)


def acknowledge_button(view: InvoiceView, style: str | None = None) -> Block | None:
    """The button by which somebody takes an invoice on; None where nobody has to."""
    if not view.invoice.is_owed or is_acknowledged(view):
        return None
    return _button("Acknowledge", "acknowledge", view.invoice, style=style)


def _button(
    label: str, action: str, invoice: Invoice, *, url: str | None = None, style: str | None = None
) -> Block | None:
    """A button for this invoice; none if its key is too long to be carried whole."""
    key = str(invoice.key)
    if width(key) > slack.MAX_BUTTON_VALUE:
        return None
    heard = plain(f"{label}: {key}", slack.MAX_BUTTON_LABEL)
    return slack.button(label, action, key, url=url, style=style, described=heard)
