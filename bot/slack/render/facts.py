"""The fields of an invoice by their names, and what they said before and say now."""

import re
from datetime import date
from decimal import Decimal

from bot.slack.language import _, _n, figures, in_their_digits
from bot.slack.render.text import day

_AMOUNTS = ("open", "total")
_DATES = ("due", "issued")
_UNKNOWN, _CHANGED = "unknown", "changed"  # as the history keeps them
_AMOUNT = re.compile(r"(-?[0-9]{1,30})(\.[0-9]{1,10})? ([A-Z]{3})")
_LINES = re.compile(r"([0-9]{1,9}) lines")


def field_name(name: str) -> str:
    """What a field is called where its change is told; any other name as it is."""
    match name:
        case "open":
            return _("open amount")
        case "total":
            return _("invoiced amount")
        case "due":
            return _("due date")
        case "standing":
            return _("state")
        case _other:
            return name


def stated(name: str, text: str) -> str:
    """A fact of the history in the words used elsewhere; anything else as it is."""
    if name == "standing":
        return _standing(text)
    if text == _UNKNOWN:
        return _("unknown")
    if name in _AMOUNTS:
        return _amount(text)
    if name != "due":
        return text
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _amount(text: str) -> str:
    """An amount of the history, `1234.50 USD`, as amounts are written; anything else as it is."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return in_their_digits(text)
    number, decimals, currency = found.groups(default="")
    return f"{figures(Decimal(number + decimals), max(0, len(decimals) - 1))} {currency}"


def _standing(text: str) -> str:
    match text:
        case "open":
            return _("open")
        case "pending":
            return _("payment under way")
        case "paid":
            return _("paid")
        case "void":
            return _("void")
        case "unknown":
            return _("unclear")
        case _other:
            return text


def recorded_name(name: str) -> str:
    """What a field is called in the history; any other name as it is."""
    return {
        "open": _("open"),
        "total": _("total"),
        "due": _("due"),
        "issued": _("issued"),
        "standing": _("standing"),
        "status": _("status"),
        "description": _("description"),
        "client": _("client"),
        "service": _("service"),
        "module": _("module"),
        "label": _("label"),
        "lines": _("lines"),
        "url": _("url"),
    }.get(name, name)


def recorded(name: str, text: str) -> str:
    """A fact as the history shows it: amounts and dates as elsewhere, other words as they are."""
    if name == "standing":
        return _recorded_standing(text)
    if text in (_UNKNOWN, _CHANGED):
        return _("unknown") if text == _UNKNOWN else _("changed")
    if name in _AMOUNTS:
        return _amount(text)
    if name in _DATES:
        return _as_a_day(text)
    if name == "lines" and (found := _LINES.fullmatch(text)):
        return _n("{number} line", "{number} lines", int(found[1]))
    return text


def _recorded_standing(text: str) -> str:
    return {
        "open": _("open"),
        "pending": _("pending"),
        "paid": _("paid"),
        "void": _("void"),
        "unknown": _("unknown"),
    }.get(text, text)


def _as_a_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
