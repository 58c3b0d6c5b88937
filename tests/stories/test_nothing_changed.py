"""The usual case: the providers say what they said before."""

import sqlite3
from pathlib import Path

from tests.stories.house import House, house
from tests.stories.test_an_outage import ACCOUNTS, furnish


def written(home: House) -> dict[str, list[tuple[object, ...]]]:
    """Everything recorded, but for when it was seen."""
    with sqlite3.connect(home.core.settings.database) as db:
        tables = ("invoices", "events", "outbox", "care")
        found = {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in tables}  # noqa: S608
    db.close()
    return found


def test_a_second_check_of_unchanged_accounts_reports_nothing_and_writes_nothing(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        assert all(checked.changes for checked in home.check())
        before, seen = written(home), {v.account.name: v for v in home.core.store.account_views()}

        home.clock.forward(minutes=31)
        again = home.check()
        assert [(c.account, list(c.changes), c.error) for c in again] == [
            (name, [], None) for name in ACCOUNTS
        ]
        assert written(home) == before
        for view in home.core.store.account_views():
            earlier = seen[view.account.name].checked_at
            assert view.checked_at is not None
            assert earlier is not None
            assert view.checked_at > earlier, "but it is remembered that they were seen"


def test_an_unchanged_answer_is_not_even_parsed(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.check()
        for name in ACCOUNTS:
            lease = home.core.store.claim_account(
                name, home.clock(), home.core.engine.plans[name].every
            )
            assert lease is not None
            assert lease.digest == home.core.engine.plans[name].provider.fetch().digest
