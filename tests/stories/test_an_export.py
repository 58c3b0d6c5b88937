"""`/invoices export`: a file in the direct messages of whoever asked, once, or why not."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.demo.slack import BOT_TOKEN
from bot.demo.world import World
from bot.slack.asked import Asked, Inquiry, Place
from tests.demo.slack.raw import send
from tests.stories.house import House, house

ADA = "U01ADA"


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


def ask(home: House, words: str) -> list[str]:
    """Ada types it in the channel; everything that only she is shown there because of it."""
    before = len(home.slack.ephemerals(ADA))
    home.slack.command(ADA, "#billing", f"/invoices {words}")
    home.slack.wait_for(lambda: not home.core.store.waiting_clicks())
    return [str(one["text"]) for one in home.slack.ephemerals(ADA)[before:]]


def direct(home: House) -> list[dict[str, Any]]:
    """The direct messages between Ada and the bot."""
    home.slack.wait_for(lambda: not home.core.store.waiting_clicks())
    return home.slack.history(home.slack.workspace.direct(ADA).id, ADA)


def rows(message: dict[str, Any]) -> list[dict[str, str]]:
    (file,) = message["files"]
    token = {"Authorization": f"Bearer {BOT_TOKEN}"}
    status, _, content = send(str(file["url_private_download"]), headers=token)
    assert status == 200
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_file_comes_by_direct_message_and_the_channel_says_so(home: House) -> None:
    begun, told = ask(home, "export")
    assert begun == "Making the file …"
    (message,) = direct(home)
    (file,) = message["files"]
    assert (file["filetype"], file["mimetype"]) == ("csv", "text/csv")
    assert file["name"].startswith("invoices-open-2026-11-20-1000")  # by the clock of the team
    assert {row["key"] for row in rows(message)} == {"acme-vps/7001", "acme-vps/7002", "shop/18"}
    assert told.startswith("The file is in your direct messages with me. 3 invoices as CSV")
    for words in (told, message["text"]):
        assert "We owe 264.00 USD." in words
        assert "Owed to us 90.00" in words
        assert "Data" in words
    assert home.messages() == home.messages("#billing"), "nobody else sees any of it"
    assert not any("files" in one for one in home.messages())


ASKED = {
    "export csv overdue": {"acme-vps/7001", "shop/18"},
    "export overdue payable": {"acme-vps/7001"},
    "export payable over 100 USD": {"acme-vps/7002"},
    "export client example": {"shop/18"},
    "export before 2026-11-05": {"shop/18"},
    "export csv acme-vps due in 14 days": {"acme-vps/7002"},
}


def test_a_file_holds_what_was_asked_for(home: House) -> None:
    for words in ASKED:
        ask(home, words)
    found = [{row["key"] for row in rows(message)} for message in direct(home)]
    assert found == list(ASKED.values())


def test_where_there_is_nothing_there_is_no_file(home: House) -> None:
    assert "Nothing to export (over 9000)" in ask(home, "export over 9000")[1]
    assert "did you mean" in ask(home, "export account acme-vsp")[1]
    assert direct(home) == []


FAULTS = [
    ("files.getUploadURLExternal", "missing_scope", "the permission `files:write`"),
    ("files.completeUploadExternal", "not_in_channel", "Slack does not let me write to you"),
    ("conversations.open", "messages_tab_disabled", "switch on its messages tab (App Home)"),
    ("files.completeUploadExternal", "internal_error", "did not say whether it took it"),
    ("files.getUploadURLExternal", "file_upload_size_restricted", "Slack refuses it"),
    ("files.getUploadURLExternal", "ratelimited", "ask once more in a minute"),
]


def test_why_there_is_no_file_is_said_in_words(home: House) -> None:
    for method, error, words in FAULTS:
        home.slack.faults.refuse = {method: error}
        told = ask(home, "export")[1]
        assert told.startswith("❌ I made `invoices-open-2026-11-20-")
        assert words in told
    home.slack.faults.refuse = {}
    assert direct(home) == []


def test_a_file_whose_arrival_was_not_confirmed_is_looked_for_and_not_sent_again(
    home: House,
) -> None:
    faults = home.slack.faults
    faults.methods, faults.lose_replies = frozenset({"files.completeUploadExternal"}), 1
    assert ask(home, "export")[1].startswith("The file is in your direct messages")
    assert len(direct(home)) == 1


def test_a_process_that_was_killed_before_it_answered_answers_when_it_is_back(
    home: House,
) -> None:
    clock, place = home.clock, Place(home.slack.workspace.channel_named("#billing").id)
    home.move_out()  # and what follows was written down by a process that was killed then
    home.move_in()
    asked = Asked("trigger:1", ADA, "command", place, Inquiry("export overdue", clock()))
    home.service.listening.handlers.take(asked)
    home.clock.forward(hours=2)
    home.service.resume()
    (message,) = direct(home)
    assert {row["key"] for row in rows(message)} == {"acme-vps/7001", "shop/18"}
    assert "The file is in your direct messages" in home.slack.ephemerals(ADA)[-1]["text"]


def test_a_process_that_was_killed_after_it_sent_the_file_does_not_send_it_again(
    home: House,
) -> None:
    asked = Inquiry("export overdue", home.clock())
    place = Place(home.slack.workspace.channel_named("#billing").id)
    click = Asked("trigger:1", ADA, "command", place, asked)
    listening = home.service.listening
    for _ in range(2):  # the second process does not know how far the first one came
        listening.handlers.take(click)
        listening.inquiries.resume(click, asked)
        assert len(direct(home)) == 1


def test_a_command_that_is_delivered_twice_makes_one_file(home: House) -> None:
    handlers = home.service.listening.handlers
    place = Place(home.slack.workspace.channel_named("#billing").id)
    click = Asked("trigger:1", ADA, "command", place, Inquiry("export", home.clock()))
    assert [handlers.take(click) for _ in range(2)] == ["new", "waiting"]
    home.service.resume()
    assert len(direct(home)) == 1
    assert handlers.take(click) == "done"
    home.service.resume()
    assert len(direct(home)) == 1
