"""Everything that people can do stands in the audit log: who, from where and why.

An action that is added and not named here is a red test.
"""

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot import actions
from bot.actions import Desk, acknowledge_all, answer_storm
from bot.clicks import Clicks
from bot.config.sections import RolesSection
from bot.roles import Members, Roles
from bot.slack import deeds
from bot.slack.asked import AckAll, Asked, Order, Place, Shown, StormAnswer
from bot.slack.moments import On
from state.database import SqliteStore, open_store
from state.log.chain import Entry, Unbroken
from state.messages import OutboxState, Post
from state.model import InvoiceKey
from tests.bot.office import ACME, Books, Office, owed
from tests.bot.stock import NOW, Stock
from tests.builders import invoice

ADA, BEN = "U01ADA", "U02BEN"
KEY, FREE = InvoiceKey("acme-vps", "7514880"), "acme-vps/7514881"
THEN, DAY = NOW + timedelta(days=3), date(2026, 11, 27)
BY_HAND = "a person decided so and gave no other reason"


@dataclass(frozen=True)
class Trace:
    """What an action does, and the entry that it leaves."""

    do: Callable[[Desk], object]
    kind: str
    reason: str = "PO 4711"
    before: Callable[[Desk], object] = lambda _: None


# each method of the desk by which something is decided, from the source "modal"
DESK: dict[str, Trace] = {
    "acknowledge": Trace(lambda d: d.acknowledge(FREE, BEN, "PO 4711", "modal"), "acknowledged"),
    "snooze": Trace(lambda d: d.snooze(FREE, BEN, THEN, "PO 4711", "modal"), "snoozed"),
    "promise": Trace(lambda d: d.promise(FREE, BEN, DAY, "PO 4711", "modal"), "promised"),
    "waiting": Trace(lambda d: d.waiting(FREE, BEN, "PO 4711", "modal"), "waiting"),
    "dispute": Trace(lambda d: d.dispute(FREE, BEN, "PO 4711", "modal"), "disputed"),
    "assign": Trace(lambda d: d.assign(FREE, BEN, ADA, "PO 4711", "modal"), "assigned"),
    "remark": Trace(lambda d: d.remark(FREE, BEN, "PO 4711", "modal"), "noted"),
    "mute": Trace(lambda d: d.mute(FREE, BEN, THEN, "PO 4711", "modal"), "muted"),
    "unacknowledge": Trace(
        lambda d: d.unacknowledge(str(KEY), BEN, "modal"), "unacknowledged", BY_HAND
    ),
    "unmute": Trace(
        lambda d: d.unmute(FREE, BEN, "modal"),
        "unacknowledged",
        BY_HAND,
        lambda d: d.mute(FREE, ADA, THEN, None, "command"),
    ),
    "mute_account": Trace(lambda d: d.mute_account("shop", BEN, THEN, "PO 4711", "modal"), "muted"),
    "unmute_account": Trace(
        lambda d: d.unmute_account("shop", BEN, "modal"),
        "unmuted",
        BY_HAND,
        lambda d: d.mute_account("shop", ADA, THEN, None, "command"),
    ),
}
MANY = {"acknowledge_all", "answer_storm"}
NOT_ACTIONS = {"Desk", "carry_out", "sheet"}  # the desk, the way to it, and what would follow

# each thing that can be typed or clicked
ORDERS: dict[type[Order], Order] = {
    deeds.Ack: deeds.Ack(FREE, "x"),
    deeds.Unack: deeds.Unack(str(KEY)),
    deeds.Snooze: deeds.Snooze(FREE, On(DAY)),
    deeds.Promise: deeds.Promise(FREE, On(DAY)),
    deeds.Waiting: deeds.Waiting(FREE),
    deeds.Dispute: deeds.Dispute(FREE),
    deeds.Assign: deeds.Assign(FREE, ADA),
    deeds.Mute: deeds.Mute("shop", On(DAY)),
    deeds.Unmute: deeds.Unmute("shop"),
    deeds.Note: deeds.Note(FREE, "x"),
    AckAll: AckAll((FREE, "acme-vps/7514883")),
    StormAnswer: StormAnswer("shop|2026-11-20T12:00:00+00:00", yes=True),
}


def desk(store: SqliteStore, roles: Roles | None = None) -> Desk:
    return Desk(store, lambda: NOW, timedelta(days=3), roles=roles or Roles())


def newest(store: SqliteStore) -> Entry:
    proof = store.verify()
    assert isinstance(proof, Unbroken)
    assert proof.newest is not None
    return proof.newest


@contextmanager
def written(store: SqliteStore) -> Iterator[list[Entry]]:
    """The entries that come while the block runs."""
    before = len(list(store.entries()))
    new: list[Entry] = []
    yield new
    new += list(store.entries())[before:]


def test_every_way_of_the_desk_to_decide_something_is_tried_here() -> None:
    methods = inspect.getmembers(Desk, inspect.isfunction)
    deciding = {
        name
        for name, method in methods
        if not name.startswith("_") and "source" in inspect.signature(method).parameters
    }
    assert deciding == set(DESK)
    assert set(actions.__all__) == MANY | NOT_ACTIONS


def test_everything_that_can_be_ordered_is_tried_here() -> None:
    ordered = {one for one in get_args(Order) if one.__name__ != "Inquiry"}
    assert ordered == set(ORDERS)


@pytest.mark.parametrize("name", DESK)
def test_each_decision_is_one_entry_with_who_from_where_and_why(stock: Stock, name: str) -> None:
    trace, at_it = DESK[name], desk(stock.store)
    trace.before(at_it)
    with written(stock.store) as new:
        trace.do(at_it)
    [entry] = new
    assert (entry.kind, entry.actor, entry.source) == (trace.kind, BEN, "modal")
    assert entry.reason == trace.reason
    assert isinstance(stock.store.verify(), Unbroken)


def test_taking_on_a_list_is_an_entry_for_each_invoice(stock: Stock) -> None:
    with written(stock.store) as new:
        acknowledge_all(desk(stock.store), ["7514881", "7514883", "404"], BEN, "button")
    assert [(one.number, one.kind, one.actor, one.source) for one in new] == [
        ("7514881", "acknowledged", BEN, "button"),
        ("7514883", "acknowledged", BEN, "button"),
    ]


def test_what_was_decided_before_stands_in_the_entry_that_replaces_it(stock: Stock) -> None:
    desk(stock.store).snooze(str(KEY), BEN, THEN, None, "button")
    before = json.loads(newest(stock.store).details)["before"]
    assert before == f"acknowledged by {ADA} until {THEN.isoformat()}"


def test_the_answer_to_a_storm_and_what_follows_from_it(tmp_path: Path) -> None:
    with open_store(tmp_path / "storms.db") as store:
        store.sync_accounts([ACME], NOW)
        office = Office(store, Books([]))
        office.check(invoice("acme/500", "500.00 USD"), *owed(12))
        office.check(invoice("acme/500", "500.00 USD"), *owed(12, first=901))
        order = StormAnswer(office.question(), yes=True)
        with written(store) as new:
            answer_storm(
                desk(store), lambda q, user, yes: office.storms.answer(q, user, yes=yes), order, BEN
            )
        assert [one.kind for one in new] == ["storm_answered", *["renumbered"] * 24]
        assert {(one.actor, one.source) for one in new} == {(BEN, "button")}
        assert all(one.reason for one in new)


ONLY_ADA = Roles(RolesSection(acknowledge=(ADA,), manage=(ADA,)), Members((), lambda _group: ()))


@pytest.mark.parametrize("order", ORDERS.values(), ids=lambda order: type(order).__name__)
def test_who_may_not_leaves_an_entry_about_what_was_tried(stock: Stock, order: Order) -> None:
    clicks = Clicks(
        stock.store, lambda: NOW, desk(stock.store, ONLY_ADA), lambda *_: "", lambda: None
    )
    asked = Asked("trigger:1", BEN, "shortcut", Place("C1"), order)
    clicks.take(asked)
    with written(stock.store) as new:
        assert str(clicks.carry_out(asked)).startswith("Only ")
    [entry] = new
    assert (entry.kind, entry.actor, entry.source) == ("not_allowed", BEN, "shortcut")
    assert entry.reason in (f"only {ADA} may acknowledge", f"only {ADA} may manage")
    wanted = json.loads(entry.details)["wanted"]
    assert wanted == str(order) or wanted.startswith(("ack acme-vps/7514881 ", "answer yes to "))
    assert entry.account in ("acme-vps", "shop", "")
    assert isinstance(stock.store.verify(), Unbroken)


def test_what_was_tried_in_vain_is_not_told_in_the_history_of_the_invoice(stock: Stock) -> None:
    before = stock.store.timeline(KEY)
    clicks = Clicks(
        stock.store, lambda: NOW, desk(stock.store, ONLY_ADA), lambda *_: "", lambda: None
    )
    asked = Asked("trigger:1", BEN, "button", Place("C1"), deeds.Unack(str(KEY)))
    clicks.take(asked)
    clicks.carry_out(asked)
    assert (newest(stock.store).number, newest(stock.store).kind) == (KEY.number, "not_allowed")
    assert stock.store.timeline(KEY) == before


def test_a_message_that_a_click_made_ours_is_an_entry(stock: Stock) -> None:
    clicks = Clicks(stock.store, lambda: NOW, desk(stock.store), lambda *_: "", lambda: None)
    shown = Shown(Post("C1", "17.5"), (KEY,))
    asked = Asked("trigger:1", BEN, "button", Place("C1"), deeds.Note(str(KEY), "x"), shown)
    clicks.take(asked)
    with written(stock.store) as new:
        clicks.carry_out(asked)
    adopted, noted = new
    assert (adopted.kind, adopted.number) == ("adopted", KEY.number)
    assert adopted.reason == "somebody clicked a message that nobody here remembered"
    assert (noted.kind, noted.actor) == ("noted", BEN)


def test_what_the_outbox_says_became_of_a_message_the_log_says_as_well(tmp_path: Path) -> None:
    with open_store(tmp_path / "storms.db") as store:
        store.sync_accounts([ACME], NOW)
        office = Office(store, Books([]))
        office.check(invoice("acme/500", "500.00 USD"))
        office.check(invoice("acme/500", "500.00 USD"), *owed(12))
        office.check(invoice("acme/500", "501.00 USD"), *owed(12))
        told = {
            json.loads(one.details)["message"]: one
            for one in store.entries()
            if one.kind.startswith("message_")
        }
        with store._readers.moment() as connection:
            rows = connection.execute("SELECT key, state FROM outbox").fetchall()
        assert {row["key"]: f"message_{row['state']}" for row in rows} == {
            key: one.kind for key, one in told.items()
        }
        assert {OutboxState.SENT, OutboxState.GROUPED} <= {row["state"] for row in rows}
        assert {(one.actor, one.source) for one in told.values()} == {("duewatch", "delivery")}
        assert all(one.reason for one in told.values())
