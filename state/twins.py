"""Which new invoice is an old one under another number.

A provider that moves to another system may number all its invoices anew. What is the same
about a debt then is the amount that is open, the day it is due, and who owes it or what for.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Sequence

from state.model import Invoice


def twins(gone: Iterable[Invoice], new: Iterable[Invoice]) -> dict[str, str]:
    """Old number -> new number of owed invoices that differ in little else.

    Each new one is the twin of one old one at most. An amount that is unknown, or a client
    who is another one, is like nothing else. Where several are alike, the one for the same
    service in the same words is preferred, and then the order of the numbers counts.
    """
    old, fresh = _in_order(gone), _in_order(new)
    found = _matched(old, fresh, exactly=True)
    taken = set(found.values())
    rest = [one for one in fresh if one.key.number not in taken]
    others = [one for one in old if one.key.number not in found]
    return found | _matched(others, rest, exactly=False)


def _in_order(invoices: Iterable[Invoice]) -> list[Invoice]:
    """Owed ones of a known amount, 9 before 10."""
    owed = (one for one in invoices if one.is_owed and one.open is not None)
    return sorted(owed, key=lambda one: (len(one.key.number), one.key.number))


def _matched(old: Sequence[Invoice], fresh: Sequence[Invoice], *, exactly: bool) -> dict[str, str]:
    waiting: dict[Hashable, deque[str]] = defaultdict(deque)
    for one in fresh:
        waiting[_likeness(one, exactly=exactly)].append(one.key.number)
    found = {}
    for one in old:
        if alike := waiting.get(_likeness(one, exactly=exactly)):
            found[one.key.number] = alike.popleft()
    return found


def _likeness(one: Invoice, *, exactly: bool) -> Hashable:
    """What twins have in common: clients are compared where there are any, else the words."""
    whose = ("client", one.client) if one.client else ("text", one.description)
    detail = (one.description, one.service, one.module) if exactly else ()
    return (one.open, one.due, whose, detail)
