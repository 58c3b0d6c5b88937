"""Decisions made in Slack, in the whole bot: by the rules that hold for the reminders too."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.demo.world import World
from tests.stories.house import SETTINGS, House, house

RULES = """
business_days = true
hours = ["09:00", "17:30"]

[[suspension]]
provider = "interserver"
suspend_after = 3

[[routes]]
name = "large"
over = "100 USD"
channel = "#ops"
"""
SMALL, LARGE = "acme-vps/7001", "acme-vps/7002"


def furnished(world: World) -> None:
    world.add_account("acme-vps", "interserver")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, furnished, config=SETTINGS + RULES) as made:
        made.pass_time()
        books = made.world.account("acme-vps")
        due = date(2026, 12, 1)
        books.add("7001", "24.00", due=due, description="Web", module="vps", service="2611")
        books.add("7002", "240.00", due=due, description="Rack", module="vps", service="2612")
        made.pass_time(minutes=31)
        yield made


def ask(home: House, words: str) -> str:
    """What Ada is told; the message and its thread are up to date then."""
    told = home.slack.command("U01ADA", "#billing", f"/invoices {words}")
    home.deliver()
    return str(told["text"])


def test_a_promise_beyond_the_suspension_is_kept_and_warned_of(home: House) -> None:
    told = ask(home, f"promise {SMALL} 2026-12-06 when the card is new")
    assert "will be paid on Sun 6 Dec 2026." in told
    assert "services stop on Fri 4 Dec 2026, 2 days before that." in told
    assert "7 Dec 2026 08:00 UTC" in told  # Monday, nine o'clock in Berlin
    living = home.about(SMALL)
    assert "Due soon, promised" not in living["text"]
    assert "Open, promised" in living["text"]
    (line,) = home.thread(living)
    assert line.startswith("🤝 *Promised* by <@U01ADA> for Sun 6 Dec 2026: we owe InterServer")


def test_a_snooze_ends_when_the_team_is_at_work(home: House) -> None:
    assert "23 Nov 2026 08:00 UTC" in ask(home, f"snooze {SMALL} tomorrow")


def test_what_is_said_of_a_routed_invoice_stands_beside_its_message(home: House) -> None:
    assert "with <@U02BEN> now." in ask(home, f"assign {LARGE} @ben yours, I think")
    (line,) = home.thread(home.about(LARGE, "#ops"), "#ops")
    assert line.startswith("👤 *Assigned* to <@U02BEN> by <@U01ADA>: we owe InterServer 240.00 USD")
    assert "assigned" in home.about(LARGE, "#ops")["text"]


def test_a_muted_account_is_told_of_in_its_channel(home: House) -> None:
    assert "The reminders of `acme-vps` wait until" in ask(home, "mute acme-vps 7d new card")
    said = home.messages()[-1]["text"]
    assert said.startswith("🔕 *Muted* by <@U01ADA> until")
    assert "Note: “new card”" in said
    ask(home, "unmute acme-vps")
    assert home.messages()[-1]["text"].startswith("🔔 *Not muted any more* by <@U01ADA>")


def test_the_button_gives_back_whatever_was_decided(home: House) -> None:
    ask(home, f"dispute {SMALL} billed twice")
    living = home.about(SMALL)
    assert home.slack.click("U02BEN", "#billing", living["ts"], "unacknowledge") == {"ok": True}
    home.slack.wait_for(lambda: home.slack.ephemerals("U02BEN"))
    home.deliver()
    assert home.thread(living)[-1].startswith("↩️ *Dispute ended* by <@U02BEN>")
    assert "Not acknowledged." in home.about(SMALL)["text"]
