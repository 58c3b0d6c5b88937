from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.actions import Desk
from bot.actions.rules import acknowledge, unacknowledge
from state.messages import (
    Kind,
)
from state.model import Care, CareState, InvoiceKey, Standing
from state.store import (
    Decision,
    Declined,
)
from tests.bot.stock import NOW, SHOP, VPS, Stock, bill, claim
from tests.builders import invoice, view

LATER = NOW + timedelta(minutes=2)
UNTIL = NOW + timedelta(days=3)
KEY = InvoiceKey("acme-vps", "7")


def taken(by: str = "U01ADA", until: datetime | None = UNTIL, note: str | None = None) -> Care:
    return Care(CareState.ACKNOWLEDGED, by, NOW, until, note)


def take(
    care: Care | None = None,
    standing: Standing = Standing.OPEN,
    by: str = "U02BEN",
    at: datetime = LATER,
    note: str | None = None,
) -> Decision | Declined:
    found = view(invoice("acme-vps/7", standing=standing), VPS, care)
    return acknowledge(found, by, at, UNTIL, note, "button")


def test_an_acknowledgement_keeps_who_when_until_when_and_the_note() -> None:
    decision = take(note="PO 4711")
    assert isinstance(decision, Decision)
    assert decision.care == Care(
        CareState.ACKNOWLEDGED, "U02BEN", LATER, UNTIL, "PO 4711", source="button"
    )
    assert (decision.kind, decision.actor, decision.at) == ("acknowledged", "U02BEN", LATER)
    assert decision.details["source"] == "button"


def test_the_reminders_look_at_once_when_to_come_back_to_what_was_taken_on() -> None:
    decision = take()
    assert isinstance(decision, Decision)
    assert decision.next_step_at == LATER


def test_an_acknowledgement_redraws_the_living_message_and_adds_a_line_to_its_thread() -> None:
    decision = take(note="PO 4711")
    assert isinstance(decision, Decision)
    redraw, line = decision.drafts
    assert (redraw.kind, redraw.key) == (Kind.UPDATE, f"acme-vps/7:update:{LATER.isoformat()}")
    assert (line.kind, line.what) == (Kind.REPLY, "acknowledged")
    assert line.key == f"acme-vps/7:acknowledged:{LATER.isoformat()}"
    assert line.details == {"by": "U02BEN", "note": "PO 4711", "until": UNTIL.isoformat()}
    assert {redraw.channel, line.channel} == {"#acme"}
    assert not line.broadcast


def test_a_second_click_is_told_who_was_first() -> None:
    declined = take(taken())
    assert isinstance(declined, Declined)
    assert "already acknowledged by <@U01ADA> until <!date^" in declined.reason
    assert declined.reason.endswith("23 Nov 2026 12:00 UTC>, 2 minutes ago.")


def test_a_double_click_of_one_person_is_told_so() -> None:
    declined = take(taken("U02BEN"))
    assert isinstance(declined, Declined)
    assert "already acknowledged by you until <!date^" in declined.reason


def test_a_note_may_be_added_to_what_one_has_acknowledged_already() -> None:
    decision = take(taken("U02BEN"), note="PO 4711")
    assert isinstance(decision, Decision)
    assert decision.care
    assert decision.care.note == "PO 4711"
    assert isinstance(take(taken("U02BEN", note="PO 4711"), note="PO 4711"), Declined)


def test_a_note_does_not_take_an_invoice_away_from_whoever_has_it() -> None:
    assert isinstance(take(taken("U01ADA"), note="PO 4711"), Declined)


def test_an_acknowledgement_that_has_ended_may_be_given_again() -> None:
    assert isinstance(take(taken(until=LATER)), Decision)
    assert isinstance(take(taken(until=LATER + timedelta(seconds=1))), Declined)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing.PAID, "already paid"),
        (Standing.VOID, "is void"),
        (Standing.PENDING, "payment under way"),
    ],
)
def test_a_late_click_changes_nothing_about_what_is_finished(
    standing: Standing, words: str
) -> None:
    late = take(standing=standing)
    assert isinstance(late, Declined)
    assert words in late.reason
    found = view(invoice("acme-vps/7", standing=standing), VPS, taken())
    back = unacknowledge(found, "U02BEN", LATER, "button")
    assert isinstance(back, Declined)
    assert words in back.reason


def test_an_invoice_that_vanished_can_be_taken_on() -> None:
    assert isinstance(take(standing=Standing.UNKNOWN), Decision)


def test_giving_back_removes_the_care_and_looks_at_the_ladder_again_at_once() -> None:
    found = view(invoice("acme-vps/7"), VPS, taken())
    decision = unacknowledge(found, "U02BEN", LATER, "command")
    assert isinstance(decision, Decision)
    assert decision.care is None
    assert decision.next_step_at == LATER
    assert [draft.what for draft in decision.drafts] == ["update", "unacknowledged"]
    assert decision.drafts[1].details == {"by": "U02BEN", "state": "acknowledged"}


def test_what_nobody_has_cannot_be_given_back() -> None:
    declined = unacknowledge(view(invoice("acme-vps/7"), VPS), "U02BEN", LATER, "command")
    assert isinstance(declined, Declined)
    assert "nobody has taken it on" in declined.reason


class Clock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def stock(tmp_path: Path) -> Iterator[Stock]:
    made = Stock(tmp_path)
    made.listed(VPS, [bill(7, "12.50 USD", "2026-11-16"), bill(8, "3.00 USD", "2026-12-01")])
    made.listed(SHOP, [claim(8, "20.00 EUR", "2026-11-10", "Example GmbH")])
    yield made
    made.store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(stock: Stock, clock: Clock) -> Desk:
    return Desk(stock.store, clock, timedelta(days=3))


def care_of(stock: Stock, key: InvoiceKey = KEY) -> Care | None:
    found = stock.store.invoice(key)
    assert found
    return found.care


@pytest.mark.parametrize("typed", ["acme-vps/7", "ACME-VPS/7", "7"])
def test_an_invoice_is_taken_on_by_key_or_by_number(desk: Desk, stock: Stock, typed: str) -> None:
    said = desk.acknowledge(typed, "U01ADA", "PO 4711", "command")
    assert "You have taken on `acme-vps/7`" in said
    assert "23 Nov 2026 12:00 UTC" in said
    assert "`/invoices unack acme-vps/7`" in said
    assert care_of(stock) == Care(
        CareState.ACKNOWLEDGED, "U01ADA", NOW, UNTIL, "PO 4711", source="command"
    )


def test_a_number_in_two_accounts_is_asked_back_and_changes_nothing(
    desk: Desk, stock: Stock
) -> None:
    said = desk.acknowledge("8", "U01ADA", None, "command")
    assert "`acme-vps/8` or `shop/8`" in said
    assert care_of(stock, InvoiceKey("acme-vps", "8")) is None


@pytest.mark.parametrize("typed", ["acme-vps/99", "nowhere/7", "", "/", "acme-vps/", "x" * 3000])
def test_an_unknown_or_stale_key_is_answered_kindly(desk: Desk, typed: str) -> None:
    assert "I know no invoice" in desk.acknowledge(typed, "U01ADA", None, "button")
    assert "I know no invoice" in desk.unacknowledge(typed, "U01ADA", "button")


def test_a_key_with_a_slip_gets_the_nearest_owed_ones(tmp_path: Path) -> None:
    stock = Stock(tmp_path)
    stock.listed(VPS, [bill(7514880, "12.50 USD", "2026-11-16")])
    said = Desk(stock.store, Clock(), None).acknowledge("7514808", "U01ADA", None, "command")
    assert "Did you mean `acme-vps/7514880`?" in said
    stock.store.close()


def test_the_whole_way_there_and_back_is_in_the_history(
    desk: Desk, stock: Stock, clock: Clock
) -> None:
    desk.acknowledge("7", "U01ADA", "PO 4711", "command")
    clock.time = LATER
    assert "already acknowledged by you" in desk.acknowledge("7", "U01ADA", None, "button")
    assert "open to everybody again" in desk.unacknowledge("7", "U02BEN", "button")
    assert care_of(stock) is None
    told = [(e.kind, e.actor, e.details.get("source")) for e in stock.store.timeline(KEY)]
    assert told == [
        ("appeared", "provider", None),
        ("acknowledged", "U01ADA", "command"),
        ("unacknowledged", "U02BEN", "button"),
    ]


def test_an_acknowledgement_without_an_end_says_nothing_of_coming_back(stock: Stock) -> None:
    said = Desk(stock.store, Clock(), None).acknowledge("7", "U01ADA", None, "command")
    assert "comes back" not in said
    care = care_of(stock)
    assert care
    assert care.until is None


def test_a_very_long_note_is_cut_and_says_so(desk: Desk, stock: Stock) -> None:
    desk.acknowledge("7", "U01ADA", "x" * 5000, "command")
    care = care_of(stock)
    assert care
    assert care.note == "x" * 499 + "…"


def test_what_was_paid_between_drawing_and_clicking_stays_paid(desk: Desk, stock: Stock) -> None:
    stock.settled(bill(7, "12.50 USD", "2026-11-16"))
    assert "already paid" in desk.acknowledge("acme-vps/7", "U01ADA", None, "button")
    assert care_of(stock) is None
    assert stock.store.pending() == 0


def test_care_survives_the_next_check(desk: Desk, stock: Stock) -> None:
    desk.acknowledge("7", "U01ADA", "PO 4711", "command")
    before = bill(7, "12.50 USD", "2026-11-16")
    stock.listed(VPS, [], NOW + timedelta(hours=1))
    stock.settled(replace(before), Standing.PENDING)
    care = care_of(stock)
    assert care
    assert care.note == "PO 4711"


def test_the_reminders_look_again_at_once_when_it_is_given_back(desk: Desk, stock: Stock) -> None:
    desk.acknowledge("7", "U01ADA", None, "button")
    desk.unacknowledge("7", "U01ADA", "button")
    assert [str(each.invoice.key) for each in stock.store.due_steps(NOW, 10)] == ["acme-vps/7"]


def test_of_many_clicks_at_once_one_counts_and_each_is_answered(desk: Desk, stock: Stock) -> None:
    people = [f"U{number:02}CLICKER" for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda who: desk.acknowledge("7", who, None, "button"), people))
    winners = [who for who, words in zip(people, said, strict=True) if "You have taken on" in words]
    assert len(winners) == 1
    care = care_of(stock)
    assert care
    assert care.by == winners[0]
    assert sum(f"already acknowledged by <@{winners[0]}>" in words for words in said) == 19
    assert [e.kind for e in stock.store.timeline(KEY)] == ["appeared", "acknowledged"]
    assert stock.store.pending() == 2
