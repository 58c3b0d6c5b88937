"""What counts as a storm, which new number is whose, and what an answer to it changes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.changes import diff, has_vanished, outcome
from state.model import Change, Coverage, Invoice, InvoiceKey, Settled, Standing
from state.storms import Storm, StormKind, storm
from state.twins import twins
from tests.state.builders import by_number, invoice, money, paid, snapshot


def owed(count: int, first: int = 1, **other: object) -> list[Invoice]:
    """Invoices of as many amounts and clients."""
    return [
        invoice(f"acme/{first + at}", f"{10 + at}.00 USD", client=f"Client {at}", **other)
        for at in range(count)
    ]


def found(known: list[Invoice], listed: list[Invoice]) -> Storm | None:
    changes = diff(by_number(*known), snapshot(*listed, coverage=Coverage.EVERYTHING), {})
    return storm(by_number(*known), changes)


def in_euros(one: Invoice) -> Invoice:
    euros = money("9.00 EUR")
    return replace(one, total=euros, open=euros)


def later(one: Invoice) -> Invoice:
    return replace(one, due=date(2026, 12, 24))


def dearer(one: Invoice) -> Invoice:
    return replace(one, total=money("99.00 USD"), open=money("99.00 USD"))


def part_paid(one: Invoice) -> Invoice:
    return replace(one, open=money("1.00 USD"))


@pytest.mark.parametrize(
    ("count", "others", "kind"), [(12, 0, "renumbered"), (5, 4, "renumbered"), (5, 5, None)]
)
def test_most_owed_invoices_under_other_numbers_are_a_re_numbering(
    count: int, others: int, kind: str | None
) -> None:
    stay = owed(others, first=500)
    seen = found([*owed(count), *stay], [*owed(count, first=901), *stay])
    assert (seen and str(seen.kind)) == kind
    if seen:
        assert seen.twins == {str(1 + at): str(901 + at) for at in range(count)}
        assert seen.owed == count + others
        assert {"1", "901"} <= seen.members()
        assert "500" not in seen.members()


def test_four_of_four_under_other_numbers_are_told_one_by_one() -> None:
    assert found(owed(4), owed(4, first=901)) is None


def test_a_monthly_batch_of_new_invoices_is_no_storm() -> None:
    known = owed(3)
    assert found(known, [*known, *owed(40, first=100)]) is None
    assert found([], owed(40)) is None


def test_many_payments_are_no_storm() -> None:
    known = owed(30)
    assert found(known, [paid(one) for one in known]) is None
    assert found(known, [part_paid(one) for one in known]) is None


@pytest.mark.parametrize(
    ("changed", "same", "kind"), [(5, 4, "currency"), (5, 5, None), (4, 0, None)]
)
def test_another_currency_of_most_owed_invoices_is_a_currency_switch(
    changed: int, same: int, kind: str | None
) -> None:
    switched, stay = owed(changed), owed(same, first=500)
    seen = found([*switched, *stay], [*map(in_euros, switched), *stay])
    assert (seen and str(seen.kind)) == kind


@pytest.mark.parametrize(
    ("changed", "same", "kind"), [(10, 9, "amended"), (10, 10, None), (9, 0, None)]
)
@pytest.mark.parametrize("change", [later, dearer])
def test_another_date_or_amount_of_at_least_ten_and_most_is_a_mass_amendment(
    change: object, changed: int, same: int, kind: str | None
) -> None:
    assert callable(change)
    altered, stay = owed(changed), owed(same, first=500)
    seen = found([*altered, *stay], [*map(change, altered), *stay])
    assert (seen and str(seen.kind)) == kind


def test_other_words_and_another_standing_are_no_storm() -> None:
    known = owed(12)
    assert found(known, [replace(one, description="Hosting, renamed") for one in known]) is None
    assert found(known, [replace(one, standing=Standing.PENDING) for one in known]) is None


def test_what_had_vanished_before_is_not_counted_as_owed() -> None:
    gone = [
        replace(one, standing=Standing.UNKNOWN, their_status="no longer listed")
        for one in owed(30, first=500)
    ]
    seen = found([*gone, *owed(5)], owed(5, first=901))
    assert seen is not None
    assert (seen.kind, seen.owed) == (StormKind.RENUMBERED, 5)


@pytest.mark.parametrize(
    "other",
    [
        {"open": money("12.51 USD")},
        {"open": money("12.50 EUR")},
        {"open": None},
        {"due": date(2026, 12, 1)},
        {"due": None},
        {"client": "Somebody else"},
        {"description": "Another server", "client": None},
        {"standing": Standing.PAID},
        {"standing": Standing.PENDING},
    ],
)
def test_whoever_differs_in_amount_date_or_name_is_no_twin(other: dict[str, object]) -> None:
    old = invoice("acme/1", client=None if "description" in other else "Blue GmbH")
    assert twins([old], [replace(old, key=InvoiceKey("acme", "2"))]) == {"1": "2"}
    assert twins([old], [replace(old, key=InvoiceKey("acme", "2"), **other)]) == {}  # type: ignore[arg-type]


def test_numbers_in_the_words_may_change_with_the_number() -> None:
    """Found by the soak: InterServer's words name an order by a number of its own."""
    old = invoice("acme/1", description="(Repeat Invoice: 19000001) VPS")
    new = invoice("acme/2", description="(Repeat Invoice: 19000002) VPS")
    assert twins([old], [new]) == {"1": "2"}
    assert twins([old], [replace(new, description="(Repeat Invoice: 19000002) Mail")]) == {}


def test_the_same_service_in_other_words_is_a_twin_and_so_are_the_same_words() -> None:
    """Found by the soak: Voxel's services are named after the invoice."""
    old = invoice("acme/1", service="vps7", module="vps")
    new = replace(old, key=InvoiceKey("acme", "2"))
    assert twins([old], [replace(new, description="Renamed")]) == {"1": "2"}
    assert twins([old], [replace(new, service="vps8")]) == {"1": "2"}
    assert twins([old], [replace(new, service="vps8", description="Renamed")]) == {}


def test_two_unknown_amounts_are_not_the_same_amount() -> None:
    assert twins([invoice("acme/1", None)], [invoice("acme/2", None)]) == {}


def test_of_several_alike_the_one_for_the_same_service_is_the_twin() -> None:
    old = [invoice("acme/1", service="mail8"), invoice("acme/2", service="vps7")]
    new = [invoice("acme/11", service="vps7"), invoice("acme/12", service="mail8")]
    assert twins(old, new) == {"1": "12", "2": "11"}


def test_the_order_of_numbers_decides_among_those_that_are_all_alike() -> None:
    old = [invoice(f"acme/{number}") for number in (10, 9, 100)]
    new = [invoice(f"acme/{number}") for number in (2010, 2009)]
    assert twins(old, new) == {"9": "2009", "10": "2010"}


amounts = st.sampled_from(["1.00 USD", "2.00 USD", "1.00 EUR", None])
clients = st.sampled_from([None, "Ada", "Ben"])


@st.composite
def crowds(draw: st.DrawFn, prefix: str) -> list[Invoice]:
    facts = draw(st.lists(st.tuples(amounts, clients, st.sampled_from(Standing)), max_size=12))
    return [
        invoice(f"acme/{prefix}{at}", amount, client=client, standing=standing)
        for at, (amount, client, standing) in enumerate(facts)
    ]


@given(crowds("1"), crowds("2"))
def test_law_twins_are_pairs_and_alike(old: list[Invoice], new: list[Invoice]) -> None:
    pairs = twins(old, new)
    assert len(set(pairs.values())) == len(pairs)
    before, after = by_number(*old), by_number(*new)
    for one, other in pairs.items():
        assert before[one].open == after[other].open is not None
        assert (before[one].due, before[one].client) == (after[other].due, after[other].client)
        assert before[one].is_owed
        assert after[other].is_owed


@given(crowds("1"), crowds("2"))
def test_law_a_re_numbering_closes_nothing(old: list[Invoice], new: list[Invoice]) -> None:
    seen = snapshot(*new, coverage=Coverage.EVERYTHING)
    changes: list[Change] = diff(by_number(*old), seen, {})
    assert not any(isinstance(change, Settled) for change in changes)
    whirl = storm(by_number(*old), changes)
    if whirl is not None:
        after = {outcome(change).key.number: outcome(change) for change in changes}
        assert all(has_vanished(after[number]) for number in whirl.numbers)
