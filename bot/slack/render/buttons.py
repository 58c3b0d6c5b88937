"""The controls of a message: only what is possible now, each carrying the invoice's key."""

import json
from collections.abc import Collection, Sequence

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.message import Block, plain_text
from bot.slack.render.safe import width
from bot.slack.render.text import is_acknowledged, plain, web_address
from state.model import CareState, Invoice, InvoiceView

SNOOZE, MORE, ALL = "snooze", "more", "acknowledge_all"  # what Slack calls the controls by
OPEN_MENU = "form_more"  # a button that opens the form with everything one may do
PICK = "pick"  # the entry of the snooze menu that asks for a day

_MAX_OPTION = 150


def buttons(view: InvoiceView, without: Collection[str] = ()) -> list[Block]:
    """The row below an invoice; empty once it is closed.

    `without` names entries of the menu that are not for whoever sees it.
    """
    invoice = view.invoice
    if invoice.is_closed:
        return []
    row = [
        acknowledge_button(view, style=None if view.care else "primary"),
        _undo_button(view),
        _snooze_menu(invoice),
        _more_menu(invoice, without),
        open_button(invoice),
    ]
    shown = [button for button in row if button is not None]
    return [slack.actions(*shown)] if shown else []


def open_button(invoice: Invoice) -> Block | None:
    """The button that leads to the invoice's own page; None where no page is known."""
    if (address := web_address(invoice.url)) is None:
        return None
    return _button(_("Open invoice"), "open_invoice", invoice, url=address)


def acknowledge_button(view: InvoiceView, style: str | None = None) -> Block | None:
    """The button by which somebody takes an invoice on; None where nobody has to."""
    if not view.invoice.is_owed or is_acknowledged(view):
        return None
    return _button(_("Acknowledge"), "acknowledge", view.invoice, style=style)


def more_button(view: InvoiceView) -> Block | None:
    """The button behind which all controls of an invoice are; None once it is closed.

    For a row among others, where menus would take too much room.
    """
    return None if view.invoice.is_closed else _button(_("More…"), OPEN_MENU, view.invoice)


def undo_label(view: InvoiceView) -> str | None:
    """What giving an invoice back is called, after what was decided about it."""
    if view.care is None or not view.invoice.is_owed:
        return None
    return {
        CareState.ACKNOWLEDGED: _("Un-acknowledge"),
        CareState.SNOOZED: _("End snooze"),
        CareState.PROMISED: _("Withdraw promise"),
        CareState.WAITING: _("Not paid yet"),
        CareState.DISPUTED: _("End dispute"),
        CareState.MUTED: _("Unmute"),
        CareState.ASSIGNED: _("Unassign"),
    }[view.care.state]


def acknowledge_all(views: Sequence[InvoiceView]) -> Block | None:
    """One button for all invoices of a list that somebody may still take on.

    Slack asks whether it is meant so. None where there are fewer than two, or more than a
    button can carry.
    """
    free = [view.invoice for view in views if acknowledge_button(view) is not None]
    value = json.dumps([str(invoice.key) for invoice in free])
    if len(free) < 2 or width(value) > slack.MAX_BUTTON_VALUE:
        return None
    label = _n("Acknowledge this {number}…", "Acknowledge these {number}…", len(free))
    return slack.button(label, ALL, value) | {"confirm": _confirm(free)}


def _confirm(free: Sequence[Invoice]) -> Block:
    title = _n("Take on {number} invoice?", "Take on {number} invoices?", len(free))
    named = ", ".join(plain(str(invoice.key), 40) for invoice in free[:5])
    if (more := len(free) - 5) > 0:
        named = _n("{named} and {number} more", "{named} and {number} more", more, named=named)
    told = _("You take on {named}. Everybody sees it in their messages.", named=named)
    return {
        "title": plain_text(title),
        "text": plain_text(told),
        "confirm": plain_text(_("Acknowledge all")),
        "deny": plain_text(_("Cancel")),
    }


def _undo_button(view: InvoiceView) -> Block | None:
    label = undo_label(view)
    return None if label is None else _button(label, "unacknowledge", view.invoice)


def _snooze_menu(invoice: Invoice) -> Block | None:
    options = _options(_spans(), invoice)
    if not options:
        return None
    return {
        "type": "static_select",
        "action_id": SNOOZE,
        "placeholder": plain_text(_("Snooze")),
        "options": options,
    }


def _more_menu(invoice: Invoice, without: Collection[str]) -> Block | None:
    deeds = {label: deed for label, deed in _deeds().items() if deed not in without}
    options = _options(deeds, invoice)
    return {"type": "overflow", "action_id": MORE, "options": options} if options else None


def _spans() -> dict[str, str]:
    return {
        _("Until tomorrow"): "tomorrow",
        _("3 days"): "3d",
        _("1 week"): "7d",
        _("1 month"): "30d",
        _("Choose a date…"): PICK,
    }


def _deeds() -> dict[str, str]:
    """Slack takes five entries and no more; the last leads to all the others."""
    return {
        _("Promise a day…"): "promise",
        _("It is paid, wait…"): "waiting",
        _("Assign…"): "assign",
        _("Dispute…"): "dispute",
        _("Note, mute and more…"): "more",
    }


def _options(entries: dict[str, str], invoice: Invoice) -> list[Block]:
    """Entries that carry what they mean and the key; none where it is not owed or too long."""
    values = [f"{code}|{invoice.key}" for code in entries.values()]
    if not invoice.is_owed or any(width(value) > _MAX_OPTION for value in values):
        return []
    return [
        {"text": plain_text(label), "value": value}
        for label, value in zip(entries, values, strict=True)
    ]


def _button(
    label: str, action: str, invoice: Invoice, *, url: str | None = None, style: str | None = None
) -> Block | None:
    """A button for this invoice; none if its key is too long to be carried whole."""
    key = str(invoice.key)
    if width(key) > slack.MAX_BUTTON_VALUE:
        return None
    heard = plain(f"{label}: {key}", slack.MAX_BUTTON_LABEL)
    return slack.button(label, action, key, url=url, style=style, described=heard)
