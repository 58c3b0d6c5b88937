"""What must hold after each check, judged against the books. Pure: it returns what is broken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.demo.bills import Bill
from state.model import Invoice, Standing
from tests.soak.facts import Facts, facts, recorded, whmcs_list
from tests.soak.linode import Name

Record = Mapping[str, Invoice]
Bills = Mapping[str, Bill]


@dataclass(frozen=True, slots=True)
class Seen:
    """One check: what was true while it ran, what we knew before, what we know now."""

    provider: Name
    window: Sequence[Bills]  # the books at its begin and after each change that it could see
    ever: frozenset[str]
    before: Record
    after: Record
    error: str | None
    fault: str | None  # what actually went wrong on the line
    lied: bool  # a complete answer was not true
    kept: frozenset[tuple[str, Decimal]] = frozenset()  # open amounts that may be a day old

    @property
    def ok(self) -> bool:
        """True if the check says that it read the truth."""
        return self.error is None


def broken(seen: Seen) -> Iterator[str]:
    """Every law that this check broke, in words."""
    yield from _no_strangers(seen)
    yield from _nothing_forgotten(seen)
    if seen.ok:
        yield from _no_false_closing(seen)
        yield from _no_false_opening(seen)
        yield from _owed_is_recorded(seen)
    elif seen.before != seen.after:
        yield f"the check failed ({seen.error}) and still changed the record"
    elif seen.fault is None and len(seen.window) == 1:
        yield f"nothing was wrong, yet the check failed: {seen.error}"


def _no_strangers(seen: Seen) -> Iterator[str]:
    for number in sorted(seen.after.keys() - seen.ever):
        yield f"{number} is recorded and was never in the books"
    for number, invoice in seen.after.items():
        if invoice.key.number != number:
            yield f"{number} is recorded under another key as well: {invoice.key}"


def _nothing_forgotten(seen: Seen) -> Iterator[str]:
    for number in sorted(seen.before.keys() - seen.after.keys()):
        yield f"{number} was recorded and is no longer"


def _no_false_closing(seen: Seen) -> Iterator[str]:
    """A standing PAID or VOID that is new has to be in the books of this very check."""
    for number, after in seen.after.items():
        before = seen.before.get(number)
        if not after.is_closed or (before and before.standing is after.standing):
            continue
        said = {one.standing for one in _truths(seen, number)}
        if after.standing not in said:
            yield f"{number} is recorded as {after.standing}; the books said {_words(said)}"


def _no_false_opening(seen: Seen) -> Iterator[str]:
    """What was recorded as closed is owed again only if the books of this check say so."""
    for number, before in seen.before.items():
        truths = _truths(seen, number)
        again = before.is_closed and seen.after[number].is_owed and not seen.lied
        if again and truths and all(one.is_closed for one in truths):
            yield f"{number} was closed and is recorded as owed; the books said {_words(truths)}"


def _owed_is_recorded(seen: Seen) -> Iterator[str]:
    """What was owed all the while is recorded as owed, as it was at some moment of the check."""
    for number in seen.window[0]:
        truths = _truths(seen, number)
        always = len(truths) == len(seen.window) and all(one.is_owed for one in truths)
        if always and not _may_be_unseen(seen, number):
            yield from _as_it_was(seen, number, truths)


def _may_be_unseen(seen: Seen, number: str) -> bool:
    """Whether nobody could know of this invoice from what was answered.

    It is not in our record and either the answer hid it, or WHMCS has it in none of the
    lists of what is owed (a status that the installation made up), or it went from one
    list to another while we read one after the other.
    """
    if number in seen.before and not (seen.lied and seen.before[number].is_closed):
        # WHMCS keeps what is reopened under a made-up status out of every list, too
        return seen.before[number].is_closed and _in_no_whmcs_list(seen, number)
    return seen.lied or _in_no_whmcs_list(seen, number)


def _in_no_whmcs_list(seen: Seen, number: str) -> bool:
    if seen.provider != "whmcs":
        return False
    lists = {whmcs_list(bills[number]) for bills in seen.window}
    return len(lists) > 1 or "" in lists


def _as_it_was(seen: Seen, number: str, truths: Sequence[Facts]) -> Iterator[str]:
    before, after = seen.before.get(number), seen.after.get(number)
    if after is None:
        yield f"{number} is owed ({_words(truths)}) and was not recorded"
        return
    allowed = set(truths)
    if seen.lied and before is not None:
        allowed |= _hidden(recorded(before)) | {o for one in truths for o in _hidden(one)}
    if seen.fault == "odd_row" and after.open is not None:  # what is owed on it lies on older ones
        more = [one for one in truths if (one.open or 0) <= after.open.amount <= (one.total or 0)]
        allowed |= {replace(one, open=after.open.amount) for one in more}
    if seen.provider == "singlehop" and before is not None:  # its view names no total
        allowed |= {replace(one, total=recorded(before).total) for one in truths}
    if (number, recorded(after).open) in seen.kept:  # nothing in an old WHMCS's rows shows it
        allowed |= {replace(one, open=recorded(after).open) for one in truths}
    if recorded(after) not in allowed:
        yield f"{number} is recorded as {recorded(after)}; the books said {_words(truths)}"


def _hidden(one: Facts) -> set[Facts]:
    """What remains of facts when a provider denies the invoice, or its details."""
    gone = Facts(Standing.UNKNOWN, one.total, one.open, one.due)
    return {one, gone, replace(one, open=None)}


def _truths(seen: Seen, number: str) -> list[Facts]:
    return [facts(seen.provider, bills[number]) for bills in seen.window if number in bills]


def unsettled(provider: Name, bills: Bills, record: Record) -> Iterator[str]:
    """How the record differs from the books after a good check with nothing wrong."""
    for number, bill in bills.items():
        truth, known = facts(provider, bill), record.get(number)
        hidden = provider == "whmcs" and not whmcs_list(bill)
        if known is None or (known.is_closed and hidden):
            if not (truth.is_closed or hidden):
                yield f"{number} is {truth} and is recorded as {known and recorded(known)}"
        elif known.is_closed != truth.is_closed or not (
            truth.is_closed or recorded(known) == truth
        ):
            yield f"{number} is {truth} and is recorded as {recorded(known)}"


def _words(facts_: object) -> str:
    found = list(facts_) if isinstance(facts_, Sequence | set) else [facts_]
    return " or ".join(dict.fromkeys(map(str, found))) or "nothing"
