from dataclasses import replace

import pytest

from state.model import Amended, Appeared, Reopened, Settled
from state.raising import raises_amount
from tests.state.builders import invoice, paid


@pytest.mark.parametrize(
    ("before", "after", "raised"),
    [
        ("10.00 USD", "10.01 USD", True),
        ("10.00 USD", "9.99 USD", False),
        ("10.00 USD", "10.00 USD", False),
        ("0.00 USD", "0.01 USD", True),
        ("10.00 USD", "1.00 EUR", True),
        ("10.00 USD", "10.00 EUR", True),
        (None, "10.00 USD", False),
        ("10.00 USD", None, False),
        (None, None, False),
    ],
)
def test_more_is_more_and_another_currency_is_not_what_was_agreed_to(
    before: str | None, after: str | None, *, raised: bool
) -> None:
    changed = invoice(amount=after, description="Another")
    assert raises_amount(Amended(invoice(amount=before), changed)) == raised


def test_only_what_is_open_counts() -> None:
    more = replace(invoice(), total=invoice(amount="99.00 USD").total)
    assert not raises_amount(Amended(invoice(), more))


def test_other_changes_raise_nothing() -> None:
    more = invoice(amount="99.00 USD")
    assert not raises_amount(Appeared(more))
    assert not raises_amount(Settled(invoice(), paid(more)))
    assert not raises_amount(Reopened(paid(invoice()), more))
