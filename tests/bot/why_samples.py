"""Why something is said, what happened to an invoice, and who takes care: answers to be shown."""

from dataclasses import replace
from datetime import time, timedelta

from moneyed import Money

from bot import reasons
from bot.config.sections import SuspensionSection
from bot.slack.language import _, numeric_date
from bot.slack.render.answer_invoice import Dossier, dossier
from bot.slack.render.answer_who import Holding, OnCall, who
from bot.slack.render.answer_why import Reasons, why
from bot.slack.render.message import Message
from bot.slack.render.occasions import occasion
from state.messages import OutboxState
from state.model import Event
from state.rules.calendar import WorkingTime
from state.rules.ladder import Ladder
from state.rules.severity import Severity
from tests.bot.oncall.word_samples import GROUND, TAKEN
from tests.bot.slack.dresses import PLAIN, Dress
from tests.bot.slack.samples import HOSTING, NOW, TODAY, claim, payable, view

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


def event(kind: str, details: dict[str, str]) -> Event:
    return Event(1, NOW, "acme-vps", "7514880", kind, "U01ADA", details)


def messages(dress: Dress = PLAIN) -> dict[str, Message]:
    """Each by the name of its picture."""
    return {"who": _who(), "why": _why(dress), "history": _history(dress)}


def _who() -> Message:
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
    return who(turn, [Holding("U01ADA", 1_200, 3), Holding("U03CLEO", 1, 0)], TAKEN, GROUND)


def _why(dress: Dress) -> Message:
    told = claim(state=OutboxState.SENT, settled_at=NOW).item
    drafts = [
        replace(told.draft, what="new"),
        replace(told.draft, what="stage", stage=-3),
        replace(told.draft, what="stage", stage=1),
        replace(told.draft, what="escalated", details={"level": "2"}),
    ]
    found = Reasons(
        view=dress.view(view(payable())),
        today=TODAY,
        rules=_rules(),
        silence=[_("its account is muted until {end}", end=f"{numeric_date(TODAY)} 18:00 UTC")],
        coming=(NOW, occasion(replace(told.draft, what="woke")), "U01ADA"),
        said=[replace(told, draft=draft) for draft in drafts],
        ground=GROUND,
    )
    return why(found)


def _rules() -> list[str]:
    working = WorkingTime("Europe/Berlin", time(9), time(17, 30), True, "DE-BY")
    policy = SuspensionSection(
        provider="interserver", module="vps", suspend_after=1, terminate_after=10, hour="01:00"
    )
    return [
        reasons.source(reasons.ladder(Ladder((14, 7, 0), (1,), 7, 8)), []),
        reasons.source(reasons.hours(working), [reasons.own_table(HOSTING)]),
        reasons.suspension(policy, HOSTING),
        reasons.suspension(None, HOSTING),
        reasons.home(reasons.own_channel(HOSTING), "#billing"),
        reasons.said("[[routes]] 1", Severity.CRITICAL, "#ops", "@finance"),
        reasons.quiet(Money("5", "USD")),
    ]


def _history(dress: Dress) -> Message:
    events = [event(kind, details) for kind, details in EVENTS]
    return dossier(Dossier(dress.view(view(payable())), TODAY, events, [], NOW))
