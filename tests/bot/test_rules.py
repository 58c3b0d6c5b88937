"""Which rules hold for an invoice: ladder, hours, suspension, quiet amounts."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from state.model import Account, Stage
from state.rules.calendar import local_day
from state.rules.ladder import Ladder, reached, stages
from state.rules.severity import Severity, severity
from state.rules.suspension import Suspension, countdown
from tests.bot.rulebooks import ACME, POLICIES, ROUTES, SHOP, YORK, book, of
from tests.builders import account, invoice


def test_a_payable_follows_the_general_ladder_in_the_teams_hours(tmp_path: Path):
    rules = book(tmp_path).rules(invoice("acme/7"), ACME)
    assert rules.ladder == Ladder((7, 0), (2,), 5, 3)
    assert (rules.hours.opens, rules.hours.closes) == (time(9), time(17, 30))
    assert (rules.hours.zone, rules.hours.business_days) == ("Europe/Berlin", True)
    assert rules.hours.holidays == "DE-BY"
    assert rules.zone == "America/New_York"


def test_an_account_takes_only_what_it_does_not_say_itself_from_the_general_ladder(tmp_path: Path):
    rules = book(tmp_path).rules(invoice("york/7"), YORK)
    assert rules.ladder == Ladder((7, 0), (), 30, 3)
    assert (rules.hours.opens, rules.hours.zone) == (time(8), "America/New_York")
    assert not rules.hours.business_days


def test_a_receivable_account_says_more_than_the_receivables_in_general(tmp_path: Path):
    rules = book(tmp_path).rules(invoice("shop/7"), SHOP)
    assert rules.ladder == Ladder((), (2,), 5, 0)
    assert rules.hours.business_days


def test_an_account_that_left_the_configuration_follows_the_general_rules(tmp_path: Path):
    gone = account("gone", timezone="Asia/Tokyo")
    rules = book(tmp_path).rules(invoice("gone/7"), gone)
    assert (rules.ladder.before, rules.zone) == ((7, 0), "Asia/Tokyo")


@pytest.mark.parametrize(
    ("watched", "open_", "quiet"),
    [
        (ACME, "4.99 USD", True),
        (ACME, "5.00 USD", False),
        (ACME, "4.99 EUR", False),  # no threshold in its currency
        (ACME, "699 JPY", True),
        (ACME, None, False),  # unknown is never small
        (YORK, "0.01 USD", False),  # the account switched it off
        (SHOP, "19.99 EUR", True),
        (SHOP, "0.01 USD", False),  # the table for receivables takes the place of the general one
    ],
)
def test_an_amount_below_the_threshold_of_its_currency_is_quiet(
    tmp_path: Path, watched: Account, open_: str | None, *, quiet: bool
):
    owed = invoice(f"{watched.name}/7", open_, total="900 USD")
    assert book(tmp_path).rules(owed, watched).quiet is quiet


def test_a_quiet_invoice_still_speaks_before_its_services_stop(tmp_path: Path):
    policies = '[[suspension]]\nprovider = "interserver"\nsuspend_after = 4\n'
    owed = invoice("acme/7", "4.00 USD", due="2026-11-02")
    rules = book(tmp_path, policies).rules(owed, ACME)
    assert reached(rules, owed.due, datetime(2026, 11, 3, 12, tzinfo=UTC)) is None
    assert reached(rules, owed.due, datetime(2026, 11, 5, 12, tzinfo=UTC)) == Stage(3)


@pytest.mark.parametrize(
    ("watched", "module", "days"),
    [
        (ACME, "vps", 10),
        (ACME, "mail", 20),  # what is said of the account counts more than of the module
        (ACME, None, 20),
        (YORK, "mail", 30),
        (YORK, "vps", 40),
        (YORK, None, 40),
        (SHOP, "mail", None),
    ],
)
def test_the_most_special_policy_says_when_services_stop(
    tmp_path: Path, watched: Account, module: str | None, days: int | None
):
    found = book(tmp_path, POLICIES).suspension_of(of(module, f"{watched.name}/7"), watched)
    assert (found.suspend_after if found else None) == days


def test_a_policy_counts_in_its_own_zone_or_else_in_the_accounts(tmp_path: Path):
    rulebook = book(tmp_path, POLICIES)
    assert rulebook.suspension_of(of("mail"), YORK) == Suspension(
        30, None, "America/Phoenix", time(1)
    )
    assert rulebook.suspension_of(of(None), ACME) == Suspension(20, 25, "America/New_York")


def test_the_countdown_joins_the_ladder(tmp_path: Path):
    rules = book(tmp_path, POLICIES).rules(of("vps"), ACME)
    assert {Stage(8), Stage(9), Stage(10)} <= set(stages(rules))


def test_why_names_the_part_of_the_configuration_that_decided(tmp_path: Path):
    rulebook = book(tmp_path, POLICIES + ROUTES)
    why = rulebook.why(replace(of("mail", "york/7")), YORK, Severity.CRITICAL)
    york = "[reminders], changed by [accounts.reminders] of york"
    assert why.ladder == (
        f"{york}: 7 days before the due date, on the due date, then every 30 days, 3 times"
    )
    assert why.hours == f"{york}: 08:00 to 16:00, America/New_York, on every day"
    assert why.suspension == (
        "[[suspension]] of provider interserver, module mail: services stop 30 days after the"
        " due date, at 01:00, America/Phoenix"
    )
    assert why.home == "the channel of account york: its message stands in #billing"
    assert why.route == "soon offline: critical is said in #outage to S0614TZR7"
    assert why.lines == (why.ladder, why.hours, why.suspension, why.home, why.route)


def test_why_says_that_an_invoice_is_too_small_and_that_nobody_knows_when_it_hurts(tmp_path: Path):
    why = book(tmp_path).why(invoice("acme/7", "4.00 USD"), ACME)
    assert why.quiet == "[reminders]: below 5.00 USD it is only listed, until it is critical"
    assert why.suspension == "no [[suspension]] fits, so nobody knows when its services stop"
    assert why.ladder == (
        "[reminders]: 7 days before the due date, on the due date, 2 days after it, then every"
        " 5 days, 3 times"
    )


def test_rules_are_worked_out_once_for_all_invoices_that_share_them(tmp_path: Path):
    rulebook = book(tmp_path, POLICIES)
    first = rulebook.rules(of("vps"), ACME)
    assert rulebook.rules(of("vps", "acme/8"), ACME) is first
    assert rulebook.rules(of("strange", "acme/9"), ACME) is rulebook.rules(of(None), ACME)


@pytest.mark.parametrize(
    ("policy", "days"),
    [
        ("suspend_after = 0", 4),
        ("suspend_after = 3", 1),
        ("suspend_after = 4", 0),
        ("suspend_after = 5", None),
        ("terminate_after = 5", 0),
        ("suspend_after = 3\nterminate_after = 3", 2),
        ("suspend_after = 3\nmodule = 'vps'", 1),
    ],
)
def test_an_account_hurries_as_many_days_as_its_shortest_policy_leaves(
    tmp_path: Path, policy: str, days: int | None
):
    rulebook = book(tmp_path, f"[[suspension]]\nprovider = 'interserver'\n{policy}\n")
    assert rulebook.hurry_of(ACME) == days
    assert rulebook.hurry_of(SHOP) is None


@pytest.mark.parametrize(("suspends", "terminates"), [(0, 9), (2, 3), (4, 5), (None, 0), (9, 9)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Etc/GMT+12"])
def test_what_an_account_does_not_hurry_for_is_not_grave_yet(
    tmp_path: Path, suspends: int | None, terminates: int, zone: str
):
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    said = "" if suspends is None else f"suspend_after = {suspends}\n"
    policy = f"[[suspension]]\nprovider = 'interserver'\n{said}terminate_after = {terminates}\n"
    rulebook = book(tmp_path, f"{policy}timezone = '{zone}'\n")
    far = replace(ACME, timezone="Etc/GMT+12")
    hurry = rulebook.hurry_of(far)
    first = -1 if hurry is None else hurry
    for days in range(first + 1, 12):
        due = local_day(now, far.timezone) + timedelta(days=days)
        ends = countdown(rulebook.suspension_of(of("vps"), far), due)
        assert severity(due, ends, now, far.timezone) < Severity.OVERDUE
