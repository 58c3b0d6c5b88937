"""Searches: by the tallies exactly what reading every invoice would give."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from state.database import SqliteStore
from state.model import CareState, Direction, Standing
from state.search import PAGE, Amounts, Held, Search, Window, spans
from state.store import Question
from state.totals import totals
from tests.state.lived import TODAY, is_kept, is_wanted, lived


@pytest.fixture(scope="module", params=range(2))
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqliteStore]:
    with lived(tmp_path_factory.mktemp("lived") / "duewatch.db", request.param) as opened:
        yield opened


WINDOWS = {
    "any": (None, None),
    "overdue": (None, -1),
    "due": (0, 7),
    "attention": (None, 7),
    "never": (5, 4),
}


def windows(name: str) -> dict[str, Window]:
    first, last = WINDOWS[name]
    return {
        zone: Window(
            today,
            None if first is None else today + timedelta(days=first),
            None if last is None else today + timedelta(days=last),
        )
        for zone, today in TODAY.items()
    }


FILTERS: list[dict[str, object]] = [
    {},
    {"direction": Direction.PAYABLE},
    {"direction": Direction.RECEIVABLE},
    {"accounts": ("acme",)},
    {"accounts": ()},
    {"accounts": ("acme", "shop"), "direction": Direction.PAYABLE},
    {"accounts": ("bolt-2", "bolt", "nobody")},
    {"accounts": ("acme", "bolt", "bolt-2", "shop", "store")},
    {"clients": ("mÜLLER",)},
    {"clients": ("STRASSE", "50%_")},
    {"clients": ("ag",), "accounts": ("store",)},
    {"clients": ("nobody",)},
    {"amounts": Amounts(over=Decimal(100), currency="USD")},
    {"amounts": Amounts(over=Decimal("99.995"))},
    {"amounts": Amounts(over=Decimal(120)), "accounts": ("bolt-2", "acme")},
    {"amounts": Amounts(under=Decimal(100))},
    {"amounts": Amounts(over=Decimal(5), under=Decimal("100.01"))},
    {"amounts": Amounts(over=Decimal(110), under=Decimal(140), currency="USD")},
    {"amounts": Amounts(over=Decimal(50), under=Decimal(40))},
    {"amounts": Amounts(over=Decimal(10) ** 30)},
    {"amounts": Amounts(over=Decimal(1), currency="CHF")},
    {"amounts": Amounts(over=Decimal(10)), "clients": ("müller",)},
    {"held": Held(nobody=True)},
    {"held": Held(nobody=True), "amounts": Amounts(over=Decimal(6))},
    {"held": Held(nobody=True), "accounts": ("acme", "bolt-2")},
    {"held": Held(nobody=True), "clients": ("s",)},
    {"held": Held()},
    {"held": Held(people=frozenset({"U3"}))},
    {"held": Held(states=frozenset({CareState.SNOOZED, CareState.DISPUTED}))},
    {"held": Held(frozenset({CareState.ACKNOWLEDGED}), frozenset({"U1", "U2"}))},
    {"held": Held(people=frozenset({"U1"})), "amounts": Amounts(under=Decimal(100))},
    {"standing": Standing.UNKNOWN},
    {"standing": Standing.UNKNOWN, "amounts": Amounts(over=Decimal(1))},
]


@pytest.mark.parametrize("filters", FILTERS, ids=range(len(FILTERS)))
@pytest.mark.parametrize("when", WINDOWS)
def test_a_search_finds_what_reading_everything_finds(
    store: SqliteStore, when: str, filters: dict[str, object]
) -> None:
    undated, unclear = when == "any", when == "attention"
    search = Search(windows(when), undated, unclear, **filters)  # type: ignore[arg-type]
    owed = store.invoices(Question())
    wanted = [view for view in owed if is_wanted(view, search)]
    found = store.search(search)
    assert found.totals() == totals(wanted, lambda of: TODAY[of.timezone])
    assert found.count == len(wanted)
    others = [view for view in owed if is_kept(view, search) and view not in wanted]
    assert found.undated == sum(view.invoice.due is None for view in others)
    paged = [store.search(search, page).rows for page in range(1, found.pages + 1)]
    for way in Direction:
        mine = [view for view in wanted if view.account.direction is way]
        assert [v for rows in paged for v in rows if v.account.direction is way] == mine


@pytest.mark.parametrize("page", [0, -3, 99])
def test_a_page_that_is_not_there_is_the_nearest_one(store: SqliteStore, page: int) -> None:
    found = store.search(Search(windows("any")), page)
    assert found.page == (found.pages if page > 0 else 1)
    assert found.rows


@pytest.mark.parametrize(
    ("ours", "theirs"), [(0, 0), (3, 2), (15, 1), (40, 3), (3, 40), (60, 60), (8, 7), (9, 7)]
)
def test_every_invoice_stands_on_exactly_one_page(ours: int, theirs: int) -> None:
    pages = -(-(ours + theirs) // PAGE)
    shown: dict[Direction, list[int]] = {way: [] for way in Direction}
    for page in range(1, pages + 1):
        found = spans(ours, theirs, page)
        assert 0 < sum(one.limit for one in found) <= PAGE
        for one in found:
            shown[one.direction] += range(one.offset, one.offset + one.limit)
    assert shown == {Direction.PAYABLE: [*range(ours)], Direction.RECEIVABLE: [*range(theirs)]}


def test_a_page_shows_both_directions_while_there_are_both() -> None:
    assert [(one.direction.value, one.limit) for one in spans(100, 100, 3)] == [
        ("payable", 8),
        ("receivable", 7),
    ]
