"""Many invoices at once are one message, and stay one while they are dealt with."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.demo.world import World
from tests.stories.house import SETTINGS, house
from tests.stories.test_killed import keys

ROUTE = """
[[routes]]
severity = "due"
mention = "S0614TZR7"
"""


def furnish(world: World) -> None:
    shop = world.add_account("shop", "whmcs")
    shop.add("1", "5.00", due=date(2026, 12, 20), description="Old", client="Old Client")


def issue(world: World, count: int) -> None:
    for number in range(2, 2 + count):
        world.account("shop").add(
            str(number), "10.00", due=date(2026, 12, 10), description="Hosting", client=f"C{number}"
        )


def test_several_new_invoices_of_an_account_are_one_message(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        issue(home.world, 2)
        home.pass_time(minutes=31)
        assert [len(list(keys(m))) for m in home.messages()[1:]] == [2]


def test_those_that_fall_due_together_are_rounded_up_in_one_message(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        issue(home.world, 3)
        home.pass_time(minutes=31)
        home.clock.now = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
        home.pass_time()
        (announced, rounded_up) = home.messages()[1:]
        assert "3 invoices need somebody" in rounded_up["text"]
        assert sorted(keys(rounded_up)) == ["shop/2", "shop/3", "shop/4"]
        shown = [m for m in home.slack.history("#billing") if m.get("subtype")]
        assert shown == [], "no line of a thread is repeated in the channel"
        assert sum("due today" in line.lower() for line in home.thread(announced)) == 3


def test_old_invoices_that_were_never_announced_get_one_message_when_their_step_comes(
    tmp_path: Path,
):
    def baseline(world: World) -> None:
        shop = world.add_account("shop", "whmcs")
        for number in ("1", "2", "3"):
            shop.add(number, "5.00", due=date(2026, 11, 22), description="Old", client="Old")

    with house(tmp_path, baseline) as home:
        home.pass_time()
        home.pass_time(days=2)
        (rounded_up,) = home.messages()[1:]
        assert sorted(keys(rounded_up)) == ["shop/1", "shop/2", "shop/3"]
        home.world.account("shop").pay("2")
        home.pass_time(minutes=31)
        (redrawn,) = home.messages()[1:]
        assert sorted(keys(redrawn)) == ["shop/1", "shop/3"], "it lives on as theirs"


def test_more_are_one_message_that_changes_with_each_of_them(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        issue(home.world, 8)
        home.pass_time(minutes=31)
        grouped = home.messages()[1:]
        assert len(grouped) == 1
        assert len(list(keys(grouped[0]))) == 8
        assert "8 new invoices" in grouped[0]["text"]

        home.slack.click("U01ADA", "#billing", grouped[0]["ts"], "acknowledge", "shop/4")
        home.slack.wait_for(lambda: home.slack.ephemerals("U01ADA"))
        home.world.account("shop").pay("5")
        home.pass_time(minutes=31)
        after = home.messages()[1]
        assert "shop/4" not in list(keys(after)), "it is taken on: no button any more"
        assert "shop/5" not in list(keys(after)), "it is paid: no button any more"
        assert "<@U01ADA>" in str(after["blocks"])
        assert any("Paid" in line and "shop/5" in line for line in home.thread(after))
        assert len(home.messages()) == 2, "nothing more stands in the channel"


def test_an_archived_channel_is_spoken_for_by_the_fallback_channel(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        home.slack.archive("#billing")
        issue(home.world, 8)
        home.pass_time(minutes=31)
        grouped = home.messages("#ops")
        assert len(grouped) == 1
        assert len(list(keys(grouped[0]))) == 8


def test_what_the_fallback_channel_rounds_up_calls_whom_the_route_names(tmp_path: Path):
    def baseline(world: World) -> None:
        shop = world.add_account("shop", "whmcs")
        for number in ("1", "2"):
            shop.add(number, "5.00", due=date(2026, 11, 22), description="Old", client="Old")

    with house(tmp_path, baseline, config=f"{SETTINGS}{ROUTE}") as home:
        home.pass_time()
        home.slack.archive("#billing")
        home.pass_time(days=3)
        rounded_up = home.messages("#ops")[-1]
        assert sorted(keys(rounded_up)) == ["shop/1", "shop/2"]
        assert rounded_up["text"].startswith("<!subteam^S0614TZR7> 2 invoices need somebody")


def test_the_fallback_channel_announces_what_is_new_in_several_accounts(tmp_path: Path):
    """A group of two accounts is made anew there: each invoice in the name of its own account."""

    def two(world: World) -> None:
        furnish(world)
        club = world.add_account("club", "whmcs")
        club.add("1", "5.00", due=date(2026, 12, 20), description="Old", client="Old Client")

    with house(tmp_path, two) as home:
        home.pass_time()
        home.slack.archive("#billing")
        issue(home.world, 4)
        for number in ("11", "12", "13"):
            home.world.account("club").add(
                number, "9.00", due=date(2026, 12, 10), description="Mail", client="Another"
            )
        home.clock.forward(minutes=31)
        home.check("shop", "club")
        home.deliver()
        named = {key for message in home.messages("#ops") for key in keys(message)}
        new = {*(f"shop/{number}" for number in range(2, 6)), "club/11", "club/12", "club/13"}
        assert named == new
