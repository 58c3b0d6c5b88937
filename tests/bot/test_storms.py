"""One question instead of hundreds of lines, and what each answer to it does."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.compose import Composer, Redraw, Say
from state.database import open_store
from state.messages import Dropped, Kind, OutboxItem
from state.model import (
    Care,
    CareState,
    Invoice,
    InvoiceKey,
    Standing,
)
from tests.bot.office import ACME, Books, Office, owed
from tests.builders import NOW, invoice, money


def in_euros(one: Invoice) -> Invoice:
    return replace(one, total=money("9.00 EUR"), open=money("9.00 EUR"))


def later(one: Invoice) -> Invoice:
    return replace(one, due=date(2026, 12, 24))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_store(tmp_path / "storms.db") as store:
        store.sync_accounts([ACME], NOW)
        opened = Office(store, Books([]))
        opened.check(invoice("acme/500", "500.00 USD"))
        opened.check(invoice("acme/500", "500.00 USD"), *owed(12))
        assert opened.posted() == ["baseline", "new"]
        opened.said.clear()
        yield opened


REST = invoice("acme/500", "500.00 USD")


def test_a_re_numbering_is_believed_and_is_one_question(office: Office) -> None:
    assert office.check(REST, *owed(12, first=901)).ok
    assert office.posted() == ["storm"]
    assert {str(office.view(n).invoice.standing) for n in range(1, 13)} == {"unknown"}
    assert {str(office.view(n).invoice.standing) for n in range(901, 913)} == {"open"}
    assert all(office.view(n).next_step_at for n in range(901, 913)), "reminders go on"
    assert not any(office.view(n).next_step_at for n in range(1, 13)), "and are not doubled"
    office.check(REST, *owed(12, first=901))
    assert office.posted() == ["storm"], "it is not asked again"


def test_what_is_no_part_of_the_storm_is_told_as_ever(office: Office) -> None:
    paid = replace(REST, standing=Standing.PAID, their_status="Paid", open=money("0.00 USD"))
    office.check(paid, *owed(12, first=901), invoice("acme/777", "77.00 USD"))
    assert sorted(office.posted()) == ["new", "storm"]


def test_yes_closes_the_old_numbers_by_that_persons_word(office: Office) -> None:
    office.check(REST, *owed(12, first=901))
    said = office.storms.answer(office.question(), "U01ADA", yes=True)
    assert said.startswith("Noted: they were renumbered.")
    old = office.view(3)
    assert (old.invoice.standing, old.invoice.their_status) == (Standing.VOID, "renumbered as 903")
    assert old.next_step_at is None
    for number in ("3", "903"):
        last = office.store.timeline(InvoiceKey("acme", number))[-1]
        assert (last.kind, last.actor) == ("renumbered", "U01ADA")
        assert last.details == {"number": "3 -> 903"}
    office.deliver()
    assert office.posted() == ["storm"], "nothing more stands in the channel"


def test_the_message_of_the_old_ones_shows_the_new_ones_from_then_on(office: Office) -> None:
    before = office.store.living(InvoiceKey("acme", "3"))
    assert before is not None
    office.check(REST, *owed(12, first=901))
    office.storms.answer(office.question(), "U01ADA", yes=True)
    after = office.store.living(InvoiceKey("acme", "903"))
    assert after is not None
    assert after[1] == before[1]
    assert office.store.living(InvoiceKey("acme", "3")) is None
    office.deliver()
    drawn = [said for _, said in office.said if isinstance(said, Redraw) and said.post == after[1]]
    assert "acme/903" in str(drawn[-1].message)
    assert "acme/3'" not in str(drawn[-1].message)


def test_a_new_one_that_has_a_message_already_keeps_it(office: Office) -> None:
    office.check(REST, *owed(12, first=901))
    new = office.view(903)
    post = replace(office.store.said(InvoiceKey("acme", "3"))[0].draft, key="x", number="903")
    office.store.enqueue([replace(post, kind=Kind.INVOICE)], office.clock())
    office.deliver()
    own = office.store.living(new.invoice.key)
    office.storms.answer(office.question(), "U01ADA", yes=True)
    assert office.store.living(new.invoice.key) == own
    assert office.store.living(InvoiceKey("acme", "3")) is not None


def test_what_people_decided_goes_over_to_the_new_number(office: Office) -> None:
    until = NOW + timedelta(days=3)
    promise = Care(CareState.PROMISED, "U01ADA", NOW, until, "PO 4711", day=date(2026, 11, 22))
    office.take(3, promise)
    office.take(4, promise)
    office.check(REST, *owed(12, first=901))
    own = Care(CareState.ACKNOWLEDGED, "U02BEN", office.now, until)
    office.take(904, own)
    office.storms.answer(office.question(), "U03CLEO", yes=True)
    assert office.view(903).care == promise
    assert office.view(904).care == own, "whoever decided about the new one is not overruled"
    assert office.view(3).care is None
    moved = office.store.timeline(InvoiceKey("acme", "903"))[-1]
    assert moved.details["care"] == "promised"
    assert moved.details["by"] == "U01ADA"


def test_yes_leaves_alone_what_the_provider_has_spoken_of_again(office: Office) -> None:
    office.check(REST, *owed(12, first=901))
    office.check(REST, *owed(12, first=901), owed(3)[2])
    office.storms.answer(office.question(), "U01ADA", yes=True)
    assert office.view(3).invoice.standing is Standing.OPEN
    assert office.view(2).invoice.standing is Standing.VOID


def test_an_old_number_that_comes_back_after_all_is_told_loudly(office: Office) -> None:
    office.check(REST, *owed(12, first=901))
    office.storms.answer(office.question(), "U01ADA", yes=True)
    office.check(REST, *owed(12, first=901), owed(3)[2])
    assert office.posted() == ["storm", "reopened"]


def test_no_leaves_both_and_says_what_had_been_held_back(office: Office) -> None:
    office.check(REST, *owed(12, first=901))
    said = office.storms.answer(office.question(), "U01ADA", yes=False)
    assert said.startswith("Noted: they were not renumbered.")
    assert office.view(3).invoice.standing is Standing.UNKNOWN
    assert office.view(903).invoice.standing is Standing.OPEN
    office.deliver()
    assert sorted(office.posted()) == ["new", "roundup", "storm"], "as two messages, not 24"


@pytest.mark.parametrize("change", [in_euros, later])
def test_a_change_of_all_of_them_is_one_question(
    office: Office, change: Callable[[Invoice], Invoice]
) -> None:
    office.check(REST, *map(change, owed(12)))
    assert office.posted() == ["storm"]
    redrawn = [said for _, said in office.said if isinstance(said, Redraw)]
    assert len(redrawn) == 1, "all of them stand in one message, which shows the change"
    office.storms.answer(office.question(), "U01ADA", yes=False)
    office.deliver()
    assert office.posted() == ["storm"]


def test_each_change_is_announced_if_somebody_wants_that(office: Office) -> None:
    office.check(REST, *map(in_euros, owed(12)))
    office.storms.answer(office.question(), "U01ADA", yes=True)
    office.deliver()
    assert office.posted() == ["storm", "roundup"]
    lines = [said for what, said in office.said if what == "amended"]
    assert len(lines) == 12
    assert all(isinstance(said, Say) and said.thread_ts for said in lines)
    assert "10.00 USD → 9.00 EUR" in str(lines[0])


def test_the_question_is_redrawn_without_buttons_and_with_who_decided_what(
    office: Office,
) -> None:
    office.check(REST, *map(in_euros, owed(12)))
    office.storms.answer(office.question(), "U01ADA", yes=False)
    office.deliver()
    what, drawn = office.said[-1]
    assert what == "storm_answered"
    assert isinstance(drawn, Redraw)
    asked = office.store.item(office.question().replace("|", ":storm:"))
    assert asked is not None
    assert drawn.post == asked.post
    assert "<@U01ADA>" in drawn.message.text
    assert "nothing more is said about it" in drawn.message.text
    assert "actions" not in {block["type"] for block in drawn.message.blocks}


def test_the_first_answer_counts_and_the_second_is_told_so(office: Office) -> None:
    office.check(REST, *owed(12, first=901))
    question = office.question()
    office.storms.answer(question, "U01ADA", yes=False)
    late = office.storms.answer(question, "U02BEN", yes=True)
    assert late.startswith("<@U01ADA> has answered this already")
    assert "they were not renumbered" in late
    assert office.storms.answer(question, "U01ADA", yes=False).startswith("You have answered")
    assert office.view(3).invoice.standing is Standing.UNKNOWN


def test_of_answers_at_the_same_moment_one_counts(office: Office) -> None:
    office.check(REST, *owed(12, first=901))
    question, storms = office.question(), office.storms
    with ThreadPoolExecutor(8) as people:
        clicks = [
            people.submit(storms.answer, question, f"U0{at}", yes=bool(at % 2)) for at in range(8)
        ]
    assert sum(click.result().startswith("Noted") for click in clicks) == 1
    office.deliver()
    assert [what for what, _ in office.said].count("storm_answered") == 1


def test_a_question_that_nobody_asked_is_answered_kindly(office: Office) -> None:
    for made_up in ("acme|2026-01-01T00:00:00+00:00", "nobody|x", "", "|", "acme"):
        said = office.storms.answer(made_up, "U01ADA", yes=True)
        assert said == "I do not know this question any more; nothing was changed."


def test_a_question_of_which_nothing_is_left_is_not_asked(office: Office) -> None:
    asked = office.store.item("x")
    assert asked is None
    office.check(REST, *map(in_euros, owed(12)))
    item = office.store.item(office.question().replace("|", ":storm:"))
    assert isinstance(item, OutboxItem)
    paid = [replace(in_euros(one), standing=Standing.PAID) for one in owed(12)]
    office.check(REST, *paid)
    assert Composer(office.store, office.clock).compose(item) == Dropped("nothing of it is left")


def test_the_next_check_agrees_with_what_was_answered(office: Office) -> None:
    office.check(REST, *owed(12, first=901))
    office.storms.answer(office.question(), "U01ADA", yes=True)
    assert office.check(REST, *owed(12, first=901)).changes == []
    assert office.store.known("acme")["3"].standing is Standing.VOID


def test_the_history_keeps_who_answered_what(office: Office, tmp_path: Path) -> None:
    office.check(REST, *map(in_euros, owed(12)))
    office.storms.answer(office.question(), "U01ADA", yes=False)
    with closing(sqlite3.connect(tmp_path / "storms.db")) as database:
        rows = database.execute(
            "SELECT actor, account, number, details FROM events WHERE kind = 'storm_answered'"
        ).fetchall()
    [(actor, name, number, details)] = rows
    assert (actor, name, number) == ("U01ADA", "acme", None)
    told = json.loads(details)
    assert (told["kind"], told["answer"]) == ("currency", "no")


def test_messages_of_single_invoices_go_over_as_well(office: Office) -> None:
    office.check(REST, *owed(12, first=901))
    office.storms.answer(office.question(), "U01ADA", yes=True)
    now = owed(12, first=901)
    for at in range(14):
        now.append(invoice(f"acme/{2001 + at}", f"{50 + at}.00 USD"))
        office.check(REST, *now)
    alone = office.store.living(InvoiceKey("acme", "2005"))
    moved = [replace(one, key=InvoiceKey("acme", f"3{one.key.number}")) for one in now]
    office.check(REST, *moved)
    office.storms.answer(office.question(), "U01ADA", yes=True)
    office.deliver()
    after = office.store.living(InvoiceKey("acme", "32005"))
    assert alone is not None
    assert after is not None
    assert after[1] == alone[1]
    drawn = [said for _, said in office.said if isinstance(said, Redraw) and said.post == after[1]]
    assert "acme/32005" in str(drawn[-1].message)
