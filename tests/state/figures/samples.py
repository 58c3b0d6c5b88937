"""Any set of invoices: both directions, several currencies, all decisions, odd dates."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st
from moneyed import Money

from state.model import (
    Account,
    Care,
    CareState,
    Countdown,
    Cutoff,
    Direction,
    InvoiceView,
    Standing,
)
from tests.builders import account, invoice, view

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # a Friday
TODAY = date(2026, 11, 20)
VPS = account("acme-vps")
EARLY = account("early", "voxel", timezone="Pacific/Kiritimati")  # its Saturday has begun
LATE = account("late", "voxel", timezone="Pacific/Pago_Pago")
SHOP = account("shop", "whmcs", Direction.RECEIVABLE)


def today(_: Account) -> date:
    return TODAY


def care(state: CareState, day: date | None = None, until: datetime | None = None) -> Care:
    return Care(state, "U01ADA", NOW - timedelta(days=1), until, day=day)


def owing(
    number: int,
    amount: str | None = "10.00 USD",
    due: int | None = 0,
    taken: Care | None = None,
    of: Account = VPS,
) -> InvoiceView:
    """An invoice that was due so many days ago."""
    day = None if due is None else (TODAY - timedelta(days=due)).isoformat()
    return view(invoice(f"{of.name}/{number}", amount, day), of, taken)


days = st.one_of(
    st.none(), st.sampled_from([-400, -31, -8, -7, -1, 0, 1, 30, 31, 60, 61, 90, 91, 4000])
)
amounts = st.one_of(
    st.none(),
    st.builds(
        Money,
        st.decimals(0, 10_000, places=2),
        st.sampled_from(["USD", "EUR", "JPY", "BHD"]),
    ),
)
moments = st.sampled_from([None, NOW - timedelta(hours=1), NOW + timedelta(days=2)])
cares = st.one_of(
    st.none(),
    st.builds(
        care,
        st.sampled_from(CareState),
        st.one_of(st.none(), st.integers(-9, 60).map(lambda n: TODAY + timedelta(days=n))),
        moments,
    ),
)


@st.composite
def books(draw: st.DrawFn) -> list[InvoiceView]:
    """Some invoices, each with its own number."""
    return [draw(_views(number)) for number in range(draw(st.integers(0, 25)))]


@st.composite
def _views(draw: st.DrawFn, number: int) -> InvoiceView:
    of = draw(st.sampled_from([VPS, EARLY, LATE, SHOP]))
    told = owing(number, due=draw(days), taken=draw(cares), of=of)
    facts = replace(
        told.invoice,
        open=draw(amounts),
        total=draw(amounts),
        standing=draw(st.sampled_from(Standing)),
    )
    return replace(told, invoice=facts, countdown=draw(_countdowns()))


@st.composite
def _countdowns(draw: st.DrawFn) -> Countdown:
    at = draw(st.one_of(st.none(), st.integers(-5, 5)))
    if at is None:
        return Countdown()
    moment = NOW + timedelta(days=at)
    return Countdown(Cutoff(moment, moment.date(), None, "UTC"), None, NOW)
