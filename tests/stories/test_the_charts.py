"""`summary`, `aging` and `cash`: with Slack's own charts and tables, and where Slack has none."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.demo.slack import BOT_TOKEN
from bot.demo.world import World
from bot.slack.asked import Asked, Inquiry, Place
from tests.demo.slack.raw import send
from tests.stories.house import House, house

ADA = "U01ADA"
NEWEST = {"data_visualization", "data_table"}
HEADLINES = {
    "summary": "3 open invoices, 2 overdue, 2 need somebody.",
    "aging": "3 open invoices by days past due.",
    "cash 30d": "Cash for the next 30 days, until Sun 20 Dec 2026.",
}


def furnished(world: World) -> None:
    bills = world.add_account("acme-vps", "interserver")
    bills.add("7001", "24.00", due=date(2026, 11, 10), description="Web", service="2611")
    bills.add("7002", "240.00", due=date(2026, 12, 1), description="Rack", service="2612")
    claims = world.add_account("shop", "whmcs")
    claims.add("18", "90.00", due=date(2026, 11, 1), description="Hosting", client="Example GmbH")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, furnished) as built:
        built.pass_time()
        yield built


def ask(home: House, words: str) -> list[dict[str, Any]]:
    """Ada types it in the channel; everything that only she is shown there because of it."""
    before = len(home.slack.ephemerals(ADA))
    home.slack.command(ADA, "#billing", f"/invoices {words}")
    home.slack.wait_for(lambda: not home.core.store.waiting_clicks())
    return home.slack.ephemerals(ADA)[before:]


def kinds(message: dict[str, Any]) -> set[str]:
    return {str(block["type"]) for block in message["blocks"]}


def direct(home: House) -> list[dict[str, Any]]:
    """The direct messages between Ada and the bot."""
    return home.slack.history(home.slack.workspace.direct(ADA).id, ADA)


def seen(file: dict[str, Any]) -> Image.Image:
    """A picture as somebody looks at it who may."""
    token = {"Authorization": f"Bearer {BOT_TOKEN}"}
    status, _, content = send(str(file["url_private"]), headers=token)
    assert status == 200
    return Image.open(io.BytesIO(content))


def test_slack_draws_charts_and_tables_itself_where_it_can(home: House) -> None:
    for words, headline in HEADLINES.items():
        (told,) = ask(home, words)
        assert told["text"].startswith(headline)
        assert kinds(told) >= NEWEST
        charts = [one for one in told["blocks"] if one["type"] == "data_visualization"]
        assert len(charts) == 2, "what we owe and what is owed to us are never in one chart"
        assert "Data" in told["text"]
    assert direct(home) == []


def test_where_it_cannot_lines_say_the_same_and_pictures_come_beside_them(home: House) -> None:
    home.slack.faults.refuse_new_blocks = True
    for words, headline in HEADLINES.items():
        (told,) = ask(home, words)
        assert told["text"].startswith(headline)
        assert not NEWEST & kinds(told)
        assert "The chart is in your direct messages with me." in told["text"]
        *_, beside = direct(home)
        assert beside["text"].startswith(headline)
        assert [file["filetype"] for file in beside["files"]] == ["png", "png"]
        ours, theirs = beside["files"]
        assert "We " in ours["alt_txt"]
        assert "90.00" in theirs["alt_txt"]
        for file in beside["files"]:
            picture = seen(file)
            assert (picture.format, picture.width) == ("PNG", 1200)


def test_without_the_permission_to_send_pictures_the_words_remain(home: House) -> None:
    home.slack.faults.refuse_new_blocks = True
    home.slack.faults.refuse["files.getUploadURLExternal"] = "missing_scope"
    (told,) = ask(home, "aging")
    assert told["text"].startswith(HEADLINES["aging"])
    assert "direct messages" not in told["text"]
    assert "We owe 264.00 USD." in told["text"]
    assert direct(home) == []


def test_a_filter_that_leaves_nothing_needs_no_chart(home: House) -> None:
    home.slack.faults.refuse_new_blocks = True
    (told,) = ask(home, "aging over 9000")
    assert told["text"].startswith("Nothing is open (over 9000)")
    assert direct(home) == []


def test_an_answer_whose_address_is_used_up_comes_in_the_channel_all_the_same(home: House) -> None:
    channel = home.slack.workspace.channel_named("#billing").id
    place = Place(channel, f"{home.slack.url}/response/used-five-times")
    asked = Inquiry("aging", home.clock())
    listening = home.service.listening
    click = Asked("trigger:1", ADA, "command", place, asked)
    listening.handlers.take(click)
    listening.inquiries.resume(click, asked)
    home.slack.wait_for(lambda: not home.core.store.waiting_clicks())
    (told,) = home.slack.ephemerals(ADA)
    assert told["text"].startswith(HEADLINES["aging"])
    assert kinds(told) >= NEWEST
