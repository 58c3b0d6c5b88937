"""A provider numbers everything anew, or bills in another currency: one question, one answer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.demo.world import World
from tests.stories.house import DAILY, House, house

DUE = date(2026, 12, 1)
COUNT = 12


def furnish(world: World) -> None:
    world.add_account("shop", "whmcs").add("1", "5.00", due=date(2027, 3, 1), client="Old Client")


def issue(world: World, first: int, currency: str = "USD") -> None:
    for at in range(COUNT):
        world.account("shop").add(
            str(first + at),
            f"{10 + at}.00",
            due=DUE,
            currency=currency,
            description="Hosting",
            client=f"Client {at}",
        )


def withdraw(world: World, first: int) -> None:
    for at in range(COUNT):
        world.account("shop").delete(str(first + at))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """A shop whose twelve clients each have an invoice, announced as one message."""
    with house(tmp_path, furnish, config=DAILY) as living_in:
        living_in.live_until("2026-11-20 11:00")
        issue(living_in.world, 101)
        living_in.live_until("2026-11-20 16:30")
        assert len(living_in.messages()) == 2
        yield living_in


def renumber(home: House) -> None:
    withdraw(home.world, 101)
    issue(home.world, 9101)
    home.live_until("2026-11-20 22:30")


def answer(home: House, person: str, button: str) -> str:
    """Somebody presses a button of the question; gives what only they are told."""
    home.slack.click(person, "#billing", home.messages()[2]["ts"], button)
    told = home.slack.wait_for(lambda: home.slack.ephemerals(person))
    home.deliver()
    home.diary.listen()
    return str(told[-1]["text"])


def twice(home: House) -> list[str]:
    """Reminders that came more than once for a client, whatever the number they came under."""
    told = [
        (entry.at, client, word)
        for entry in home.diary.said()
        for word in ("Due in 7 days", "Due in 3 days", "Due tomorrow", "Due soon")
        if word in entry.text
        for client in [f"Client {at} owes" for at in range(COUNT)]
        if client in entry.text
    ]
    days = [f"{at:%d %b} {client}" for at, client, _ in told]
    return [one for one in set(days) if days.count(one) > 1]


def test_a_re_numbering_that_somebody_confirms(home: House):
    home.slack.click("U01ADA", "#billing", home.messages()[1]["ts"], "acknowledge", "shop/104")
    home.slack.wait_for(lambda: home.slack.ephemerals("U01ADA"))
    renumber(home)
    assert len(home.messages()) == 3, "one question"
    assert home.core.store.account_views()[0].healthy

    asked = home.messages()[2]["text"]
    assert "12 of 13 owed invoices are gone" in asked
    assert "`101` → `9101`" in asked

    assert "they were renumbered" in answer(home, "U02BEN", "announce_storm")
    assert "<@U02BEN> answered" in home.messages()[2]["text"]
    assert len(home.messages()) == 3, "and no more"

    shown = str(home.messages()[1])
    assert all(f"shop/{number}" in shown for number in range(9101, 9113)), "in the same message"
    assert not any(f"shop/{number}" in shown for number in range(101, 113))
    assert "<@U01ADA>" in shown, "what Ada has taken on is still hers"
    taken = home.order("Ada", "show shop/9104")
    assert "<@U01ADA>" in taken

    home.live_until("2026-11-30 18:00")
    assert len(home.messages()) == 3
    assert twice(home) == []
    assert home.diary.said(word="`shop/9102`"), "reminders come under the new numbers"


def test_a_re_numbering_that_was_none(home: House):
    renumber(home)
    assert "they were not renumbered" in answer(home, "U02BEN", "hush_storm")
    assert len(home.messages()) == 5, "what is gone is one message, what is new another"
    home.live_until("2026-11-30 18:00")
    assert len(home.messages()) == 5
    assert twice(home) == []
    assert len(home.diary.said(word="`shop/9102`")) == 3, "reminders still come"


def test_a_question_that_nobody_answers_holds_back_no_reminder(home: House):
    renumber(home)
    home.live_until("2026-11-30 18:00")
    assert twice(home) == []
    assert len(home.diary.said(word="shop/9102")) == 3


def test_a_question_that_was_answered_has_no_buttons(home: House):
    renumber(home)
    answer(home, "U01ADA", "announce_storm")
    with pytest.raises(LookupError):
        answer(home, "U02BEN", "hush_storm")
    assert "they were renumbered" in home.messages()[2]["text"]


def in_euros(home: House) -> None:
    withdraw(home.world, 101)
    issue(home.world, 101, "EUR")
    home.live_until("2026-11-20 22:30")


def test_another_currency_that_is_announced(home: House):
    in_euros(home)
    assert len(home.messages()) == 3, "one question"
    assert "EUR" in str(home.messages()[1]), "the message shows it already"
    assert "each change is announced" in answer(home, "U01ADA", "announce_storm")
    lines = home.thread(home.messages()[1])
    assert [line for line in lines if "11.00 USD → 11.00 EUR" in line and "shop/102" in line]
    assert len(lines) == COUNT
    assert len(home.messages()) == 4, "in the channel they are one message"
    home.live_until("2026-11-30 18:00")
    assert len(home.messages()) == 4
    assert twice(home) == []


def test_another_currency_that_is_kept_quiet(home: House):
    in_euros(home)
    assert "nothing more is said" in answer(home, "U01ADA", "hush_storm")
    assert len(home.messages()) == 3
    assert home.thread(home.messages()[1]) == []
    home.live_until("2026-11-30 18:00")
    assert len(home.messages()) == 3
    assert len(home.diary.said(word="`shop/102`")) == 3, "reminders go on"
