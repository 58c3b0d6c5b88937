"""An answer that is refused again and again although it is right is taken over by an operator."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.check import examine
from providers.base import Answer, Part, Unreadable
from state.database import open_store
from state.model import Coverage, Invoice, InvoiceKey, Snapshot, Standing, Vanished
from tests.bot.office import ACME, Books, Office, owed
from tests.builders import NOW, invoice

LEFT = invoice("acme/500", "500.00 USD")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_store(tmp_path / "d.db") as store:
        store.sync_accounts([ACME], NOW)
        opened = Office(store, Books([]))
        assert opened.check(LEFT, *owed(7)).ok
        yield opened


def noted(folder: Path) -> list[tuple[str, str | None, str, str]]:
    """Kind, invoice, actor and reason of everything the history says about the account."""
    with closing(sqlite3.connect(folder / "d.db")) as database:
        rows = database.execute(
            """SELECT kind, number, actor, details FROM events
               WHERE kind IN ('failing', 'believed', 'recovered') ORDER BY id"""
        ).fetchall()
    return [(kind, number, actor, json.loads(d).get("why", "")) for kind, number, actor, d in rows]


def test_what_is_refused_each_time_is_taken_over_once_and_nothing_becomes_paid(
    office: Office, tmp_path: Path
) -> None:
    for _ in range(2):
        refused = office.check(LEFT)
        assert "`duewatch check acme --believe` takes it over" in (refused.error or "")
        assert office.view(1).invoice.standing is Standing.OPEN
    with capture_logs() as logged:
        taken = office.check(LEFT, believe=True)
    assert taken.ok
    assert {type(change) for change in taken.changes} == {Vanished}
    assert {office.view(at).invoice.standing for at in range(1, 8)} == {Standing.UNKNOWN}
    why = (
        "expected 8 known unpaid invoices; 7 of them are missing (1, 2, 3, 4, 5 and 2 more) "
        "and nothing says why"
    )
    assert noted(tmp_path)[-2:] == [
        ("believed", None, "operator", why),
        ("recovered", None, "duewatch", ""),
    ]
    assert [(one["account"], one["actor"], one["doubt"]) for one in logged if "doubt" in one] == [
        ("acme", "operator", why)
    ]


def test_the_next_checks_take_what_was_believed_for_known(office: Office, tmp_path: Path) -> None:
    office.check(LEFT, believe=True)
    assert office.check(LEFT).ok
    assert office.check(LEFT, *owed(7)).ok, "and what comes back is owed again"
    assert office.view(3).invoice.standing is Standing.OPEN
    assert [kind for kind, *_ in noted(tmp_path)].count("believed") == 1


def test_an_answer_that_is_believable_anyway_is_not_noted_as_believed(
    office: Office, tmp_path: Path
) -> None:
    checked = office.check(LEFT, *owed(6), believe=True)
    assert (checked.ok, checked.doubt) == (True, None)
    assert "believed" not in [kind for kind, *_ in noted(tmp_path)]


def test_a_check_after_one_that_was_believed_is_as_strict_as_before(office: Office) -> None:
    more = owed(9, first=700)
    office.check(LEFT, believe=True)
    office.check(LEFT, *more)
    assert not office.check(LEFT).ok


class Silent:
    """A provider that lists nothing that is owed, and whose look-up does not answer."""

    def fetch(self) -> Answer:
        return Answer("whmcs", 1, (Part("list", b"nothing"),))

    def read(self, answer: Answer) -> Snapshot:  # noqa: ARG002 -- says the same of all
        return Snapshot("acme", (), Coverage.OPEN_ONLY, (), NOW)

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:  # noqa: ARG002
        return {}


def test_what_no_look_up_explains_is_no_longer_listed_once_it_is_believed() -> None:
    waits = replace(invoice(), key=InvoiceKey("acme", "8"), standing=Standing.PENDING)
    known = {"7": invoice(), "8": waits}
    with pytest.raises(Unreadable, match="an empty list came"):
        examine(Silent(), lambda: known, None)
    examined = examine(Silent(), lambda: known, None, believe=True)
    assert [type(change) for change in examined.changes] == [Vanished], "what is pending waits on"
    assert examined.digest == "", "so that it is looked up again"
    after = known | {"7": examined.changes[0].after}  # type: ignore[union-attr]
    assert examine(Silent(), lambda: after, None).changes == []
