"""The disk is empty, and Slack is not: what stands there is taken up, not said again."""

from datetime import date
from pathlib import Path

import pytest

from bot.demo.world import World
from bot.slack.messenger import HOLD
from tests.stories.house import House, house

BASELINE = "Now watching"


def furnish(world: World) -> None:
    world.add_account("chi-leap", "singlehop")
    world.add_account("nyc-voxel", "voxel")
    for name in ("chi-leap", "nyc-voxel"):
        world.account(name).add("1", "5.00", due=date(2026, 12, 28), description="Old")


def lose_everything(home: House) -> None:
    """The process ends and its disk with it; a new machine is set up."""
    home.move_out()
    for path in home.folder.glob("story.db*"):
        path.unlink()
    home.clock.forward(hours=2)
    home.move_in()


def turn(home: House) -> None:
    delivery = home.core.engine.delivery
    assert delivery is not None
    delivery.turn()


def take_up(home: House) -> None:
    """Check everything, look what stands in Slack, and redraw it at Slack's pace."""
    home.core.engine.check_now(list(home.core.settings.accounts))

    def all_said() -> bool:
        home.clock.forward(seconds=2)
        turn(home)
        return home.core.store.pending() == 0

    home.slack.wait_for(all_said)


def open_some(home: House, account: str, *numbers: str) -> None:
    for number in numbers:
        opened = home.world.account(account)
        opened.add(number, "24.00", due=date(2026, 12, 18), description=f"Server {number}")


def texts(home: House) -> list[str]:
    return [str(message["text"]) for message in home.messages()]


def lived(home: House) -> None:
    """Two invoices with messages of their own, and three in one."""
    home.pass_time()
    open_some(home, "chi-leap", "7")
    home.pass_time(minutes=31)
    open_some(home, "nyc-voxel", "8")
    home.pass_time(minutes=31)
    open_some(home, "chi-leap", "11", "12", "13")
    home.pass_time(minutes=31)
    assert len(home.messages()) == 5


def test_news_about_a_known_invoice_edits_the_message_that_stands(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        lived(home)
        seven, group = home.about("chi-leap/7"), home.about("chi-leap/12")
        lose_everything(home)
        take_up(home)
        assert len([text for text in texts(home) if BASELINE in text]) == 2 + 2, "once for each"
        home.world.account("chi-leap").pay("7")
        home.world.account("chi-leap").pay("12")
        home.pass_time(minutes=31)
        again = home.about("chi-leap/7")
        assert (again["ts"], again["text"].split()[0]) == (seven["ts"], "Paid:")
        assert home.living("chi-leap/12").ts == group["ts"]
        assert home.living("chi-leap/13").ts == group["ts"]
        assert len(home.messages()) == 5 + 2, "nothing was said again but what is watched"
        assert any("paid" in line.lower() for line in home.thread(again))


def test_a_message_about_two_accounts_keeps_both_while_one_is_checked_after_the_other(
    tmp_path: Path,
):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        for account in ("chi-leap", "nyc-voxel"):
            open_some(home, account, "31", "32", "33")
        home.clock.forward(minutes=31)
        home.core.engine.check_now(["chi-leap", "nyc-voxel"])
        home.deliver()
        before = home.about("nyc-voxel/32")
        lose_everything(home)
        home.core.engine.check_now(["chi-leap"])
        turn(home)
        assert home.about("nyc-voxel/32") == before
        take_up(home)
        after = {key: home.about(key)["ts"] for key in ("chi-leap/31", "nyc-voxel/32")}
        assert len(home.messages()) <= 6
        assert after["nyc-voxel/32"] == before["ts"]


def test_a_reminder_goes_into_the_old_thread(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        lived(home)
        before = home.about("nyc-voxel/8")
        lose_everything(home)
        take_up(home)
        home.clock.now = home.clock.now.replace(month=12, day=15, hour=9)
        home.pass_time(minutes=31)
        home.pass_time(minutes=31)
        eight = home.about("nyc-voxel/8")
        assert eight["ts"] == before["ts"]
        assert len(home.thread(eight)) == 1


def test_a_changed_amount_is_shown_by_the_message_that_stands(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        lived(home)
        before = home.about("chi-leap/7")
        home.move_out()
        home.world.account("chi-leap").amend("7", amount="31.00")
        home.move_in()
        lose_everything(home)
        take_up(home)
        seven = home.about("chi-leap/7")
        assert (seven["ts"], "31.00 USD" in seven["text"]) == (before["ts"], True)


def test_what_was_paid_meanwhile_stays_as_it_was_and_is_not_spoken_of(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        lived(home)
        before = home.about("chi-leap/7")
        home.move_out()
        home.world.account("chi-leap").pay("7")  # its provider lists what is owed and nothing else
        home.move_in()
        lose_everything(home)
        take_up(home)
        assert home.about("chi-leap/7") == before


def test_a_second_start_says_and_adopts_nothing_more(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        lived(home)
        lose_everything(home)
        take_up(home)
        home.pass_time(minutes=31)
        said = texts(home)
        home.move_out()
        home.move_in()
        home.pass_time(minutes=31)
        assert texts(home) == said


def test_while_the_history_cannot_be_read_no_second_message_is_begun(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        lived(home)
        lose_everything(home)
        home.slack.faults.refuse["conversations.history"] = "ratelimited"
        home.clock.forward(seconds=1)
        home.core.engine.check_now(["chi-leap", "nyc-voxel"])
        open_some(home, "chi-leap", "20")
        home.clock.forward(minutes=31)
        home.core.engine.check_now(["chi-leap"])
        for _ in range(3):
            home.clock.forward(minutes=2)
            turn(home)
        assert not any("chi-leap/20" in str(message) for message in home.messages())
        home.slack.faults.refuse.clear()
        home.clock.forward(minutes=2)
        turn(home)
        home.pass_time(minutes=2)
        assert home.about("chi-leap/20")
        assert len(home.messages()) == 5 + 2 + 1


def test_without_permission_to_look_it_is_said_after_an_hour(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        lose_everything(home)
        home.slack.faults.refuse["conversations.history"] = "missing_scope"
        home.core.engine.check_now(["chi-leap"])
        open_some(home, "chi-leap", "20")
        home.clock.forward(minutes=31)
        home.core.engine.check_now(["chi-leap"])
        turn(home)
        assert not any("chi-leap/20" in str(message) for message in home.messages())
        for _ in range(7):  # what counts is the time in which it tries
            home.clock.now += HOLD / 6
            turn(home)
        assert home.about("chi-leap/20"), "a doubled message costs trust, a missed one customers"


def test_a_message_of_another_app_is_not_taken_for_ours(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        lived(home)
        seven = home.about("chi-leap/7")
        kept = home.slack._parts.timeline._messages[seven_channel(home)][seven["ts"]]
        kept["bot_id"] = "B0ANOTHER"
        lose_everything(home)
        take_up(home)
        home.world.account("chi-leap").amend("7", amount="30.00")
        home.pass_time(minutes=31)
        assert home.living("chi-leap/7").ts != seven["ts"]


def seven_channel(home: House) -> str:
    return home.living("chi-leap/7").channel


@pytest.mark.parametrize("times", [1, 3])
def test_a_copy_of_earlier_is_gone_on_with_and_nothing_is_said_twice(tmp_path: Path, times: int):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        open_some(home, "chi-leap", "7")
        home.check("chi-leap")
        copy = tmp_path / "copy.db"
        home.core.store.copy_to(str(copy))
        open_some(home, "chi-leap", "8")
        home.pass_time(minutes=31)
        home.clock.now = home.clock.now.replace(month=12, day=15, hour=9)  # three days before
        home.pass_time(minutes=31)
        home.pass_time(minutes=31)
        said = texts(home)
        threads = [home.thread(home.about(f"chi-leap/{number}")) for number in ("7", "8")]
        assert [len(thread) for thread in threads] == [1, 1]
        for _ in range(times):
            home.move_out()
            for path in home.folder.glob("story.db*"):
                path.unlink()
            (home.folder / "story.db").write_bytes(copy.read_bytes())
            home.move_in()
            take_up(home)
            home.pass_time(minutes=31)
        assert texts(home) == said
        after = [home.thread(home.about(f"chi-leap/{number}")) for number in ("7", "8")]
        assert after == threads
