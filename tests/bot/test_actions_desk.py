"""The desk on a real database: what is typed, what is answered, what is recorded."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.actions import Desk, carry_out
from bot.slack.commands import parse
from bot.slack.deeds import Deed
from state.messages import Kind
from state.model import Care, CareState, InvoiceKey, InvoiceView
from state.rules.calendar import WorkingTime
from state.rules.suspension import Countdown, Suspension, countdown
from tests.bot.stock import NOW, SHOP, VPS, Stock, bill, claim

KEY = InvoiceKey("acme-vps", "7")
ADA, BEN, CLEO = "U01ADA", "U02BEN", "U03CLEO"
OFFICE = WorkingTime("Europe/Berlin", time(9), time(17, 30), business_days=True)


class Clock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stock(tmp_path: Path) -> Iterator[Stock]:
    made = Stock(tmp_path)
    made.listed(VPS, [bill(7, "12.50 USD", "2026-11-20"), bill(8, "3.00 USD", None)])
    made.listed(SHOP, [claim(8, "20.00 EUR", "2026-11-10", "Example GmbH")])
    yield made
    made.store.close()


def stops(view: InvoiceView) -> Countdown:
    return countdown(Suspension(3, 10, "America/New_York"), view.invoice.due)


@pytest.fixture
def desk(stock: Stock, clock: Clock) -> Desk:
    return Desk(stock.store, clock, timedelta(days=3), hours=OFFICE, suspends=stops)


class Person:
    """Somebody who types commands."""

    def __init__(self, desk: Desk, user: str) -> None:
        self.desk, self.user = desk, user

    def __call__(self, typed: str) -> str:
        deed = parse(typed)
        assert isinstance(deed, Deed)
        return carry_out(self.desk, deed, self.user, "command")


@pytest.fixture
def ada(desk: Desk) -> Person:
    return Person(desk, ADA)


@pytest.fixture
def ben(desk: Desk) -> Person:
    return Person(desk, BEN)


def care_of(stock: Stock, key: InvoiceKey = KEY) -> Care | None:
    found = stock.store.invoice(key)
    assert found
    return found.care


def berlin(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment in Berlin in winter, as the state keeps it."""
    return datetime(2026, month, day, hour - 1, minute, tzinfo=UTC)


MONDAY = berlin(23, 9)


@pytest.mark.parametrize(
    ("typed", "state", "until", "note"),
    [
        ("ack 7 PO 4711", CareState.ACKNOWLEDGED, NOW + timedelta(days=3), "PO 4711"),
        ("ack 7 until fri", CareState.ACKNOWLEDGED, berlin(27, 9), None),
        ("snooze 7 1d later", CareState.SNOOZED, MONDAY, "later"),
        ("snooze 7 until 2026-12-01", CareState.SNOOZED, berlin(1, 9, month=12), None),
        ("promise 7 fri", CareState.PROMISED, berlin(30, 9), None),
        ("paid 7 by wire", CareState.WAITING, MONDAY + timedelta(hours=4), "by wire"),
        ("paid 7 until 2026-11-25", CareState.WAITING, berlin(25, 9), None),
        ("dispute 7 twice", CareState.DISPUTED, berlin(4, 13, month=12), "twice"),
        ("mute 7 7d", CareState.MUTED, berlin(27, 13), None),
        ("assign 7 me", CareState.ASSIGNED, None, None),
    ],
)
def test_what_is_typed_is_recorded_with_its_end(
    ada: Person, stock: Stock, typed: str, state: CareState, until: datetime, note: str | None
) -> None:
    ada(typed)
    care = care_of(stock)
    assert care
    assert (care.state, care.by, care.at, care.source) == (state, ADA, NOW, "command")
    assert (care.until, care.note) == (until, note)
    event = stock.store.timeline(KEY)[-1]
    assert (event.kind, event.actor, event.details["source"]) == (state.value, ADA, "command")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ack 7", "You have taken on `acme-vps/7`."),
        ("snooze 7 1d", "`acme-vps/7` is snoozed. It comes back <!date^"),
        ("promise 7 sat", "Noted: `acme-vps/7` will be paid on Sat 21 Nov 2026."),
        ("paid 7", "Noted: `acme-vps/7` is paid; I wait for the provider to show it."),
        ("dispute 7", "`acme-vps/7` is disputed."),
        ("mute 7 1d", "`acme-vps/7` is muted."),
        ("assign 7 me", "`acme-vps/7` is with you now."),
        ("assign 7 <@U03CLEO>", "`acme-vps/7` is with <@U03CLEO> now."),
    ],
)
def test_each_answer_says_what_was_done_and_how_to_undo_it(
    ada: Person, typed: str, words: str
) -> None:
    said = ada(typed)
    assert said.startswith(words)
    assert said.endswith(" Undo: `/invoices unack acme-vps/7`")


@pytest.mark.parametrize("typed", ["snooze 7 1d", "paid 7", "mute 7 1d", "promise 7 sat"])
def test_what_comes_back_says_when(ada: Person, typed: str) -> None:
    assert "It comes back <!date^" in ada(typed)


def test_a_promise_after_the_suspension_is_kept_and_warned_of(ada: Person, stock: Stock) -> None:
    said = ada("promise 7 2026-11-25")
    assert "services stop on Mon 23 Nov 2026, 2 days before that." in said
    care = care_of(stock)
    assert care
    assert care.day == date(2026, 11, 25)


def test_a_long_snooze_warns_of_what_comes_first(ada: Person) -> None:
    assert "services stop on Mon 23 Nov 2026, before that." in ada("snooze 7 1 week")
    assert "Mind" not in ada("snooze acme-vps/8 1 week")  # without a due date nothing is known


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("promise 7 2026-11-19", "Thu 19 Nov 2026 has passed already"),
        ("snooze 7 2026-11-19", "has passed already; name a later moment"),
        ("snooze 7 today", "has passed already"),
        ("ack 7 until 2026-11-01", "has passed already"),
        ("mute 7 2026-11-01", "has passed already"),
        ("mute acme-vps 2026-11-01", "has passed already"),
    ],
)
def test_a_day_in_the_past_is_declined_with_the_reason(
    ada: Person, stock: Stock, typed: str, words: str
) -> None:
    assert words in ada(typed)
    assert care_of(stock) is None
    assert len(stock.store.timeline(KEY)) == 1


def test_a_promise_for_today_counts_until_the_next_opening(ada: Person, stock: Stock) -> None:
    ada("promise 7 today")
    care = care_of(stock)
    assert care
    assert care.until == MONDAY


def test_the_loser_of_a_race_is_told_who_has_it_and_what_became_of_the_note(
    ada: Person, ben: Person, clock: Clock, stock: Stock
) -> None:
    ada("snooze 7 1d")
    clock.time += timedelta(minutes=2)
    said = ben("snooze 7 1d vendor is asked")
    assert "already snoozed by <@U01ADA> until <!date^" in said
    assert ", 2 minutes ago. Your note was not kept; `/invoices note acme-vps/7 ...`" in said
    care = care_of(stock)
    assert care
    assert care.by == ADA


def test_the_last_word_wins_and_no_word_is_lost(ada: Person, ben: Person, stock: Stock) -> None:
    for person, typed in (
        (ada, "ack 7"),
        (ben, "snooze 7 1d"),
        (ada, "promise 7 fri"),
        (ben, "dispute 7"),
        (ada, "note 7 they call back"),
        (ben, "unack 7"),
    ):
        person(typed)
    assert care_of(stock) is None
    kinds = [event.kind for event in stock.store.timeline(KEY)]
    assert kinds[1:] == [
        *("acknowledged", "snoozed", "promised", "disputed", "noted", "unacknowledged")
    ]


def test_a_note_is_kept_on_what_is_paid_too(ada: Person, stock: Stock) -> None:
    stock.settled(bill(7, "12.50 USD", "2026-11-20"))
    assert ada("note 7 receipt is in the folder") == "Noted at `acme-vps/7`."
    assert stock.store.timeline(KEY)[-1].details["note"] == "receipt is in the folder"


@pytest.mark.parametrize("typed", ["snooze {} 1d", "promise {} fri", "assign {} me", "note {} x"])
def test_what_is_unknown_or_doubtful_is_asked_back(ada: Person, typed: str) -> None:
    assert "I know no invoice `99`" in ada(typed.format("99"))
    assert "`acme-vps/8` or `shop/8`" in ada(typed.format("8"))


def test_of_many_promises_at_once_one_counts_and_each_is_answered(desk: Desk, stock: Stock) -> None:
    people = [Person(desk, f"U{number:02}CLICKER") for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda who: who("promise 7 sat"), people))
    assert sum("will be paid on" in words for words in said) == 1
    care = care_of(stock)
    assert care
    assert sum(f"already promised by <@{care.by}> for Sat" in words for words in said) == 19


def test_what_is_said_goes_where_the_message_of_the_invoice_stands(
    stock: Stock, clock: Clock
) -> None:
    desk = Desk(stock.store, clock, None, home=lambda view: f"#big-{view.invoice.key.number}")
    desk.acknowledge("7", ADA, None, "button")
    said = stock.store.said(KEY)
    assert {item.draft.channel for item in said} == {"#big-7"}


def account_mute(stock: Stock) -> tuple[str, datetime, str | None] | None:
    views = {view.account.name: view for view in stock.store.account_views()}
    mute = views["acme-vps"].mute
    return None if mute is None else (mute.by, mute.until, mute.note)


def drafts_of(stock: Stock, what: str, at: datetime = NOW) -> list[str]:
    item = stock.store.item(f"acme-vps:{what}:{at.isoformat()}")
    assert item
    assert (item.draft.kind, item.draft.channel) == (Kind.ACCOUNT, "#acme")
    return sorted(item.draft.details)


def test_an_account_is_muted_and_unmuted_by_its_name(
    ada: Person, ben: Person, stock: Stock, clock: Clock
) -> None:
    said = ada("mute ACME-VPS 7d new card comes")
    assert said.startswith("The reminders of `acme-vps` wait until <!date^")
    assert said.endswith("Undo: `/invoices unmute acme-vps`")
    assert account_mute(stock) == (ADA, berlin(27, 13), "new card comes")
    assert drafts_of(stock, "account_muted") == ["by", "note", "until"]
    clock.time += timedelta(hours=1)
    assert "reminders go on" in ben("unmute account acme-vps")
    assert account_mute(stock) is None
    assert drafts_of(stock, "account_unmuted", clock.time) == ["by"]


def test_who_mutes_an_account_again_is_told_who_was_first(
    ada: Person, ben: Person, clock: Clock, stock: Stock
) -> None:
    ada("mute acme-vps 7d")
    clock.time += timedelta(minutes=2)
    assert "already muted by <@U01ADA> until <!date^" in ben("mute acme-vps 7d")
    assert "already muted by you" in ada("mute acme-vps 7d")
    assert "wait until" in ben("mute acme-vps 2 weeks")
    assert (account_mute(stock) or ("",))[0] == BEN


def test_what_is_not_muted_cannot_be_unmuted(ada: Person) -> None:
    assert "`acme-vps` is not muted" in ada("unmute acme-vps")
    assert "`acme-vps/7` is not muted" in ada("unmute 7")
    ada("snooze 7 1d")
    assert "`acme-vps/7` is not muted" in ada("unmute 7")


def test_an_invoice_is_unmuted_by_its_number(ada: Person, stock: Stock) -> None:
    ada("mute 7 1d")
    assert "open to everybody again" in ada("unmute 7")
    assert care_of(stock) is None


def test_a_name_that_is_neither_account_nor_invoice_is_told_so(desk: Desk, ada: Person) -> None:
    assert all("No account is called" in ada(one) for one in ("mute nowhere 7d", "unmute nowhere"))
    assert "I know no invoice `nowhere/7`" in ada("mute nowhere/7 7d")
    assert "No account is called `nowhere`" in desk.mute_account("nowhere", ADA, MONDAY, None, "x")
    assert "No account is called `nowhere`" in desk.unmute_account("nowhere", ADA, "command")
