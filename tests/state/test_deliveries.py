"""What people asked for in Slack is written down first, carried out once, and then forgotten."""

from pathlib import Path

import pytest

from state.clicks import Click, Taken
from state.database import SqliteStore, StateError, open_store
from state.messages import Kind, Post, Sent
from state.model import Care, CareState, InvoiceKey
from state.store import Decision
from tests.state.builders import DAY, HOUR, NOON, claim_one, draft, invoice, only, record

KEY = invoice().key
OTHER = InvoiceKey("acme", "8")
CLICK = Click("trigger:1", '{"user": "U1"}')
POST = Post("C1", "17.5")


def take_on(store: SqliteStore) -> None:
    care = Care(CareState.ACKNOWLEDGED, "U1", NOON)
    store.decide(KEY, lambda _: Decision(care, "acknowledged", "U1", NOON))


def test_a_click_is_new_then_waits_then_is_done(store: SqliteStore) -> None:
    assert store.take_click(CLICK, NOON) is Taken.NEW
    assert store.take_click(CLICK, NOON) is Taken.WAITING
    with store.carrying_out(CLICK.id, NOON) as waits:
        assert waits
    assert store.take_click(CLICK, NOON) is Taken.DONE


def test_what_waits_is_there_after_a_restart_in_its_order(path: Path, store: SqliteStore) -> None:
    clicks = [Click(f"trigger:{number}", str(number)) for number in (3, 1, 2)]
    for click in clicks:
        store.take_click(click, NOON)
    with store.carrying_out("trigger:1", NOON):
        pass
    store.close()
    with open_store(path) as again:
        assert again.waiting_clicks() == [clicks[0], clicks[2]]


def test_what_a_click_changes_and_that_it_is_done_are_one_transaction(store: SqliteStore) -> None:
    record(store, invoice())
    store.take_click(CLICK, NOON)

    def break_off() -> None:
        with store.carrying_out(CLICK.id, NOON):
            take_on(store)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    view = store.invoice(KEY)
    assert view
    assert view.care is None
    assert store.waiting_clicks() == [CLICK]
    with store.carrying_out(CLICK.id, NOON):
        take_on(store)
    assert [event.kind for event in store.timeline(KEY)] == ["appeared", "acknowledged"]
    assert store.waiting_clicks() == []


def test_a_click_that_was_carried_out_says_so(store: SqliteStore) -> None:
    store.take_click(CLICK, NOON)
    with store.carrying_out(CLICK.id, NOON):
        pass
    with store.carrying_out(CLICK.id, NOON) as waits:
        assert not waits
    with store.carrying_out("never came", NOON) as waits:
        assert not waits


def test_a_click_that_failed_is_not_tried_again(store: SqliteStore) -> None:
    store.take_click(CLICK, NOON)
    store.give_up_click(CLICK.id, NOON)
    assert store.waiting_clicks() == []
    assert store.take_click(CLICK, NOON) is Taken.DONE


def test_what_was_done_did_not_fail(path: Path, store: SqliteStore) -> None:
    store.take_click(CLICK, NOON)
    with store.carrying_out(CLICK.id, NOON):
        pass
    store.give_up_click(CLICK.id, NOON + HOUR)
    store.close()
    assert b"'done'" in _row(path)


def test_where_it_was_to_be_answered_is_forgotten_when_it_is_done(
    path: Path, store: SqliteStore
) -> None:
    store.take_click(Click("trigger:1", "https://hooks.example/secret"), NOON)
    with store.carrying_out("trigger:1", NOON):
        pass
    store.close()
    assert b"hooks.example/secret" not in _row(path)


def _row(path: Path) -> bytes:
    with open_store(path) as store, store._readers.moment() as connection:
        return repr([tuple(row) for row in connection.execute("SELECT * FROM clicks")]).encode()


def test_a_click_knows_when_it_was_asked_for(store: SqliteStore) -> None:
    store.take_click(CLICK, NOON)
    with store.carrying_out(CLICK.id, NOON + HOUR) as asked_at:
        assert asked_at == NOON


def test_an_answer_is_kept_until_it_was_given(path: Path, store: SqliteStore) -> None:
    for click in (CLICK, Click("trigger:2", "2")):
        store.take_click(click, NOON)
        with store.carrying_out(click.id, NOON):
            store.answer_click(click.id, f"answer to {click.id}", NOON)
    assert store.waiting_clicks() == []
    store.close()
    with open_store(path) as again:
        kept = [Click(name, f"answer to {name}") for name in ("trigger:1", "trigger:2")]
        assert again.untold_clicks() == kept
        again.told_clicks(["trigger:1", "never came"])
        assert again.untold_clicks() == kept[1:]
        assert again.take_click(CLICK, NOON) is Taken.DONE


def test_what_fails_leaves_no_answer_behind(store: SqliteStore) -> None:
    store.take_click(CLICK, NOON)

    def break_off() -> None:
        with store.carrying_out(CLICK.id, NOON):
            store.answer_click(CLICK.id, "done", NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert store.untold_clicks() == []
    assert store.waiting_clicks() == [CLICK]


def test_what_waits_is_not_forgotten_by_being_told(store: SqliteStore) -> None:
    store.take_click(CLICK, NOON)
    store.told_clicks([CLICK.id])
    assert store.waiting_clicks() == [CLICK]


def test_done_clicks_are_forgotten_after_a_week_and_waiting_ones_never(store: SqliteStore) -> None:
    waiting = Click("trigger:2", "2")
    for click in (CLICK, waiting):
        store.take_click(click, NOON)
    with store.carrying_out(CLICK.id, NOON):
        pass
    store.take_click(Click("trigger:3", "3"), NOON + 7 * DAY)
    assert store.take_click(CLICK, NOON + 7 * DAY) is Taken.DONE
    store.take_click(Click("trigger:4", "4"), NOON + 7 * DAY + HOUR)
    assert store.take_click(CLICK, NOON + 7 * DAY + HOUR) is Taken.NEW
    assert store.waiting_clicks()[0] == waiting


def test_a_closed_store_takes_no_click(store: SqliteStore) -> None:
    store.close()
    with pytest.raises(StateError):
        store.take_click(CLICK, NOON)


def test_a_message_that_nobody_remembers_is_taken_for_the_invoice_it_shows(
    store: SqliteStore,
) -> None:
    record(store, invoice())
    assert store.adopt(POST, [KEY], "#billing", NOON)
    living = store.living(KEY)
    assert living
    item, post = living
    assert (item.draft.kind, item.draft.channel, post) == (Kind.INVOICE, "#billing", POST)
    assert only(store).account.name == "acme"


def test_a_message_of_several_is_taken_for_those_that_have_none(store: SqliteStore) -> None:
    record(store, invoice(), invoice("acme/8"))
    store.adopt(Post("C1", "1.1"), [KEY], "#billing", NOON)
    assert store.adopt(POST, [KEY, OTHER], "#billing", NOON)
    alone, together = store.living(KEY), store.living(OTHER)
    assert alone
    assert together
    assert alone[1] == Post("C1", "1.1")
    assert (together[0].draft.kind, together[0].members) == (Kind.GROUP, (KEY, OTHER))


def test_nothing_is_adopted_for_an_invoice_that_has_a_message_or_is_not_known(
    store: SqliteStore,
) -> None:
    assert not store.adopt(POST, [KEY], "#billing", NOON)
    record(store, invoice())
    assert store.adopt(POST, [KEY], "#billing", NOON)
    assert not store.adopt(Post("C1", "99.9"), [KEY], "#billing", NOON)
    assert store.pending() == 0


def test_what_was_said_where_a_route_led_does_not_become_the_message_of_its_invoice(
    store: SqliteStore,
) -> None:
    record(store, invoice())
    alert = draft("acme/7:stage:#leads", "7", kind=Kind.ALERT, what="stage", channel="#leads")
    store.enqueue([alert], NOON)
    assert store.settle(claim_one(store), Sent(POST), NOON)
    assert not store.adopt(POST, [KEY], "#billing", NOON)
    assert store.living(KEY) is None


def test_while_nobody_knows_where_an_alert_stands_no_message_is_taken_for_its_invoices(
    store: SqliteStore,
) -> None:
    record(store, invoice())
    alert = draft("acme/7:stage:#leads", "7", kind=Kind.ALERT, what="stage", channel="#leads")
    store.enqueue([alert], NOON)
    item = claim_one(store)  # from here on it may stand there, whatever came back
    assert not store.adopt(POST, [KEY], "#billing", NOON)
    assert store.settle(item, Sent(Post("C2", "9.9")), NOON)
    assert store.adopt(POST, [KEY], "#billing", NOON)


def test_a_message_that_was_deleted_once_may_be_adopted_again(store: SqliteStore) -> None:
    record(store, invoice(), invoice("acme/8"))
    for _ in range(2):
        assert store.adopt(POST, [KEY, OTHER], "#billing", NOON)
        store.forget_living(POST)
