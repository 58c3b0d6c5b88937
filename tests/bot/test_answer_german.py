"""Answers about one invoice, accounts, people and rules, as a German team reads them."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moneyed import Money

from bot import reasons
from bot.sections import SuspensionSection
from bot.slack.render.answer_invoice import Dossier, dossier
from bot.slack.render.answer_who import Holding, OnCall, who
from bot.slack.render.answer_why import Reasons, why
from bot.slack.render.language import speaking
from bot.slack.render.message import Message
from state.calendar import WorkingTime
from state.ladder import Ladder
from state.messages import OutboxState
from state.model import CareState, Event
from state.severity import Severity
from tests.bot.asking import Ask
from tests.bot.slack.block_kit import faults
from tests.bot.slack.golden_files import picture
from tests.bot.slack.render.test_hostile import hostile, require_only_our_markup
from tests.bot.slack.samples import HOSTING, NOW, TODAY, claim, payable, view

PICTURES = Path(__file__).parent / "answers" / "de"


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with speaking("de"):
        yield


def require_picture(name: str, message: Message) -> None:
    """`PICTURES=write` draws them anew; read what changed before keeping it."""
    drawn, path = picture(message), PICTURES / f"{name}.txt"
    if os.environ.get("PICTURES") == "write":
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")
    assert faults(message) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [("show", "show 7514880"), ("accounts", "accounts"), ("help", "help")],
)
def test_an_answer_looks_like_its_german_picture(ask: Ask, name: str, typed: str) -> None:
    require_picture(name, ask(typed))


def test_who_is_on_call_and_who_has_taken_on_what() -> None:
    turn = OnCall(
        ("U01ADA",),
        "<@U01ADA>",
        "duewatch.toml",
        since=NOW - timedelta(days=4),
        until=NOW + timedelta(days=3),
        next=("U02BEN", "U03CLEO"),
        stale_since=NOW - timedelta(hours=3),
        trouble="Status 404",
    )
    held = [Holding("U01ADA", 1_200, 3), Holding("U03CLEO", 1, 0)]
    require_picture("who", who(turn, held, NOW))


def test_why_names_the_rules_the_silence_and_what_comes() -> None:
    working = WorkingTime("Europe/Berlin", time(9), time(17, 30), True, "DE-BY")
    policy = SuspensionSection(
        provider="interserver", module="vps", suspend_after=1, terminate_after=10, hour="01:00"
    )
    told = claim(state=OutboxState.SENT, settled_at=NOW).item
    drafts = [
        replace(told.draft, what="new"),
        replace(told.draft, what="stage", stage=-3),
        replace(told.draft, what="stage", stage=1),
        replace(told.draft, what="escalated", details={"level": "2"}),
    ]
    found = Reasons(
        view=view(payable()),
        today=TODAY,
        rules=[
            reasons.source(reasons.ladder(Ladder((14, 7, 0), (1,), 7, 8)), []),
            reasons.source(reasons.hours(working), [reasons.own_table(HOSTING)]),
            reasons.suspension(policy, HOSTING),
            reasons.suspension(None, HOSTING),
            reasons.home(reasons.own_channel(HOSTING), "#billing"),
            reasons.said("[[routes]] 1", Severity.CRITICAL, "#ops", "@finance"),
            reasons.quiet(Money("5", "USD")),
        ],
        silence=["das Konto ist stummgeschaltet"],
        coming=(NOW, "Wiedervorlage", "U01ADA"),
        said=[replace(told, draft=draft) for draft in drafts],
    )
    require_picture("why", why(found))


EVENTS = [
    ("appeared", {"open": "1234.50 USD", "due": "2026-11-27"}),
    ("amended", {"open": "1.00 USD -> 2.00 USD", "lines": "1 lines -> 2 lines", "url": "changed"}),
    ("amended", {"standing": "open -> pending", "due": "unknown -> 2026-12-01"}),
    ("acknowledged", {"until": NOW.isoformat(), "note": "PO 4711"}),
    ("promised", {"day": "2026-11-30"}),
    ("assigned", {"holder": "U03CLEO"}),
    ("noted", {"note": "gefragt"}),
    ("unacknowledged", {"state": "snoozed"}),
    ("woke", {"by": "U01ADA", "state": "waiting"}),
    ("care_ended", {"state": "muted", "reason": "amount"}),
    ("promise_broken", {"by": "U01ADA", "day": "2026-11-30"}),
    ("settled", {"standing": "open -> paid"}),
]


def _event(kind: str, details: dict[str, str]) -> Event:
    return Event(1, NOW, "acme-vps", "7514880", kind, "U01ADA", details)


def test_the_history_of_an_invoice() -> None:
    events = [_event(kind, details) for kind, details in EVENTS]
    found = Dossier(view(payable()), TODAY, events, [], NOW)
    require_picture("history", dossier(found))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([*(kind for kind, _ in EVENTS), "a_later_kind"]),  # kinds are our own words
    st.dictionaries(
        st.sampled_from(
            ["open", "due", "standing", "note", "until", "day", "holder", "state", "by"]
        )
        | hostile,
        hostile | st.sampled_from([state.value for state in CareState]),
        max_size=6,
    ),
)
def test_a_history_of_hostile_words_is_harmless(kind: str, details: dict[str, str]) -> None:
    message = dossier(Dossier(view(payable()), TODAY, [_event(kind, details)], [], NOW))
    assert faults(message) == []
    require_only_our_markup(message.text)
