"""Grave steps are also said where the leads are; large invoices live there; nothing twice."""

from datetime import date
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import WORKING, house

ROUTES = """
[[suspension]]
provider = "singlehop"
suspend_after = 4

[[routes]]
name = "soon offline"
severity = "critical"
channel = "#finance-leads"
mention = "S01"

[[routes]]
name = "large"
over = "500 USD"
channel = "#acme"
"""
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 4)


def furnish(world: World) -> None:
    leap = world.add_account("chi-leap", "singlehop")
    leap.add("6000", "5.00", due=date(2027, 3, 1), description="Backups")


def test_critical_ones_are_said_to_the_leads_as_well(tmp_path: Path):
    with house(tmp_path, furnish, config=WORKING + ROUTES) as home:
        home.let_in("#finance-leads")
        leap = home.world.account("chi-leap")
        for day in home.days(until=LAST):
            match (day.month, day.day):
                case (11, 20):
                    home.live_until("2026-11-20 11:00")
                    leap.add("7001", "24.00", due=date(2026, 11, 24), description="Web server")
                    leap.add("7002", "900.00", due=date(2026, 11, 27), description="Cluster")
                case (12, 1):
                    home.live_until("2026-12-01 12:00")
                    leap.pay("7001")
                    leap.pay("7002")
        home.diary.matches("routes", FIRST, LAST)

        assert {one.where for one in home.diary.said(word="chi-leap/7002")} == {
            "#acme",  # it is large
            "#finance-leads",
        }
        leads = home.diary.said("#finance-leads")
        assert [f"{one.at:%d} {one.text[-5:-1]}" for one in leads] == [
            "26 7001",  # two days before services stop
            "27 7001",
            "30 7001",
            "30 7002",
            "01 7001",
            "01 7002",
        ]
        assert all(one.text.startswith("@finance-oncall") for one in leads)
        words = [(one.where, one.text) for one in home.diary.said()]
        assert len(words) == len(set(words)), "nothing is said twice in one place"


def test_an_alert_in_doubt_when_it_is_taken_on_does_not_become_the_invoices_message(
    tmp_path: Path,
) -> None:
    """Simulated: the reply to the alert was lost, and what followed stood among the leads."""
    with house(tmp_path, furnish, config=WORKING + ROUTES) as home:
        home.let_in("#finance-leads")
        home.live_until("2026-11-20 11:00")
        leap = home.world.account("chi-leap")
        leap.add("7001", "24.00", due=date(2026, 11, 24), description="Web server")
        home.live_until("2026-11-26 08:59")
        billing = home.living("chi-leap/7001")
        faults = home.slack.faults
        faults.methods, faults.lose_replies = frozenset({"chat.postMessage"}), 9
        home.clock.forward(minutes=2)
        home.core.tick()
        home.slack.wait_for(lambda: faults.lose_replies < 9)
        faults.lose_replies = 0
        home.slack.command("U01ADA", "#billing", "/invoices ack chi-leap/7001")
        home.clock.forward(minutes=5)
        home.deliver()
        assert any("7001" in str(one) for one in home.slack.history("#finance-leads"))
        assert home.living("chi-leap/7001") == billing


def test_a_line_in_doubt_is_found_below_the_message_the_invoice_had_before(tmp_path: Path) -> None:
    """Simulated: meanwhile more was owed, the message went elsewhere, and so did the line again."""
    with house(tmp_path, furnish, config=WORKING + ROUTES) as home:
        home.live_until("2026-11-20 11:00")
        leap = home.world.account("chi-leap")
        leap.add("7001", "24.00", due=date(2026, 11, 24), description="Web server")
        home.check("chi-leap")
        home.deliver()
        first = home.about("chi-leap/7001")
        faults = home.slack.faults
        faults.methods, faults.lose_replies = frozenset({"chat.postMessage"}), 1
        home.slack.command("U01ADA", "#billing", "/invoices note chi-leap/7001 word-1")
        home.slack.wait_for(lambda: faults.lose_replies == 0)
        leap.amend("7001", amount="900.00")
        home.core.engine.check_now(["chi-leap"])
        home.slack.wait_for(lambda: home.living("chi-leap/7001").channel != "C01BILLING")
        home.clock.forward(minutes=5)
        home.deliver()
        assert "word-1" in str(home.thread(first))
        assert "word-1" not in str(home.slack.history("#acme"))
        moved = home.about("chi-leap/7001", "#acme")
        assert "word-1" not in str(home.thread(moved, "#acme"))
