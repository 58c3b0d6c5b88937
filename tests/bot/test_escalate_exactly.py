"""Each call of an escalation to the letter: when it comes, whom it reaches, and its key."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.around import Chain
from bot.escalate import MOST_PEOPLE, Climbed, at_once, begin, climb
from bot.slack.render.answer_who import OnCall
from state.messages import Draft, Kind
from state.model import Care, CareState, Escalation, Stage
from state.rules.suspension import Suspension
from tests.builders import OFFICE, acknowledged, around, invoice, rules, view

FOUR_HOURS = timedelta(hours=4)
TWO = OnCall(("U01ADA", "U02BEN"), "<!subteam^S01>", "@finance-oncall")
CHAIN = Chain(FOUR_HOURS, "#leads", TWO)
THERE = around(chain=CHAIN, home="#late")  # the account itself speaks in #billing
LATE = view(invoice(due="2026-11-19"))
MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
BEGUN = MORNING.isoformat()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calling(level: int) -> Climbed:
    return climb(replace(LATE, escalation=Escalation(MORNING, level)), THERE, None, NOON)


def test_the_mention_is_a_line_in_the_thread_that_the_whole_channel_sees() -> None:
    said = Draft(
        key=f"acme/7:escalated-1:{BEGUN}:#late",
        kind=Kind.REPLY,
        channel="#late",
        account="acme",
        number="7",
        what="escalated",
        details={"level": "1", "mention": "<!subteam^S01>"},
        broadcast=True,
    )
    assert calling(0) == Climbed(Escalation(NOON, 1), (said,), NOON + FOUR_HOURS)


@pytest.mark.parametrize(
    ("level", "channels", "goes_on"),
    [(1, ["U01ADA", "U02BEN"], NOON + FOUR_HOURS), (2, ["#leads"], None)],
)
def test_direct_messages_and_the_last_channel_are_alerts_with_a_key_for_each_place(
    level: int, channels: list[str], goes_on: datetime | None
) -> None:
    said = tuple(
        Draft(
            key=f"acme/7:escalated-{level + 1}:{BEGUN}:{channel}",
            kind=Kind.ALERT,
            channel=channel,
            account="acme",
            number="7",
            what="escalated",
            details={"level": str(level + 1), "mention": "<!subteam^S01>"},
        )
        for channel in channels
    )
    assert calling(level) == Climbed(Escalation(NOON, level + 1), said, goes_on)


def test_without_a_last_channel_the_last_level_calls_nobody_and_ends() -> None:
    found = replace(LATE, escalation=Escalation(MORNING, 2))
    for nowhere in (None, ""):
        ends = climb(found, around(chain=replace(CHAIN, to=nowhere)), None, NOON)
        assert ends == Climbed(Escalation(NOON, 3), (), None)


def test_ten_people_get_a_direct_message_and_no_eleventh() -> None:
    crowd = tuple(f"U{number:02}" for number in range(12))
    many = around(chain=replace(CHAIN, oncall=replace(TWO, people=crowd)))
    found = climb(replace(LATE, escalation=Escalation(MORNING, 1)), many, None, NOON)
    assert [draft.channel for draft in found.drafts] == list(crowd[:10])
    assert MOST_PEOPLE == 10


@pytest.mark.parametrize(
    ("care", "called"),
    [
        (Care(CareState.ASSIGNED, "U03CLEO", MORNING, None), "<@U03CLEO>"),  # nobody else named
        (replace(acknowledged(), holder="U04DAN"), "<@U04DAN>"),  # handed on by who acknowledged
        (acknowledged(), "<!subteam^S01>"),
    ],
)
def test_whoever_holds_it_is_called_and_else_those_on_call(care: Care, called: str) -> None:
    said = at_once(replace(LATE, care=care), THERE, NOON).drafts
    assert [draft.details["mention"] for draft in said] == [called]


def test_a_level_gets_its_time_to_the_moment() -> None:
    found = replace(LATE, escalation=Escalation(MORNING, 1))
    waits = Climbed(Escalation(MORNING, 1), (), NOON)
    assert climb(found, THERE, None, NOON - timedelta(seconds=1)) == waits
    assert climb(found, THERE, None, NOON).escalation == Escalation(NOON, 2)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_what_is_no_longer_overdue_is_no_longer_escalated(level: int) -> None:
    moved = view(invoice(due="2026-11-27"))
    found = replace(moved, escalation=Escalation(MORNING, level))
    overdue = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)  # when it is once more
    assert climb(found, THERE, None, NOON) == Climbed(None, (), overdue)


def test_where_nobody_is_called_any_more_an_escalation_ends() -> None:
    nobody = around(chain=replace(CHAIN, after=None))
    assert climb(replace(LATE, escalation=Escalation(MORNING, 1)), nobody, None, NOON) == Climbed(
        None
    )
    assert begin(LATE, nobody, NOON) == Climbed(None)
    assert at_once(LATE, nobody, NOON) == Climbed(None)


STOPS = rules(suspension=Suspension(suspend_after=10, terminate_after=None, zone="UTC"))
TOLD = view(invoice(due="2026-11-10"))  # services stop on the 20th at midnight
MIDNIGHT = at("2026-11-20 00:00")


@pytest.mark.parametrize(
    ("since", "stage", "anew"),
    [
        (MIDNIGHT - timedelta(days=8), Stage(10), True),
        (at("2026-11-20 08:59"), Stage(10), False),  # what stopped had stopped when it was said
        (at("2026-11-20 09:00"), Stage(10), False),
        (MIDNIGHT - timedelta(days=8), Stage(3), False),  # a step that is no graver than the last
        (MIDNIGHT - timedelta(days=8), None, False),
    ],
)
def test_only_a_step_that_is_graver_than_what_was_said_begins_anew(
    since: datetime, stage: Stage | None, anew: bool
) -> None:
    found = replace(TOLD, escalation=Escalation(since, 3))
    climbed = climb(found, around(STOPS, chain=CHAIN), stage, NOON)
    assert climbed == (
        Climbed(Escalation(NOON), (), NOON + FOUR_HOURS) if anew else Climbed(found.escalation)
    )


@pytest.mark.parametrize(
    ("zone", "speaks"),
    [
        ("UTC", "2026-11-28 09:00"),  # overdue at midnight: when people begin to work
        ("Pacific/Honolulu", "2026-11-28 10:00"),  # overdue at ten here: at once
        ("Asia/Tokyo", "2026-11-27 15:00"),  # overdue while it is still the day before here
    ],
)
def test_the_clock_is_set_for_the_first_working_moment_of_the_day_after_the_due_date(
    zone: str, speaks: str
) -> None:
    there = replace(THERE, rules=replace(rules(), zone=zone))
    waits = begin(view(invoice(due="2026-11-27")), there, MORNING)
    assert waits == Climbed(None, (), at(speaks))
    assert waits.next_at is not None
    assert waits.next_at.tzinfo is UTC


def test_the_clock_is_set_for_a_night_when_the_next_working_day_is_too_late() -> None:
    # overdue on a Saturday, and services stop on the Sunday
    stops = Suspension(suspend_after=2, terminate_after=None, zone="UTC")
    friday = view(invoice(due="2026-12-04"))
    there = around(rules(hours=OFFICE, suspension=stops), chain=CHAIN)
    assert begin(friday, there, at("2026-12-01 12:00")).next_at == at("2026-12-05 00:00")
    easy = around(rules(hours=OFFICE), chain=CHAIN)
    assert begin(friday, easy, at("2026-12-01 12:00")).next_at == at("2026-12-07 09:00")


def test_what_has_no_due_date_or_the_last_there_is_sets_no_clock() -> None:
    assert begin(view(invoice(due=None)), THERE, NOON) == Climbed(None)
    assert begin(view(invoice(due=date.max.isoformat())), THERE, NOON) == Climbed(None)
