"""What might be lost between two rooms of the bot: steps and calls that something overtakes."""

from datetime import UTC, date, datetime

from state.model import Standing
from tests.builders import invoice, money
from tests.replay.single import CONFIG, KEY, SUSPENDS, Single
from tests.replay.slow_chat import Mood

ESCALATED = ["26 09:00 escalated-1", "27 09:00 escalated-2", "28 09:00 escalated-3"]


def test_a_change_of_words_does_not_put_off_whom_to_call(single: Single) -> None:
    it = single()
    it.live_until("2026-11-25T12:00")
    it.lists(description="VPS, renamed")
    it.poll()
    it.live_until("2026-11-29T00:00")
    assert it.said("escalated") == ESCALATED


def test_a_change_of_words_does_not_lose_a_step_that_was_held_back(
    single: Single,
) -> None:
    it = single()
    it.live_until("2026-11-24T08:00")
    it.books.down = True
    it.poll()
    it.live_until("2026-11-24T12:00")
    assert it.said("stage") == ["21 09:00 before-3"]
    it.books.down = False
    it.lists(description="VPS, renamed")
    it.poll()
    it.live_until("2026-11-24T13:00")
    assert it.said("stage")[1:] == ["24 12:30 due"]


def test_after_an_outage_a_change_that_the_first_check_finds_swallows_no_step(
    single: Single,
) -> None:
    it = single()
    it.live_until("2026-11-22T12:00")
    it.clock.now = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    it.lists(description="VPS, renamed")
    it.poll()
    assert it.said("stage") == ["21 09:00 before-3", "26 12:01 after-1"]


def test_what_bounces_is_called_for_even_after_the_last_step(single: Single) -> None:
    it = single()
    it.live_until("2026-11-24T12:00")
    it.lists(standing=Standing.PENDING)
    it.poll()
    it.live_until("2026-12-10T08:00")
    assert it.said("stage", "escalated") == ["21 09:00 before-3", "24 09:00 due"]
    it.lists(standing=Standing.OPEN)
    it.poll()
    it.live_until("2026-12-12T12:00")
    assert "11 09:00 escalated-1" in it.said("escalated")


def test_what_is_overdue_when_it_is_first_seen_is_called_for(single: Single) -> None:
    it = single("2026-10-01")
    it.live_until("2026-11-24T00:00")
    assert it.said("new", "stage", "escalated") == [
        "20 03:01 new",
        "21 09:00 escalated-1",
        "22 09:00 escalated-2",
        "23 09:00 escalated-3",
    ]


def test_what_is_reopened_is_called_for(single: Single) -> None:
    it = single("2026-11-10")
    it.books.settle(KEY.number)
    it.poll()
    it.live_until("2026-12-02T10:00")
    it.lists(standing=Standing.OPEN, open=money("40.00 USD"))
    it.poll()
    it.live_until("2026-12-03T12:00")
    assert it.said("reopened", "stage", "escalated") == [
        "02 10:01 reopened",
        "03 10:01 escalated-1",
    ]


def test_care_that_a_higher_amount_ends_is_called_for_after_the_last_step(
    single: Single,
) -> None:
    it = single("2026-11-10")
    it.desk.acknowledge(str(KEY), "U02BEN", None, "button")
    it.live_until("2026-12-02T10:00")
    it.lists(open=money("90.00 USD"), total=money("90.00 USD"))
    it.poll()
    assert it.view.care is None
    it.live_until("2026-12-03T12:00")
    assert it.said("stage", "escalated") == ["03 10:01 escalated-1"]


def test_a_due_date_that_moves_into_the_past_is_called_for(single: Single) -> None:
    it = single("2026-12-24")
    it.live_until("2026-12-02T10:00")
    it.lists(due=date(2026, 11, 1))
    it.poll()
    it.live_until("2026-12-03T12:00")
    assert it.said("amended", "stage", "escalated") == ["02 10:01 amended", "03 10:01 escalated-1"]


def test_a_step_that_an_acknowledgement_overtook_is_said_when_it_is_given_back(
    single: Single,
) -> None:
    it = single()
    it.live_until("2026-11-23T12:00")
    it.house.chat.moods.extend([Mood.BUSY])
    it.live_until("2026-11-24T09:00:10")
    it.desk.acknowledge(str(KEY), "U02BEN", None, "button")
    it.live_until("2026-11-24T09:10")
    assert it.said("stage") == ["21 09:00 before-3"]
    it.desk.unacknowledge(str(KEY), "U02BEN", "button")
    assert it.coming
    assert it.coming.draft.occasion == "due"
    it.live_until("2026-11-24T09:20")
    assert it.said("stage") == ["21 09:00 before-3", "24 09:10 due"]


def test_after_days_without_slack_only_the_highest_step_is_said(
    single: Single,
) -> None:
    it = single()
    for day in (21, 24, 25):
        it.clock.now = datetime(2026, 11, day, 9, 0, tzinfo=UTC)
        it.house.chat.moods.append(Mood.BUSY)
        it.house.turn()
    it.live_until("2026-11-25T10:00")
    steps = [one for one in it.house.chat.heard if one.draft.what == "stage"]
    assert [(one.draft.occasion, one.broadcast) for one in steps] == [("after-1", True)]


def test_what_is_no_longer_listed_hushes_no_other_one(single: Single) -> None:
    it = single(config=CONFIG + SUSPENDS)
    it.books.write(invoice("acme/2", "40.00 USD", due="2026-11-01"))
    it.poll()
    it.books.invoices.pop("2")
    it.books.edition += 1
    it.poll()
    it.live_until("2026-11-22T00:00")
    assert it.said("stage") == ["21 09:00 before-3"]


SPARSE = CONFIG.replace("after = [1, 7]", "after = [7]")
FAR = CONFIG.replace('"UTC"', '"Pacific/Auckland"') + 'timezone = "America/New_York"\n'


def test_what_gets_overdue_between_two_steps_is_called_for_all_the_same(
    single: Single,
) -> None:
    it = single(config=SPARSE)
    it.live_until("2026-11-29T00:00")
    steps = ["21 09:00 before-3", "24 09:00 due"]
    assert it.said("stage", "escalated") == [*steps, *ESCALATED]


def test_where_the_team_is_ahead_of_the_account_the_clock_starts_with_its_next_day(
    single: Single,
) -> None:
    it = single(config=FAR)
    it.live_until("2026-11-27T00:00")
    steps = ["20 20:00 before-3", "23 20:00 due", "24 20:00 after-1"]
    assert it.said("stage", "escalated") == [*steps, "26 20:00 escalated-1"]
