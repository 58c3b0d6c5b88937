import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moneyed import CURRENCIES, Money

from state.database import SqliteStore, open_store
from state.model import Invoice, InvoiceKey, Line, Standing, Unread
from state.recorded import Recorded
from state.rows import (
    details_text,
    instant,
    invoice_values,
    major,
    micros,
    minor,
    read_invoice,
    read_unread,
    unread_text,
)
from tests.state.builders import NOON, account, invoice, money, record


@pytest.mark.parametrize(
    ("text", "units"),
    [("1200 JPY", 1200), ("0.125 KWD", 125), ("10.10 USD", 1010), ("-0.01 EUR", -1)],
)
def test_money_is_kept_in_whole_minor_units_of_its_currency(text: str, units: int) -> None:
    assert minor(money(text)) == units
    assert major(units, text.split()[1]) == money(text)


def test_money_comes_back_with_all_decimals_of_its_currency() -> None:
    assert str(major(1010, "USD").amount) == "10.10"
    assert str(major(1200, "JPY").amount) == "1200"
    assert str(major(1000, "KWD").amount) == "1.000"


@pytest.mark.parametrize(
    "text", ["0.5 JPY", "0.001 USD", "0.0001 KWD", f"1.{'0' * 40}1 USD", f"0.{'9' * 40} JPY"]
)
def test_money_with_too_many_decimals_is_refused_rather_than_rounded(text: str) -> None:
    with pytest.raises(ValueError, match="too many digits"):
        minor(money(text))


@pytest.mark.parametrize("amount", ["92233720368547758.08", "1e999999", "NaN", "sNaN", "Infinity"])
def test_money_that_no_column_holds_is_refused_at_once(amount: str) -> None:
    with pytest.raises(ValueError, match="too many digits"):
        minor(Money(Decimal(amount), "USD"))


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from(sorted(CURRENCIES)))
def test_law_every_amount_of_every_currency_comes_back_exactly(units: int, code: str) -> None:
    assert minor(major(units, code)) == units


@given(st.datetimes(timezones=st.timezones()))
def test_law_every_instant_comes_back_exactly_and_in_utc(moment: datetime) -> None:
    back = instant(micros(moment))
    assert back == moment.astimezone(UTC)
    assert back.tzinfo is UTC


def test_an_instant_of_another_zone_is_the_same_instant() -> None:
    there = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5)))
    assert instant(micros(there)) == datetime(2026, 1, 1, 7, tzinfo=UTC)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TypeError, match="naive"):
        micros(datetime(2026, 1, 1))  # noqa: DTZ001 -- that is the point


def test_unread_rows_come_back_whatever_they_hold() -> None:
    rows = (Unread("7", 'an "odd" \\ row'), Unread("ü\ud800", ""))
    assert read_unread(unread_text(rows)) == rows


@given(st.dictionaries(st.text(), st.text() | st.just('\ud800\0\u2028"\\\x7f')))
def test_law_named_texts_are_written_as_the_standard_library_writes_them(
    details: dict[str, str],
) -> None:
    assert details_text(details) == json.dumps(details)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
maybe_words = st.one_of(st.none(), words)
amounts = st.one_of(
    st.none(),
    st.builds(major, st.integers(-(10**12), 10**12), st.sampled_from(["USD", "JPY", "KWD"])),
)
days = st.one_of(st.none(), st.dates())
all_invoices = st.builds(
    Invoice,
    key=st.just(InvoiceKey("acme", "7")),
    standing=st.sampled_from([Standing.OPEN, Standing.PENDING, Standing.UNKNOWN]),
    their_status=words,
    total=amounts,
    open=amounts,
    issued=days,
    due=days,
    description=words,
    client=maybe_words,
    service=maybe_words,
    module=maybe_words,
    label=maybe_words,
    url=maybe_words,
    lines=st.lists(st.builds(Line, words, amounts), max_size=3).map(tuple),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    with open_store(tmp_path_factory.mktemp("rows") / "duewatch.db") as opened:
        opened.sync_accounts([account()], NOON)
        yield opened


@given(all_invoices)
@settings(deadline=None)  # each example waits for the disk
def test_law_an_invoice_comes_back_as_it_went_in(shared: SqliteStore, one: Invoice) -> None:
    record(shared, one)
    assert shared.known("acme") == {"7": one}
    view = shared.invoice(one.key)
    assert view is not None
    assert view.invoice == one


def recorded(one: Invoice) -> Recorded:
    return Recorded({one.key.number: invoice_values(one)}, read_invoice, invoice_values)


@given(all_invoices, all_invoices, st.sets(st.sampled_from([one.name for one in fields(Invoice)])))
def test_law_what_is_recorded_says_the_same_exactly_of_an_equal_invoice(
    one: Invoice, other: Invoice, taken: set[str]
) -> None:
    mixed = replace(one, **{name: getattr(other, name) for name in taken})
    known = recorded(one)
    assert known.says(mixed) == (known["7"] == mixed) == (one == mixed)
    assert known["7"] == one
    assert known["7"] is known["7"]


def test_what_is_recorded_says_the_same_of_an_amount_with_other_decimals() -> None:
    known = recorded(invoice(amount="12.50 USD"))
    assert known.says(invoice(amount="12.5 USD"))
    assert not known.says(invoice(amount="12.50 EUR"))
    assert not known.says(invoice(amount=None))


def test_what_cannot_be_written_down_or_has_another_number_is_not_recorded() -> None:
    known = recorded(invoice(amount="12.50 USD"))
    assert not known.says(invoice(amount="12.501 USD"))
    assert not known.says(invoice("acme/8", amount="12.50 USD"))
    assert "8" not in known
    assert list(known) == ["7"]
    assert len(known) == 1


def test_an_amount_that_is_too_large_names_its_invoice(store: SqliteStore) -> None:
    with pytest.raises(ValueError, match="acme/7: an amount in USD has too many digits"):
        record(store, invoice(amount="92233720368547758.08 USD"))
    assert store.known("acme") == {}


def test_a_leap_day_and_no_day_come_back(store: SqliteStore) -> None:
    record(store, invoice(due="2028-02-29"), invoice("acme/8", due=None))
    known = store.known("acme")
    assert known["7"].due == date(2028, 2, 29)
    assert known["8"].due is None


def test_of_many_only_those_that_are_not_recorded_so_are_unlike_even_where_one_cannot_be() -> None:
    same, other = invoice(amount="12.50 USD"), invoice("acme/8")
    endless = invoice("acme/9", amount="12.501 USD")
    known = recorded(same)
    assert known.unlike([same, other]) == [other]
    assert known.unlike([endless, same, other]) == [endless, other]
