"""A roster never talks when it is asked, and a source that fails only makes it older."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.demo.slack import BOT_TOKEN, LocalSlack
from bot.demo.slack.seed import Group
from bot.oncall.calendar import CalendarSource, connected
from bot.oncall.group import GroupSource
from bot.oncall.roster import Roster
from bot.slack.directory import Directory
from providers.clients import Clients
from tests.bot.oncall.feeds import NOW, PAGERDUTY
from tests.bot.slack.wire import answer, wire

pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <socket.socket")


@dataclass
class Time:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack.start(messages_per_second=None) as running:
        yield running


@pytest.fixture
def directory(slack: LocalSlack, clock: Time) -> Directory:
    return Directory(BOT_TOKEN, slack.api_url, clock)


@pytest.fixture
def roster(directory: Directory, clock: Time) -> Roster:
    return Roster(GroupSource(directory, "@finance-oncall"), clock)


def test_a_user_group_is_mentioned_as_one(roster: Roster):
    roster.refresh()
    found = roster.now_on_call()
    assert (found.people, found.mention) == (("U01ADA", "U02BEN"), "<!subteam^S01>")
    assert (found.source, found.stale_since, found.trouble) == (
        "the user group @finance-oncall",
        None,
        "",
    )


def test_asking_who_is_on_call_never_talks(slack: LocalSlack, roster: Roster):
    roster.now_on_call()
    roster.refresh()
    asked = slack.calls.total()
    for _ in range(10):
        roster.now_on_call()
    assert slack.calls.total() == asked == 2


@pytest.mark.parametrize("fault", [{}, {"usergroups.list": "missing_scope"}], ids=["well", "ill"])
def test_it_is_known_whether_the_source_was_asked(
    slack: LocalSlack, roster: Roster, fault: dict[str, str]
):
    slack.faults.refuse.update(fault)
    assert not roster.is_told
    roster.refresh()
    assert roster.is_told


def test_a_group_that_changes_is_noticed_at_the_next_refresh(slack: LocalSlack, roster: Roster):
    roster.refresh()
    slack.workspace.groups = (Group("S01", "finance-oncall", "Finance", ("U03CLEO",)),)
    assert roster.now_on_call().people == ("U01ADA", "U02BEN")
    roster.refresh()
    assert roster.now_on_call().people == ("U03CLEO",)


def test_an_empty_group_mentions_nobody_and_says_so(slack: LocalSlack, roster: Roster):
    slack.workspace.groups = (Group("S01", "finance-oncall", "Finance", ()),)
    roster.refresh()
    found = roster.now_on_call()
    assert (found.people, found.mention) == ((), "")
    assert found.trouble == "nobody is in @finance-oncall"


def test_a_group_by_its_id(directory: Directory, clock: Time):
    roster = Roster(GroupSource(directory, "S01"), clock)
    roster.refresh()
    assert roster.now_on_call().source == "the user group @finance-oncall"


def test_while_slack_fails_the_old_answer_stays_and_its_age_is_told(
    slack: LocalSlack, roster: Roster, clock: Time
):
    roster.refresh()
    told_at = clock.now
    slack.faults.refuse["usergroups.list"] = "missing_scope"
    with capture_logs() as log:
        for _ in range(3):
            clock.pass_by(minutes=5)
            roster.refresh()
        stale = roster.now_on_call()
        slack.faults.refuse.clear()
        clock.pass_by(minutes=5)
        roster.refresh()
        roster.refresh()
    assert stale.people == ("U01ADA", "U02BEN")
    assert stale.stale_since == told_at
    assert "the app lacks a scope" in stale.trouble
    assert roster.now_on_call().stale_since is None
    assert [line["event"] for line in log] == ["oncall_stale", "oncall_back"]


def test_a_source_that_never_answered_says_since_when_and_why(
    slack: LocalSlack, roster: Roster, clock: Time
):
    slack.faults.refuse["usergroups.list"] = "plan_upgrade_required"
    first = clock.now
    roster.refresh()
    clock.pass_by(minutes=5)
    roster.refresh()
    found = roster.now_on_call()
    assert (found.people, found.mention, found.stale_since) == ((), "", first)
    assert "plan has no user groups" in found.trouble
    assert "list people by their ids" in found.trouble


def test_a_group_that_is_not_there_says_what_to_check(directory: Directory, clock: Time):
    roster = Roster(GroupSource(directory, "@nobody"), clock)
    roster.refresh()
    assert "there is no user group @nobody in Slack" in roster.now_on_call().trouble


def test_a_calendar_hands_over_at_its_time_also_while_it_cannot_be_asked(
    directory: Directory, clock: Time
):
    clients = Clients()
    feed = answer(PAGERDUTY.decode(), 200, {"Content-Type": "text/calendar"})
    with wire(feed, answer("", 404)) as said, capture_logs() as log:
        line = connected(f"{said.url}8c1ffeed", "UTC", clients, clock)
        roster = Roster(CalendarSource(line, directory, "UTC"), clock)
        roster.refresh()
        assert roster.now_on_call().people == ("U01ADA",)
        clock.pass_by(days=5)
        roster.refresh()
    clients.close()
    later = roster.now_on_call()
    assert (later.people, later.stale_since) == (("U02BEN",), NOW)
    assert "status 404" in later.trouble
    assert [one["event"] for one in log] == ["oncall_stale"]
    assert "8c1ffeed" not in str(log)


def test_people_of_a_calendar_are_found_by_address_and_by_name(
    slack: LocalSlack, directory: Directory, clock: Time
):
    assert directory.with_address("ben@acme.example") == "U02BEN"
    assert directory.with_address("nobody@acme.example") is None
    named = {name for one in directory.everybody() for name in one.names}
    assert {"Ada Ops", "ada", "Ben Finance"} <= named
    assert "Duewatch" not in named
    for _ in range(3):
        directory.with_address("ben@acme.example")
        directory.everybody()
    assert (slack.calls["users.lookupByEmail"], slack.calls["users.list"]) == (2, 1)
    clock.pass_by(hours=1)
    directory.with_address("ben@acme.example")
    directory.everybody()
    assert (slack.calls["users.lookupByEmail"], slack.calls["users.list"]) == (3, 2)
