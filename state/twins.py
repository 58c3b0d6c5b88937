"""Which new invoice is an old one under another number.

A provider that moves to another system may number all its invoices anew. What is the same
about a debt then is the amount that is open, the day it is due, and who owes it or what for.
"""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable

from state.model import Invoice

_NUMBER = re.compile(r"\d+")
_RENUMBERED = "renumbered as "


def closed_for(number: str) -> str:
    """The status of an invoice that goes on under another number, because somebody said so."""
    return f"{_RENUMBERED}{number}"


def goes_on_as(invoice: Invoice) -> str | None:
    """The number under which an invoice goes on, if it was closed for that."""
    _, closed, number = invoice.their_status.partition(_RENUMBERED)
    return number if closed else None


def twins(gone: Iterable[Invoice], new: Iterable[Invoice]) -> dict[str, str]:
    """Old number -> new number of owed invoices that differ in little else.

    Each new one is the twin of one old one at most. An amount that is unknown is like no
    other, and nor is another client; numbers in the words do not count. Where several are
    alike, the one for the same service in the same words is preferred, then the order counts.
    """
    found: dict[str, str] = {}
    old = _in_order(gone)
    if not old:
        return found  # as in nearly every check
    fresh = _in_order(new)
    for likeness in (_in_everything, _in_client, _in_service, _in_words):
        taken = set(found.values())
        found |= _matched(
            [one for one in old if one.key.number not in found],
            [one for one in fresh if one.key.number not in taken],
            likeness,
        )
    return found


def _in_order(invoices: Iterable[Invoice]) -> list[Invoice]:
    """Owed ones of a known amount, 9 before 10."""
    owed = (one for one in invoices if one.is_owed and one.open is not None)
    return sorted(owed, key=lambda one: (len(one.key.number), one.key.number))


def _matched(
    old: Iterable[Invoice], fresh: Iterable[Invoice], likeness: Callable[[Invoice], Hashable]
) -> dict[str, str]:
    waiting: dict[Hashable, deque[str]] = defaultdict(deque)
    for one in fresh:
        waiting[(one.open, one.due, likeness(one))].append(one.key.number)
    found = {}
    for one in old:
        alike = waiting.get((one.open, one.due, likeness(one)))
        if alike and likeness(one) is not None:
            found[one.key.number] = alike.popleft()
    return found


def _in_everything(one: Invoice) -> Hashable:
    return (one.client, one.module, one.service, _words(one))


def _in_client(one: Invoice) -> Hashable:
    return one.client or None


def _in_service(one: Invoice) -> Hashable:
    return (one.module, one.service) if one.service and not one.client else None


def _in_words(one: Invoice) -> Hashable:
    return None if one.client else _words(one)


def _words(one: Invoice) -> str:
    """The description without numbers, which may be those of the invoice or of an order."""
    return _NUMBER.sub("#", one.description)
