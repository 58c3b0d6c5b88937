"""Reminders where something around them is odd: people, channels, clocks, the configuration."""

from datetime import UTC, date, datetime, timedelta

import pytest

from state.model import Mute, Standing
from tests.builders import invoice, money
from tests.replay.single import CONFIG, KEY, SUSPENDS, Single
from tests.replay.slow_chat import Mood

QUIET = CONFIG.replace("after = [1, 7]", 'after = [1, 7]\nquiet_below = { USD = "50.00" }')
FALLBACK = CONFIG.replace("[check]", '[slack]\nfallback_channel = "#ops"\n\n[check]')


def test_a_due_date_that_comes_to_be_known_sets_the_ladder_up(single: Single) -> None:
    it = single(None)
    it.live_until("2026-11-23T12:00")
    it.lists(due=date(2026, 11, 24))
    it.poll()
    it.live_until("2026-11-25T12:00")
    assert it.said("stage") == ["24 09:00 due", "25 09:00 after-1"]


def test_a_due_date_that_goes_and_comes_back_says_no_step_twice(single: Single) -> None:
    it = single()
    it.live_until("2026-11-24T12:00")
    it.lists(due=date(2026, 12, 1))
    it.poll()
    it.lists(due=date(2026, 11, 24))
    it.poll()
    it.live_until("2026-11-25T12:00")
    assert it.said("stage") == ["21 09:00 before-3", "24 09:00 due", "25 09:00 after-1"]


def test_an_amount_that_falls_below_the_threshold_ends_all_reminders(single: Single) -> None:
    it = single(config=QUIET)
    assert it.said("new") == []
    it.lists(open=None, total=None)
    it.poll()
    it.live_until("2026-11-24T12:00")
    assert it.said("amended", "stage") == ["20 03:02 amended", "21 09:00 before-3", "24 09:00 due"]
    it.lists(open=money("40.00 USD"), total=money("40.00 USD"))
    it.poll()
    it.live_until("2026-12-24T12:00")
    assert it.said("stage", "escalated")[2:] == []
    it.lists(open=money("90.00 USD"), total=money("90.00 USD"))
    it.poll()
    it.live_until("2026-12-26T12:00")
    assert it.said("amended", "escalated")[1:] == ["24 12:01 amended", "25 12:01 escalated-1"]


def test_a_direct_message_that_is_refused_is_said_in_the_fallback_channel(single: Single) -> None:
    it = single(config=FALLBACK)
    it.live_until("2026-11-27T08:59")
    it.house.chat.moods.append(Mood.REFUSED)
    it.live_until("2026-11-28T12:00")
    called = [one for one in it.house.chat.heard if one.draft.what == "escalated"]
    assert [one.channel for one in called][1:] == ["#ops", "#finance"]


def test_the_person_on_call_who_holds_it_gets_one_direct_message(single: Single) -> None:
    it = single()
    it.desk.assign(str(KEY), "U02BEN", "U01ADA", None, "command")
    it.live_until("2026-11-29T00:00")
    called = [one for one in it.house.chat.heard if one.draft.what == "escalated"]
    assert [one.channel for one in called][1:] == ["U01ADA", "#finance"]


def test_a_mute_that_ends_while_the_account_fails_says_the_step_once_it_answers(
    single: Single,
) -> None:
    it = single()
    now = it.clock.now
    end = datetime(2026, 11, 24, 12, tzinfo=UTC)
    it.house.core.store.mute("acme", Mute(end, "U01ADA", now), now)
    it.live_until("2026-11-24T08:00")
    it.books.down = True
    it.poll()
    it.live_until("2026-11-24T13:00")
    assert it.said("stage") == []
    it.books.down = False
    it.poll()
    it.live_until("2026-11-24T14:00")
    assert it.said("stage") == ["24 13:30 due"]


def test_a_clock_that_is_set_back_says_nothing_again_and_misses_nothing(single: Single) -> None:
    it = single()
    it.live_until("2026-11-24T09:10")
    it.clock.now -= timedelta(hours=1)
    it.house.turn()
    it.live_until("2026-11-26T12:00")
    assert it.said("stage", "escalated") == [
        "21 09:00 before-3",
        "24 09:00 due",
        "25 09:00 after-1",
        "26 09:00 escalated-1",
    ]


@pytest.mark.parametrize("due", ["0001-01-01", "9999-12-31"])
def test_a_due_date_that_means_never_harms_nothing(single: Single, due: str) -> None:
    it = single(due, CONFIG + SUSPENDS)
    it.live_until("2026-11-24T12:00")
    assert it.said("new") == ["20 03:01 new"]
    assert it.coming is None or it.coming.at > it.clock.now


def test_a_broken_promise_for_a_day_before_the_due_date_calls_once_until_it_is_overdue(
    single: Single,
) -> None:
    it = single()
    it.desk.promise(str(KEY), "U02BEN", date(2026, 11, 22), None, "command")
    it.live_until("2026-11-26T12:00")
    assert it.said("stage", "promise_broken", "escalated") == [
        "23 09:00 promise_broken",  # in the place of the due day's step
        "23 09:00 escalated-1",
        "25 09:00 after-1",
        "26 09:00 escalated-1",
    ]


def test_an_account_that_is_watched_again_says_the_highest_step_once(single: Single) -> None:
    it = single()
    store = it.house.core.store
    account = it.view.account
    store.sync_accounts([], it.clock.now)
    it.clock.now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    it.house.turn()
    assert it.said("stage") == []
    store.sync_accounts([account], it.clock.now)
    it.house.turn()
    assert it.said("stage") == ["25 12:00 after-1"]


def test_a_payment_that_fails_twice_is_told_twice(single: Single) -> None:
    it = single("2026-11-10")
    for _ in range(2):
        it.lists(standing=Standing.PENDING)
        it.poll()
        it.lists(standing=Standing.OPEN)
        it.poll()
    told = [one.broadcast for one in it.house.chat.heard if one.draft.what == "amended"]
    assert told == [False, True, False, True]


def test_a_roundup_tells_only_of_what_is_still_owed(single: Single) -> None:
    it = single()
    it.books.write(invoice("acme/2", "40.00 USD", due="2026-11-24"))
    it.books.write(invoice("acme/3", "40.00 USD", due="2026-11-24"))
    it.poll()
    it.live_until("2026-11-24T08:59")
    it.house.chat.moods.append(Mood.BUSY)
    it.live_until("2026-11-24T09:00:10")
    it.books.settle("2")
    it.poll()
    it.live_until("2026-11-24T09:10")
    roundup = [one for one in it.house.chat.heard if one.draft.what == "roundup"]
    assert len(roundup) == 1
    assert "acme/2" not in str(roundup[0].blocks)


def test_while_slack_takes_nothing_no_further_people_are_called(single: Single) -> None:
    it = single()
    it.live_until("2026-11-25T12:00")
    for day in (26, 27, 28):
        it.clock.now = datetime(2026, 11, day, 9, tzinfo=UTC)
        it.house.chat.moods.append(Mood.BUSY)
        it.house.turn()
    it.live_until("2026-12-01T00:00")
    assert it.said("escalated") == [
        "28 09:00 escalated-1",
        "29 09:00 escalated-2",
        "30 09:00 escalated-3",
    ]
