"""Every answer tells when services stop and data is lost, where that is known."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.formats import as_json, as_text
from bot.slack.render.countdown import countdown, countdown_field, countdown_sentence
from state.model import InvoiceView, Standing
from state.rules.suspension import Suspension
from state.rules.suspension import countdown as counted
from tests.builders import invoice, view

AT_ONE = Suspension(3, 10, "America/Phoenix", time(1))
BY_DAY = Suspension(3, 10, "America/Phoenix")
DUE = "2026-11-20"
TODAY = date(2026, 11, 20)


def seen(policy: Suspension | None, at: str, standing: Standing = Standing.OPEN) -> InvoiceView:
    found = view(invoice(due=DUE, standing=standing))
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return replace(found, countdown=replace(counted(policy, found.invoice.due), as_of=now))


@pytest.mark.parametrize(
    ("policy", "at", "words"),
    [
        (AT_ONE, "2026-11-20 12:00", "services stop in 2 days, Mon 01:00 MST; "),
        (AT_ONE, "2026-11-23 07:59", "services stop in 1 minute, Mon 01:00 MST; "),
        (AT_ONE, "2026-11-23 08:00", "services may be stopped since Mon 23 Nov; "),
        (BY_DAY, "2026-11-22 12:00", "services stop tomorrow, Mon 23 Nov; "),
        (BY_DAY, "2026-11-23 12:00", "services stop today; "),
        (BY_DAY, "2026-11-24 12:00", "services may be stopped since Mon 23 Nov; "),
    ],
)
def test_the_words_of_a_countdown(policy: Suspension, at: str, words: str):
    assert countdown(seen(policy, at)).startswith(words)
    assert "; data is lost in" in countdown(seen(policy, at))


def test_a_message_that_stays_says_as_of_when_it_was_counted():
    field = countdown_field(seen(BY_DAY, "2026-11-20 12:00"))
    assert field == (
        "Services stop in 3 days, Mon 23 Nov; data is lost in 10 days, Mon 30 Nov (as of 20 Nov)"
    )


@pytest.mark.parametrize("standing", [Standing.PAID, Standing.VOID, Standing.PENDING])
def test_nothing_stops_for_what_nobody_owes(standing: Standing):
    assert countdown_sentence(seen(AT_ONE, "2026-11-20 12:00", standing)) == ""


def test_without_a_policy_nothing_is_said():
    unknown = seen(None, "2026-11-20 12:00")
    assert (countdown(unknown), countdown_field(unknown)) == ("", "")
    told = as_json.invoice(unknown, TODAY)
    assert (told["suspends"], told["terminates"]) == (None, None)
    assert "countdown" not in as_text.details(unknown, TODAY, ())


def test_programs_get_an_instant_or_where_the_hour_is_not_known_a_date():
    told = as_json.invoice(seen(AT_ONE, "2026-11-20 12:00"), TODAY)
    assert (told["suspends"], told["terminates"]) == (
        "2026-11-23T08:00:00Z",
        "2026-11-30T08:00:00Z",
    )
    told = as_json.invoice(seen(BY_DAY, "2026-11-20 12:00"), TODAY)
    assert (told["suspends"], told["terminates"]) == ("2026-11-23", "2026-11-30")


def test_the_terminal_tells_it():
    shown = as_text.details(seen(AT_ONE, "2026-11-20 12:00"), TODAY, ())
    assert "countdown  services stop in 2 days, Mon 01:00 MST; data is lost" in shown
