"""Due dates as a calendar (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.formats.as_json import money
from bot.formats.as_text import safe
from bot.slack.render.countdown import countdown_field
from bot.slack.render.safe import web_address
from state.model import Direction, InvoiceView


def calendar(views: Iterable[InvoiceView], now: datetime) -> str:
    """Give one all-day event for each owed invoice that has a due date."""
    book = Calendar()
    book.add("prodid", "-//Duewatch//due dates//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", "Invoices due")
    for view in views:
        if view.invoice.is_owed and view.invoice.due is not None:
            book.add_component(_event(view, now))
    return str(book.to_ical().decode())


def _event(view: InvoiceView, now: datetime) -> Event:
    invoice = view.invoice
    event = Event()
    named = safe(str(invoice.key))  # the library passes line ends on that only some readers heed
    event.add("uid", f"{named}@duewatch")
    event.add("dtstamp", now)
    event.add("summary", f"{_verb(view)} {_amount(view)}: {named}")
    told = (safe(invoice.description), countdown_field(view))
    event.add("description", "\n".join(part for part in told if part))
    if invoice.due is not None:
        event.add("dtstart", invoice.due)
        event.add("dtend", invoice.due + timedelta(days=1))
    if (address := web_address(invoice.url)) and address.isascii():
        event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event


def _verb(view: InvoiceView) -> str:
    return "Pay" if view.account.direction is Direction.PAYABLE else "Expect"


def _amount(view: InvoiceView) -> str:
    open_ = view.invoice.open
    return "an unknown amount" if open_ is None else f"{money(open_)} {open_.currency.code}"
