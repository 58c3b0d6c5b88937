"""What is said about a change, and when the invoice is looked at again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot import announce
from providers.base import Unreachable
from state.ladder import Ladder, Rules
from state.model import Amended, Appeared, Change, Reopened, Settled, Standing, Vanished
from state.suspension import Suspension
from tests.builders import NOW, account, invoice, rules

RULES = rules(Ladder(before=(14, 7, 3, 0), after=(1,), repeat=None))


def said(
    *changes: Change, first: bool = False, by: Rules = RULES, at: datetime = NOW
) -> announce.Said:
    manner = announce.Manner(by, "#bills")
    return announce.of_changes(account(), changes, at, lambda _: manner, first=first)


def words(found: announce.Said) -> list[str]:
    return [f"{d.kind}:{d.what}{'!' if d.broadcast else ''}" for d in found.drafts]


def test_a_new_invoice_gets_its_living_message_which_stands_for_the_step_it_is_on():
    found = said(Appeared(invoice(due="2026-12-01")))
    assert words(found) == ["invoice:new"]
    assert (found.drafts[0].stage, found.drafts[0].due) == (-14, invoice(due="2026-12-01").due)
    assert found.steps == {"7": datetime(2026, 11, 24, 9, tzinfo=UTC)}


def test_the_first_sight_of_an_account_is_one_summary_and_a_place_on_the_ladder_for_each():
    found = said(
        Appeared(invoice("acme/1", due="2026-12-01")),
        Appeared(invoice("acme/2", due="2020-01-01")),
        first=True,
    )
    assert words(found) == ["account:baseline"]
    assert found.steps == {"1": datetime(2026, 11, 24, 9, tzinfo=UTC), "2": None}


def test_an_amendment_says_old_and_new():
    before = invoice(open_="10.00 USD", due="2026-12-01")
    after = invoice(open_="12.00 USD", due="2026-12-08")
    found = said(Amended(before, after))
    assert words(found) == ["update:update", "reply:amended!"]
    assert found.drafts[1].details == {
        "total": "10.00 USD -> 12.00 USD",
        "open": "10.00 USD -> 12.00 USD",
        "due": "2026-12-01 -> 2026-12-08",
    }


def test_an_amendment_that_eases_things_stays_in_the_thread():
    found = said(Amended(invoice(open_="12.00 USD"), invoice(open_="5.00 USD", total="12.00 USD")))
    assert words(found) == ["update:update", "reply:amended"]


def test_a_change_of_wording_only_redraws():
    found = said(Amended(invoice(), invoice(description="VPS, renamed")))
    assert words(found) == ["update:update"]


def test_a_change_of_currency_is_told_loudly():
    found = said(Amended(invoice(open_="12.00 USD"), invoice(open_="12.00 EUR")))
    assert words(found) == ["update:update", "reply:amended!"]


def test_a_settled_invoice_is_struck_off_the_ladder():
    for standing, what in ((Standing.PAID, "paid"), (Standing.VOID, "void")):
        found = said(Settled(invoice(), invoice(standing=standing)))
        assert words(found) == ["update:update", f"reply:{what}"]
        assert found.steps == {"7": None}


def test_what_comes_back_or_disappears_is_told_loudly():
    gone = replace(invoice(), standing=Standing.UNKNOWN)
    assert words(said(Reopened(invoice(standing=Standing.PAID), invoice()))) == [
        "update:update",
        "reply:reopened!",
    ]
    assert words(said(Vanished(invoice(), gone))) == ["update:update", "reply:vanished!"]


def test_the_same_occasion_has_the_same_key_and_a_later_one_another():
    change = Settled(invoice(), invoice(standing=Standing.PAID))
    later = said(change, at=NOW + timedelta(days=30))
    keys = [d.key for d in said(change).drafts]
    assert keys == [d.key for d in said(change).drafts]
    assert not set(keys) & {d.key for d in later.drafts}


def test_a_recovery_names_the_message_that_told_of_the_failure():
    failing = announce.failing(account(), Unreachable("no answer"), NOW, NOW)
    recovered = announce.recovered(account(), NOW, NOW + timedelta(hours=2))
    assert recovered.details["failing"] == failing.key


def test_amounts_keep_their_decimals_in_the_wording():
    change = Amended(invoice(open_="100 JPY"), invoice(open_="1.5 KWD"))
    assert announce.amendments(change)["open"] == "100 JPY -> 1.500 KWD"


def test_everything_about_an_invoice_is_said_where_its_message_belongs():
    found = said(Amended(invoice(open_="10.00 USD"), invoice(open_="12.00 USD")))
    assert {draft.channel for draft in found.drafts} == {"#bills"}


def test_a_small_amount_is_recorded_and_not_announced():
    quiet = rules(quiet=True)
    assert words(said(Appeared(invoice()), by=quiet)) == []
    raised = Amended(invoice(open_="1.00 USD"), invoice(open_="2.00 USD"))
    assert words(said(raised, by=quiet)) == ["update:update"]


def test_a_small_amount_for_which_services_are_about_to_stop_is_announced():
    stops = Suspension(suspend_after=1, terminate_after=None, zone="UTC")
    quiet = rules(suspension=stops, quiet=True)
    assert words(said(Appeared(invoice(due="2026-11-20")), by=quiet)) == ["invoice:new"]
