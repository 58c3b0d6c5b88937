"""The doctor finds what is broken, says what to do, and changes nothing."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.demo.billing import ProviderName
from bot.demo.slack import LocalSlack
from bot.demo.world import World
from bot.doctor.accounts import judged
from bot.doctor.finding import Grade
from state.model import Coverage, Snapshot, Unread
from tests.bot.doctor.clinic import Clinic, right_now
from tests.builders import invoice


def test_where_all_is_well_there_is_no_problem_and_everything_was_looked_at(clinic: Clinic):
    found = clinic.examine()
    assert [one for one in found if one.grade is Grade.PROBLEM] == []
    told = {one.looked_at: one.found for one in found if one.grade is Grade.OK}
    assert "1 invoice, 1 owed" in told["account acme-vps (interserver)"]
    assert "2 invoices, 2 owed" in told["account shop (whmcs)"]
    assert "Acme Hosting" in told["SLACK_BOT_TOKEN"]
    assert told["scopes of the app"].startswith("all ")
    assert told["channel #billing (slack.channel)"] == "is there, and the bot is in it"
    assert told["channel #ops (slack.fallback_channel)"] == "is there, and the bot is in it"
    assert "Socket Mode can be opened" in told["SLACK_APP_TOKEN"]
    assert "agrees with 127.0.0.1" in told["clock"]
    assert "Europe/Berlin" in told["time zones"]


def test_nothing_is_written_or_said(clinic: Clinic):
    clinic.examine()
    assert list(clinic.folder.glob("d.db*")) == []
    assert set(clinic.slack.calls) <= {"auth.test", "conversations.list", "apps.connections.open"}
    assert clinic.slack.history("#billing") == []


def test_it_works_without_any_slack_setting_and_says_so(clinic: Clinic):
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        del clinic.environ[name]
    assert clinic.problems() == []
    (told,) = clinic.about("Slack")
    assert (told.grade, "was not looked at" in told.found) == (Grade.WARNING, True)
    assert not clinic.slack.calls


@pytest.mark.parametrize(
    ("fault", "grade", "words"),
    [
        ("wrong_password", Grade.PROBLEM, "correct its credentials"),
        ("down", Grade.PROBLEM, "check the account's url, the network"),
        ("html", Grade.PROBLEM, "the provider has changed its answers"),
        ("rate_limited", Grade.WARNING, "ask again later"),
    ],
)
def test_an_account_that_fails_is_named_with_what_to_do_and_the_others_are_asked(
    clinic: Clinic, fault: str, grade: Grade, words: str
):
    clinic.world.account("shop").fault = fault  # type: ignore[assignment]
    (told,) = clinic.about("account shop")
    assert (told.grade, words in told.advice) == (grade, True), told
    (other,) = clinic.about("account acme-vps")
    assert other.grade is Grade.OK


def test_a_credential_that_is_not_there_is_a_finding_and_no_crash(clinic: Clinic):
    del clinic.environ["DEMO_ACME_VPS_PASSWORD"]
    told = [one.found for one in clinic.problems()]
    assert all("DEMO_ACME_VPS_PASSWORD is not set" in one for one in told)
    assert [one.looked_at for one in clinic.problems()] == [
        "account acme-vps: password",
        "account acme-vps (interserver)",
    ]


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
def test_a_token_that_slack_does_not_take_is_told_once(clinic: Clinic, code: str):
    clinic.slack.faults.refuse["auth.test"] = code
    (told,) = clinic.problems()
    assert told.looked_at == "SLACK_BOT_TOKEN"
    assert "install" in told.found or "SLACK_BOT_TOKEN" in told.found


def test_a_token_of_another_kind_is_told(clinic: Clinic):
    clinic.environ["SLACK_BOT_TOKEN"] = "xoxp-local"
    assert "that is another kind of token" in clinic.problems()[0].found


def test_a_missing_scope_is_named_with_the_way_to_get_it(clinic: Clinic):
    clinic.slack.faults.scopes -= {"groups:history", "im:write"}
    (told,) = clinic.problems()
    assert told.found == "missing: groups:history, im:write"
    assert "duewatch manifest" in told.advice


def test_a_scope_that_nobody_needs_is_only_mentioned(clinic: Clinic):
    clinic.slack.faults.scopes |= {"reactions:write"}
    assert clinic.problems() == []
    assert "more than needed: reactions:write" in [one.found for one in clinic.about("scopes")]


def test_channels_that_are_gone_closed_or_locked_are_told_with_their_use(clinic: Clinic):
    clinic.slack.archive("#ops")
    clinic.slack.kick_bot("#billing")
    clinic.text += """
[oncall]
who = ["U01ADA"]
escalate_after = "4h"
escalate_to = "#finance-leads"

[[routes]]
name = "grave"
severity = "critical"
channel = "#nowhere"
"""
    assert [(one.looked_at, one.found) for one in clinic.problems()] == [
        ("channel #billing (slack.channel)", "the bot is not in it"),
        ("channel #ops (slack.fallback_channel)", "is archived"),
        ("channel #nowhere (route grave)", "the bot sees no such channel"),
        ("channel #finance-leads (oncall.escalate_to)", "the bot is not in it"),
    ]


def test_a_channel_may_be_named_by_its_id(clinic: Clinic):
    clinic.text = clinic.text.replace('"#ops"', '"C03OPS"')
    assert clinic.problems() == []


def test_an_app_token_that_slack_does_not_take_is_told(clinic: Clinic):
    clinic.environ["SLACK_APP_TOKEN"] = "xapp-other"
    (told,) = clinic.problems()
    assert told.looked_at == "SLACK_APP_TOKEN"
    assert "connections:write" in told.found


def test_without_a_way_to_listen_run_would_not_start(clinic: Clinic):
    del clinic.environ["SLACK_APP_TOKEN"]
    assert "SLACK_SIGNING_SECRET" in clinic.problems()[0].found
    clinic.environ |= {"SLACK_SIGNING_SECRET": "s", "PORT": "8080"}
    assert clinic.problems() == []
    clinic.environ["PORT"] = "eighty"
    assert "PORT has to be a number" in clinic.problems()[0].found


def test_who_is_on_call_is_named(clinic: Clinic):
    clinic.text += '\n[oncall]\nwho = "@finance-oncall"\n'
    (told,) = clinic.about("oncall")
    assert told.grade is Grade.OK
    assert "U01ADA, U02BEN, by the user group @finance-oncall" in told.found


def test_turns_beside_a_user_group_are_said_to_have_no_effect(clinic: Clinic):
    clinic.text += '\n[oncall]\nwho = "@finance-oncall"\nrotate = "weekly"\n'
    (told, _) = clinic.about("oncall")
    assert (told.grade, told.looked_at) == (Grade.WARNING, "oncall.rotate")
    assert told.found.startswith("has no effect: all of a user group are on call at once")
    clinic.text = clinic.text.replace('"@finance-oncall"', '["U01ADA", "U02BEN"]')
    assert [one.grade for one in clinic.about("oncall")] == [Grade.OK]


def test_a_user_group_that_is_gone_is_a_problem(clinic: Clinic):
    clinic.text += '\n[oncall]\nwho = "@nobody"\n'
    (told,) = clinic.problems()
    assert "there is no user group @nobody" in told.found


def test_a_person_who_has_left_is_told(clinic: Clinic):
    clinic.text += '\n[oncall]\nwho = ["U01ADA", "U0GONE"]\n'
    (told,) = clinic.problems()
    assert told.found.startswith("U0GONE is nobody in this workspace")


@pytest.mark.parametrize("with_slack", [True, False])
def test_a_calendar_that_cannot_be_read_is_told_without_its_address(
    clinic: Clinic, with_slack: bool
):
    clinic.text += '\n[oncall]\nwho = { env = "ROTA" }\n'
    clinic.environ["ROTA"] = f"{clinic.providers}/a-secret-path/rota.ics"
    if not with_slack:
        del clinic.environ["SLACK_BOT_TOKEN"]
    (told,) = clinic.problems()
    assert told.looked_at == "oncall.who"
    assert "its address answers with status 404" in told.found
    assert "a-secret-path" not in str(clinic.examine())


def test_slack_that_is_away_is_said_once_for_the_token(clinic: Clinic):
    clinic.environ["SLACK_API_URL"] = "http://127.0.0.1:9/api/"
    told = clinic.problems()
    assert [one.looked_at for one in told] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    assert all("cannot be reached" in one.found for one in told)


@pytest.mark.parametrize(
    ("minutes", "words"), [(5, "s ahead of what"), (-5, "s behind what")], ids=["ahead", "behind"]
)
def test_a_clock_that_is_wrong_is_a_problem(clinic: Clinic, minutes: int, words: str):
    clinic.clock = lambda: right_now() + timedelta(minutes=minutes)
    told = [one for one in clinic.problems() if one.looked_at == "clock"]
    assert len(told) == 1
    assert words in told[0].found


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # of apprise
def test_an_alarm_address_that_nobody_knows_is_a_problem_and_is_not_shown(clinic: Clinic):
    clinic.text += '\n[alarm]\nnotify = [{ env = "GOOD" }, { env = "BAD" }]\n'
    clinic.environ |= {"GOOD": "json://127.0.0.1:9", "BAD": "carrier-pigeon://loft-7"}
    (told,) = clinic.problems()
    assert told.looked_at == "alarm.notify.1"
    assert "loft-7" not in str(clinic.examine())


def test_a_calendar_token_that_can_be_guessed_is_told(clinic: Clinic):
    clinic.environ["DUEWATCH_CALENDAR_TOKEN"] = "short"
    (told,) = clinic.about("DUEWATCH_CALENDAR_TOKEN")
    assert told.grade is Grade.WARNING
    assert "short" not in told.found


@pytest.mark.parametrize("provider", ["interserver", "whmcs", "voxel", "singlehop"])
def test_every_provider_is_asked_and_heard_for_the_time(tmp_path: Path, provider: ProviderName):
    world = World(right_now)
    world.add_account("only", provider).add("7", "5.00", due=date(2026, 12, 1))
    with world.serve() as providers, LocalSlack.start() as slack:
        clinic = Clinic(tmp_path, world, slack, providers.url)
        del clinic.environ["SLACK_BOT_TOKEN"]
        told = {one.looked_at: one for one in clinic.examine()}
    assert told[f"account only ({provider})"].found.startswith("answered with 1 invoice, 1 owed")
    assert told["clock"].grade is Grade.OK, "the answer told the time in passing"


def test_rows_that_cannot_be_understood_are_a_warning():
    unread = (Unread("row 3", "no amount"), Unread("row 4", "no date"))
    snapshot = Snapshot("shop", (invoice("shop/1"),), Coverage.EVERYTHING, unread, right_now())
    fine, odd = judged("account shop", snapshot, 0.2)
    assert (fine.grade, fine.found) == (Grade.OK, "answered with 1 invoice, 1 owed, in 0.2 s")
    assert odd.found == "2 rows of the answer could not be understood"
    assert odd.grade is Grade.WARNING
