"""What is said about a change, and when the invoice is looked at again."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot import announce, drafts
from providers.base import Unreachable
from state.changes import NO_LONGER_LISTED
from state.model import (
    Amended,
    Appeared,
    Change,
    Escalation,
    Invoice,
    Reopened,
    Settled,
    Standing,
    Vanished,
)
from state.rules.ladder import Ladder, Rules
from state.rules.suspension import Suspension
from state.storms import storm
from tests.builders import NOW, account, invoice, money, rules

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


def test_a_due_date_that_comes_to_be_known_is_told_loudly_where_it_is_over():
    unknown = invoice(due=None)
    for due, line in (("2026-11-01", "reply:amended!"), ("2026-12-24", "reply:amended")):
        assert line in words(said(Amended(unknown, invoice(due=due))))


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
    failing = drafts.failing(account(), Unreachable("no answer"), NOW, NOW)
    recovered = drafts.recovered(account(), NOW, NOW + timedelta(hours=2))
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


def crowd(count: int, first: int = 1) -> list[Invoice]:
    return [invoice(f"acme/{first + at}", f"{10 + at}.00 USD") for at in range(count)]


def whirl(*changes: Change) -> announce.Said:
    """What is said when the bot has noticed the storm."""
    before = [one.before for one in changes if not isinstance(one, Appeared)]
    seen = storm({one.key.number: one for one in before}, changes)
    manner = announce.Manner(RULES, "#bills")
    return announce.of_changes(account(), changes, NOW, lambda _: manner, first=False, storm=seen)


def test_a_re_numbering_is_one_question_and_nothing_is_said_of_the_single_ones():
    gone = [
        Vanished(one, replace(one, standing=Standing.UNKNOWN, their_status=NO_LONGER_LISTED))
        for one in crowd(12)
    ]
    found = whirl(*map(Appeared, crowd(12, first=901)), *gone)
    assert words(found) == ["update:update"] * 12 + ["account:storm"]
    assert found.steps["901"] == datetime(2026, 11, 24, 9, tzinfo=UTC), "reminders go on"
    asked = found.drafts[-1]
    assert asked.key == f"acme:storm:{asked.details['instant']}"
    shown = {name: asked.details[name] for name in ("kind", "count", "owed", "old", "new")}
    assert shown == {"kind": "renumbered", "count": "12", "owed": "12", "old": "1", "new": "901"}
    assert json.loads(asked.details["members"])["12"] == "912"


def test_another_currency_is_one_question_that_keeps_what_each_line_would_have_said():
    switched = [Amended(one, replace(one, open=money("9.00 EUR"))) for one in crowd(5)]
    found = whirl(*switched)
    assert words(found) == ["update:update"] * 5 + ["account:storm"]
    asked = found.drafts[-1].details
    assert (asked["kind"], asked["field"]) == ("currency", "open")
    assert (asked["old"], asked["new"]) == ("10.00 USD", "9.00 EUR")
    assert json.loads(asked["members"])["2"] == {"open": "11.00 USD -> 9.00 EUR"}


def test_what_is_no_part_of_a_storm_is_said_as_ever():
    switched = [Amended(one, replace(one, open=money("9.00 EUR"))) for one in crowd(5)]
    paid = Settled(invoice("acme/50"), invoice("acme/50", standing=Standing.PAID))
    found = whirl(*switched, paid, Appeared(invoice("acme/51")))
    assert words(found)[5:] == [
        "update:update",
        "reply:paid",
        "invoice:new",
        "account:storm",
    ]


def test_the_first_sight_of_an_account_is_never_a_storm():
    changes = [Appeared(one) for one in crowd(20)]
    assert storm({}, changes) is None
    assert words(said(*changes, first=True)) == ["account:baseline"]


def test_nobody_is_reminded_of_what_is_no_longer_listed():
    gone = replace(invoice(), standing=Standing.UNKNOWN, their_status=NO_LONGER_LISTED)
    assert said(Vanished(invoice(), gone)).steps == {"7": None}
    back = said(Amended(gone, invoice()))
    assert back.steps["7"] is not None


LATE = invoice(due="2026-11-10")


def test_what_comes_overdue_starts_the_clock_that_calls_people():
    assert said(Appeared(LATE)).escalations == {"7": Escalation(NOW)}
    paid = invoice(due="2026-11-10", standing=Standing.PAID)
    assert said(Reopened(paid, LATE)).escalations == {"7": Escalation(NOW)}
    assert said(Amended(invoice(), LATE)).escalations == {"7": Escalation(NOW)}


def test_what_is_not_overdue_starts_none_and_a_later_due_date_ends_one():
    assert said(Appeared(invoice())).escalations == {"7": None}
    assert said(Amended(LATE, invoice())).escalations == {"7": None}


def test_a_change_that_leaves_the_due_date_leaves_the_clock():
    renamed = Amended(LATE, replace(LATE, description="renamed"))
    assert said(renamed).escalations == {}
    assert said(Appeared(LATE), first=True).escalations == {}, "a baseline calls nobody"


def test_what_is_grave_when_it_comes_is_also_told_where_its_route_leads():
    stops = rules(suspension=Suspension(suspend_after=12, terminate_after=None, zone="UTC"))
    led = announce.Manner(stops, "#bills", lambda _: ("#leads", "<!subteam^S01>"))
    found = announce.of_changes(account(), [Appeared(LATE)], NOW, lambda _: led, first=False)
    assert words(found) == ["invoice:new", "alert:stage"]
    (_, alert) = found.drafts
    assert (alert.channel, alert.key) == ("#leads", "acme/7:after-10:2026-11-10:#leads")
    assert alert.details["mention"] == "<!subteam^S01>"


def test_whom_the_route_calls_at_home_is_called_in_the_thread():
    led = announce.Manner(rules(), "#bills", lambda _: ("#bills", "<@U01ADA>"))
    found = announce.of_changes(account(), [Appeared(LATE)], NOW, lambda _: led, first=False)
    assert words(found) == ["invoice:new", "reply:stage"]
    assert found.drafts[1].details["mention"] == "<@U01ADA>"
