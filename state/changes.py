"""What is different between what we know and what the provider says now.

Silence is not payment: an invoice that is merely absent never becomes paid here, and an
answer that loses most of what was owed is refused as a whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from state.model import (
    Amended,
    Appeared,
    Change,
    Coverage,
    Invoice,
    Reopened,
    Settled,
    Snapshot,
    Standing,
    Vanished,
)
from state.recorded import Recorded
from state.twins import twins

NO_LONGER_LISTED = "no longer listed"

Found = Mapping[str, Invoice | None]  # what a look-up by number answered


class Implausible(ValueError):
    """A complete answer that cannot be believed; the text is for the operator.

    `doubt` is what speaks against it, for the history should the operator believe it.
    """

    def __init__(self, account: str, expected: str, came: str) -> None:
        self.doubt = f"expected {expected}; {came}"
        super().__init__(
            f"{account}: the answer is not believable. Expected: {expected}; {came}. "
            "Nothing was changed. Look at the account at the provider; if it is right, "
            f"`duewatch check {account} --believe` takes it over (stop the bot for it)."
        )


def has_vanished(invoice: Invoice) -> bool:
    """True if we already said that it is no longer listed."""
    return invoice.standing is Standing.UNKNOWN and invoice.their_status == NO_LONGER_LISTED


def unlisted(known: Mapping[str, Invoice], snapshot: Snapshot) -> list[Invoice]:
    """Known invoices that are not closed and that the answer does not mention.

    A row that could not be read counts as mentioned: it is there, we just do not know
    what it says.
    """
    mentioned = {invoice.key.number for invoice in snapshot.invoices}
    mentioned.update(unread.row for unread in snapshot.unread)
    return [
        known[number] for number in known if number not in mentioned and not known[number].is_closed
    ]


def diff(known: Mapping[str, Invoice], snapshot: Snapshot, found: Found) -> list[Change]:
    """Every difference, the listed invoices first, in the order of the answer.

    `found` holds the answers of a look-up about `unlisted` ones: an invoice is compared
    as if it had been listed, None means that there is no such invoice any more.
    """
    listed = {invoice.key.number: invoice for invoice in snapshot.invoices}
    news = _unlike(known, listed.values())
    changes = [_compare(known.get(after.key.number), after) for after in news]
    changes += [
        _compare_absent(before, snapshot.coverage, found) for before in unlisted(known, snapshot)
    ]
    return [change for change in changes if change is not None]


def _unlike(known: Mapping[str, Invoice], listed: Collection[Invoice]) -> Collection[Invoice]:
    """A short cut for what is as it was: that is nearly everything, and it need not be read."""
    return known.unlike(listed) if isinstance(known, Recorded) else listed


def _compare(before: Invoice | None, after: Invoice) -> Change | None:
    if before is None:
        return None if after.is_closed else Appeared(after)
    if before == after:
        return None
    if before.is_closed and after.is_owed:
        return Reopened(before, after)
    if after.is_closed and not before.is_closed:
        return Settled(before, after)
    return Amended(before, after)


def _compare_absent(before: Invoice, coverage: Coverage, found: Found) -> Change | None:
    number = before.key.number
    answer = found.get(number)
    if answer is not None:
        return _compare(before, answer)
    certainly_gone = number in found or coverage is Coverage.EVERYTHING
    if not certainly_gone or has_vanished(before):
        return None
    after = replace(before, standing=Standing.UNKNOWN, their_status=NO_LONGER_LISTED)
    return Vanished(before, after)


def taken_at_its_word(absent: Iterable[Invoice], found: Found) -> Found:
    """What look-ups answered, once a person says that the answer is right.

    What is owed, absent and unexplained is then no longer listed; that is still not paid.
    """
    return {**{one.key.number: None for one in absent if one.is_owed}, **found}


def outcome(change: Change) -> Invoice:
    """What the invoice says after the change."""
    return change.invoice if isinstance(change, Appeared) else change.after


def require_plausible(known: Mapping[str, Invoice], snapshot: Snapshot, found: Found) -> None:
    """Refuse an answer that loses what was owed without a reason; raises Implausible.

    That nearly all of it is there under other numbers is a reason: the provider numbers its
    invoices anew. The old ones are gone then, and not paid.
    """
    missing = [
        invoice
        for invoice in unlisted(known, snapshot)
        if invoice.is_owed and not has_vanished(invoice)
    ]
    if not snapshot.invoices and not snapshot.unread:
        _require_reason_for_silence(known, snapshot, found, missing)
    lost = [one for one in missing if found.get(one.key.number) is None]
    if len(lost) < 3:
        return
    owed = [one for one in known.values() if one.is_owed and not has_vanished(one)]
    if 2 * len(lost) > len(owed) and not _renumbered(known, snapshot, lost, found):
        expected = f"{len(owed)} known unpaid invoices"
        came = f"{len(lost)} of them are missing ({_names(lost)}) and nothing says why"
        raise Implausible(snapshot.account, expected, came)


def _renumbered(
    known: Mapping[str, Invoice], snapshot: Snapshot, lost: Sequence[Invoice], found: Found
) -> bool:
    """Whether four of five lost ones are listed under numbers that nobody knew.

    What no list could show is not asked for, as long as most of the lost ones were found.
    """
    new = (one for one in snapshot.invoices if one.key.number not in known)
    pairs = twins(lost, new)
    unseen = sum(
        _is_unlistable(one, snapshot, found) for one in lost if one.key.number not in pairs
    )
    return 2 * len(pairs) > len(lost) and 5 * len(pairs) >= 4 * (len(lost) - unseen)


def _is_unlistable(before: Invoice, snapshot: Snapshot, found: Found) -> bool:
    """Whether an invoice may have another number now and be in no list all the same.

    A list of what is owed holds the statuses that we asked for. What stands in a status of
    the provider's own making is known by its old number alone, and that is denied now.
    """
    return (
        snapshot.coverage is Coverage.OPEN_ONLY
        and before.standing is Standing.UNKNOWN
        and before.key.number in found
    )


def _require_reason_for_silence(
    known: Mapping[str, Invoice], snapshot: Snapshot, found: Found, missing: Sequence[Invoice]
) -> None:
    if snapshot.coverage is Coverage.EVERYTHING:
        expected = [invoice for invoice in known.values() if not has_vanished(invoice)]
        kind = "known invoices, paid ones included"
    else:
        expected = [invoice for invoice in missing if invoice.key.number not in found]
        kind = "unpaid invoices that no look-up explained"
    if expected:
        wanted = f"{len(expected)} {kind} ({_names(expected)})"
        raise Implausible(snapshot.account, wanted, "an empty list came")


def _names(invoices: Sequence[Invoice]) -> str:
    shown = ", ".join(invoice.key.number for invoice in invoices[:5])
    rest = len(invoices) - 5
    return f"{shown} and {rest} more" if rest > 0 else shown
