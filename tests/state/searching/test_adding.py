"""Figures from the tallies: exactly what reading every invoice that was found would give."""

from collections.abc import Iterator
from datetime import date

import pytest

from state.database import SqliteStore
from state.figures.aging import aging, aging_of
from state.figures.aging import cuts as aging_cuts
from state.figures.cash import cash, cash_of
from state.figures.cash import cuts as cash_cuts
from state.figures.summary import cuts as summary_cuts
from state.figures.summary import summary, summary_of
from state.model import Account
from state.search import Search
from tests.state.builders import NOON
from tests.state.lived import TODAY, lived
from tests.state.test_search import FILTERS, WINDOWS, windows

HERE = TODAY["Europe/Berlin"]
DAYS = set(TODAY.values())


@pytest.fixture(scope="module", params=range(2))
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqliteStore]:
    with lived(tmp_path_factory.mktemp("lived") / "duewatch.db", request.param) as opened:
        yield opened


def today(account: Account) -> date:
    return TODAY[account.timezone]


def found(store: SqliteStore, when: str, filters: dict[str, object]) -> None:
    for undated, unclear in ((True, False), (False, True)):
        wanted = Search(windows(when), undated, unclear, **filters)  # type: ignore[arg-type]
        views = store.all_found(wanted)
        lots = store.lots(wanted, {cut for day in DAYS for cut in aging_cuts(day)})
        assert aging_of(lots) == aging(views, today)
        for days in (0, 9):
            lots = store.lots(wanted, {cut for day in DAYS for cut in cash_cuts(HERE, days, day)})
            assert cash_of(lots, HERE, days) == cash(views, HERE, days, today)
        told = summary(views, NOON, today)
        cuts = {cut for day in DAYS for cut in summary_cuts(day)}
        held = store.held(wanted, cuts, NOON)
        assert summary_of(store.lots(wanted, cuts), held, views, NOON, today) == told


@pytest.mark.parametrize("filters", FILTERS, ids=range(len(FILTERS)))
def test_figures_of_a_search_are_those_of_its_invoices(
    store: SqliteStore, filters: dict[str, object]
) -> None:
    for when in WINDOWS:
        found(store, when, filters)


def test_no_invoice_is_counted_twice_or_left_out(store: SqliteStore) -> None:
    wanted = Search(windows("any"))
    assert sum(lot.sum.count for lot in store.lots(wanted, ())) == store.search(wanted).count
