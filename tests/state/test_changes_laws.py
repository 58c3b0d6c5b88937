"""Laws of the diff, for any list of invoices whatever."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money

from state.changes import (
    NO_LONGER_LISTED,
    Found,
    Implausible,
    diff,
    has_vanished,
    outcome,
    require_plausible,
    taken_at_its_word,
    unlisted,
)
from state.model import (
    Amended,
    Appeared,
    Change,
    Coverage,
    Invoice,
    InvoiceKey,
    Reopened,
    Settled,
    Snapshot,
    Standing,
    Vanished,
)
from state.recorded import Recorded, Row
from state.storms import storm
from tests.state.builders import NOON, by_number, invoice, snapshot

standings = st.sampled_from(Standing)
amounts = st.one_of(
    st.none(),
    st.builds(Money, st.integers(0, 10**9), st.sampled_from(["USD", "EUR"])),
)
days = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
numbers = st.sampled_from([str(number) for number in range(8)])


@st.composite
def invoices(draw: st.DrawFn) -> dict[str, Invoice]:
    def one(number: str) -> Invoice:
        return Invoice(
            key=InvoiceKey("acme", number),
            standing=draw(standings),
            their_status=draw(st.sampled_from(["unpaid", NO_LONGER_LISTED, "odd"])),
            total=draw(amounts),
            open=draw(amounts),
            issued=draw(days),
            due=draw(days),
        )

    return {number: one(number) for number in draw(st.sets(numbers))}


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Invoice | None]:
    found: dict[str, Invoice | None] = dict(draw(invoices()))
    return found | dict.fromkeys(draw(st.sets(numbers)))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    listed = tuple(draw(invoices()).values())
    unread = draw(st.sets(numbers))
    return snapshot(*listed, coverage=draw(st.sampled_from(Coverage)), unread=sorted(unread))


def applied(known: Mapping[str, Invoice], changes: list[Change]) -> dict[str, Invoice]:
    after = [outcome(change) for change in changes]
    return dict(known) | by_number(*after)


@given(invoices(), st.sampled_from(Coverage), answers())
def test_law_the_same_answer_again_changes_nothing(
    known: dict[str, Invoice], coverage: Coverage, found: dict[str, Invoice | None]
) -> None:
    again = Snapshot("acme", tuple(known.values()), coverage, (), NOON + timedelta(hours=1))
    assert diff(known, again, found) == []
    require_plausible(known, again, found)


@given(invoices(), snapshots(), answers())
def test_law_nothing_is_closed_without_a_row_that_says_so(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    evidence = [*seen.invoices, *(one for one in found.values() if one is not None)]
    for change in diff(known, seen, found):
        if outcome(change).is_closed:
            assert outcome(change) in evidence


@given(invoices(), snapshots(), answers())
def test_law_after_the_changes_we_know_what_the_answer_says(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    after = applied(known, diff(known, seen, found))
    for listed in seen.invoices:
        number = listed.key.number
        assert after.get(number, listed) == listed
        assert number in after or (listed.is_closed and number not in known)


@given(invoices(), snapshots(), answers())
def test_law_each_answer_changes_things_once(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    after = applied(known, diff(known, seen, found))
    assert diff(after, seen, found) == []


@given(invoices(), snapshots(), answers())
def test_law_an_invoice_changes_at_most_once_and_none_is_forgotten(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    changes = diff(known, seen, found)
    changed = [outcome(change).key.number for change in changes]
    assert len(changed) == len(set(changed))
    assert known.keys() <= applied(known, changes).keys()


@given(invoices(), snapshots(), answers())
def test_law_the_kind_of_a_change_is_true(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    for change in diff(known, seen, found):
        match change:
            case Appeared(new):
                assert new.key.number not in known
                assert not new.is_closed
            case Settled(before, after):
                assert not before.is_closed
                assert after.is_closed
            case Reopened(before, after):
                assert before.is_closed
                assert after.is_owed
            case Vanished(before, after):
                assert has_vanished(after)
                assert not has_vanished(before)
                assert (after.open, after.due) == (before.open, before.due)
            case Amended(before, after):
                assert before != after


@given(invoices(), snapshots(), answers())
def test_law_what_an_operator_believes_closes_nothing_and_is_not_refused_again(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    taken = taken_at_its_word(unlisted(known, seen), found)
    changes = diff(known, seen, taken)
    said = [*seen.invoices, *(one for one in found.values() if one is not None)]
    closed = [outcome(one) for one in changes if outcome(one).is_closed]
    assert all(one in said for one in closed)
    # a whole history that is empty keeps being wrong about what was paid, by its digest alone
    if seen.invoices or seen.unread or seen.coverage is Coverage.OPEN_ONLY:
        require_plausible(applied(known, changes), seen, found)


@given(invoices(), snapshots(), answers())
def test_law_what_was_written_down_differs_in_the_same_as_what_was_read(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    written = Recorded(
        {number: (one,) for number, one in known.items()}, read=lambda row: row[0], written=one_row
    )
    assert diff(written, seen, found) == diff(known, seen, found)
    assert unlisted(written, seen) == unlisted(known, seen)
    assert doubt(written, seen, found) == doubt(known, seen, found)
    assert storm(written, diff(written, seen, found)) == storm(known, diff(known, seen, found))


def one_row(one: Invoice) -> tuple[Invoice]:
    return (one,)


def doubt(known: Mapping[str, Invoice], seen: Snapshot, found: Found) -> str | None:
    try:
        require_plausible(known, seen, found)
    except Implausible as error:
        return str(error)
    return None


def test_what_is_written_down_as_it_is_said_is_not_even_read() -> None:
    one, other = invoice("acme/1"), invoice("acme/2")
    read: list[str] = []

    def reading(row: Row) -> Invoice:
        read.append(row[0].key.number)
        one: Invoice = row[0]
        return replace(one)

    written = Recorded({"1": (one,), "2": (other,)}, reading, one_row)
    dearer = replace(other, open=None)
    assert diff(written, snapshot(one, dearer), {}) == [Amended(other, dearer)]
    require_plausible(written, snapshot(one, dearer), {})
    assert storm(written, [Amended(other, dearer)]) is None
    assert read == ["2"]
