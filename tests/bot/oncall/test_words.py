"""`who` and the hand-over: what people see, what they hear, and nothing that a feed wrote.

The pictures beside this file are the specification. After a wanted change write them anew
and read the difference: GOLDEN=write python -m pytest tests/bot/oncall/test_words.py
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.oncall.roster import nobody_named
from bot.slack.render.answer_who import Holding, OnCall, doubt, who
from bot.slack.render.handover import handover
from bot.slack.render.message import Message
from state.model import Care, CareState, InvoiceView, Standing
from tests.bot.slack.block_kit import faults
from tests.bot.slack.golden_files import picture
from tests.bot.slack.samples import NOW, TODAY, care, payable, receivable, view

GROUP = OnCall(("U01ADA", "U02BEN"), "<!subteam^S01>", "the user group @finance-oncall")
TURN = OnCall(
    ("U01ADA",),
    "<@U01ADA>",
    "the list in duewatch.toml, weekly turns",
    since=NOW - timedelta(days=4),
    until=NOW + timedelta(days=3),
    next=("U02BEN",),
)
NOBODY = OnCall(
    (), "", "the on-call calendar at cal.example", until=NOW + timedelta(hours=4), next=("U02BEN",)
)
HOLDINGS = [Holding("U01ADA", 12, 3), Holding("U03CLEO", 1, 0)]

WHO = {
    "group": who(GROUP, HOLDINGS, NOW),
    "turn": who(TURN, HOLDINGS, NOW),
    "nobody_now": who(NOBODY, [], NOW),
    "last_shift": who(replace(TURN, next=()), [], NOW),
    "not_configured": who(nobody_named(), [], NOW),
    "stale": who(
        replace(
            TURN, stale_since=NOW - timedelta(hours=3), trouble="on-call calendar: status 404; ask"
        ),
        HOLDINGS,
        NOW,
    ),
    "stranger": who(replace(NOBODY, trouble="the calendar says “Zoe”, who is nobody"), [], NOW),
    "many": who(GROUP, [Holding(f"U{n:03}ABC", 900 - n, n) for n in range(60)], NOW),
}


def decided(state: CareState, **facts: object) -> Care:
    return replace(care(), state=state, **facts)  # type: ignore[arg-type]


HELD = [
    view(payable("1", TODAY - timedelta(days=4)), care()),
    view(
        payable("2"),
        decided(CareState.PROMISED, day=TODAY + timedelta(days=3), note=None),
    ),
    view(receivable("3"), decided(CareState.ASSIGNED, by="U02BEN", holder="U01ADA", until=None)),
    view(payable("4"), decided(CareState.WAITING, note="wire sent")),
]
OTHERS = [
    view(payable("5"), decided(CareState.ACKNOWLEDGED, by="U02BEN")),
    view(payable("6")),
    view(payable("8"), decided(CareState.MUTED)),
    view(payable("7", standing=Standing.PAID), care()),
]


def told(views: list[InvoiceView], *people: str) -> Message:
    return handover(views, people or ("U01ADA",), lambda _: TODAY, to="U03CLEO")


HANDOVER = {
    "some": told([*HELD, *OTHERS]),
    "one": told(HELD[:1]),
    "nothing": told(OTHERS),
    "two_people": told([*HELD, *OTHERS], "U01ADA", "U02BEN"),
    "forty": told([view(payable(str(n)), care()) for n in range(40)]),
}


FOLDER = Path(__file__).parent / "pictures"


def messages() -> Iterator[tuple[str, Message]]:
    yield from ((f"who_{name}", message) for name, message in WHO.items())
    yield from ((f"handover_{name}", message) for name, message in HANDOVER.items())


@pytest.mark.parametrize(("name", "message"), list(messages()), ids=lambda one: str(one)[:40])
def test_it_looks_as_agreed_and_slack_takes_it(name: str, message: Message):
    path = FOLDER / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(picture(message), encoding="utf-8")
    assert picture(message) == path.read_text(encoding="utf-8")
    assert faults(message) == []


def test_there_is_no_picture_without_a_message():
    drawn = {path.stem for path in FOLDER.iterdir()}
    assert drawn == {name for name, _ in messages()}


def test_an_escalation_can_say_how_far_its_mention_is_to_be_trusted():
    assert doubt(GROUP, NOW) == ""
    stale = replace(TURN, stale_since=NOW - timedelta(hours=3), trouble="status 404")
    assert doubt(stale, NOW).endswith("3 hours ago (status 404).")
    assert doubt(replace(NOBODY, trouble="nobody is in @x"), NOW) == "Nobody is in @x."


@given(st.text(max_size=400), st.text(max_size=200))
def test_words_of_a_feed_or_of_slack_can_only_be_read(trouble: str, source: str):
    odd = replace(TURN, trouble=f"<!channel> {trouble}", source=f"<!here> {source}")
    for on_call in (odd, replace(odd, stale_since=NOW)):
        message = who(on_call, HOLDINGS, NOW)
        assert faults(message) == []
        assert "<!channel>" not in str(message)
        assert "<!here>" not in str(message)
