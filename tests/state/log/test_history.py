from datetime import date

import pytest

from state.log.history import as_text, details, kind
from state.model import Amended, Appeared, Line, Reopened, Settled, Vanished
from tests.state.builders import invoice, money, paid


def test_every_change_has_the_word_of_the_contract() -> None:
    one = invoice()
    words = [kind(Appeared(one))]
    words += [kind(change(one, one)) for change in (Amended, Reopened, Settled, Vanished)]
    assert words == ["appeared", "amended", "reopened", "settled", "vanished"]


def test_a_new_invoice_is_told_by_its_essentials() -> None:
    assert details(Appeared(invoice())) == {
        "standing": "open",
        "open": "12.50 USD",
        "due": "2026-11-30",
    }


def test_an_amendment_tells_only_what_is_different_old_and_new() -> None:
    before = invoice()
    after = invoice(amount="15.00 USD", due="2026-12-01", lines=(Line("A"),))
    assert details(Amended(before, after)) == {
        "open": "12.50 USD -> 15.00 USD",
        "total": "12.50 USD -> 15.00 USD",
        "due": "2026-11-30 -> 2026-12-01",
        "lines": "0 lines -> 1 lines",
    }


def test_a_settlement_tells_the_words_of_both_sides() -> None:
    assert details(Settled(invoice(), paid(invoice()))) == {
        "standing": "open -> paid",
        "status": "unpaid -> paid",
        "open": "12.50 USD -> 0.00 USD",
    }


def test_a_link_is_never_written_into_the_history_for_it_may_carry_a_token() -> None:
    before, after = invoice(url="https://a.example/?t=1"), invoice(url="https://a.example/?t=2")
    assert details(Amended(before, after)) == {"url": "changed"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (money("1200 JPY"), "1200 JPY"),
        (money("0.125 KWD"), "0.125 KWD"),
        (money("-3 USD"), "-3.00 USD"),
        (date(2026, 1, 2), "2026-01-02"),
        (None, "unknown"),
        ("as they say", "as they say"),
    ],
)
def test_a_fact_reads_like_this(value: object, text: str) -> None:
    assert as_text(value) == text  # type: ignore[arg-type]
