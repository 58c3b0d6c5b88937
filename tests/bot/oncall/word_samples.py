"""Who is on call and what is handed over, in every state: for the pictures and the gallery."""

from dataclasses import replace
from datetime import timedelta

from moneyed import Money

from bot.oncall.roster import nobody_named
from bot.slack.render.answer_report import Ground
from bot.slack.render.answer_who import Holding, OnCall, who
from bot.slack.render.handover import handover
from bot.slack.render.message import Message
from state.figures.sums import Side, Sum
from state.model import Care, CareState, Direction, InvoiceView, Standing
from tests.bot.slack.samples import NOW, TODAY, care, health, payable, receivable, view

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

GROUND = Ground([health()], NOW)
TAKEN = {
    Side(Direction.PAYABLE, "USD"): Sum(Money("1234.50", "USD"), 12),
    Side(Direction.RECEIVABLE, "EUR"): Sum(Money("90.00", "EUR"), 1),
}


def told(views: list[InvoiceView], *people: str) -> Message:
    return handover(views, people or ("U01ADA",), lambda _: TODAY, to="U03CLEO")


def messages() -> dict[str, Message]:
    """Each by the name of its picture."""
    whose = {f"who_{name}": message for name, message in _who().items()}
    return whose | {f"handover_{name}": message for name, message in _handed_over().items()}


def _who() -> dict[str, Message]:
    return {
        "group": who(GROUP, HOLDINGS, TAKEN, GROUND),
        "turn": who(TURN, HOLDINGS, TAKEN, GROUND),
        "nobody_now": who(NOBODY, [], {}, GROUND),
        "last_shift": who(replace(TURN, next=()), [], {}, GROUND),
        "not_configured": who(nobody_named(), [], {}, GROUND),
        "stale": who(
            replace(
                TURN,
                stale_since=NOW - timedelta(hours=3),
                trouble="on-call calendar: status 404; ask",
            ),
            HOLDINGS,
            TAKEN,
            GROUND,
        ),
        "stranger": who(
            replace(NOBODY, trouble="the calendar says “Zoe”, who is nobody"), [], {}, GROUND
        ),
        "many": who(GROUP, [Holding(f"U{n:03}ABC", 900 - n, n) for n in range(60)], TAKEN, GROUND),
    }


def _handed_over() -> dict[str, Message]:
    return {
        "some": told([*HELD, *OTHERS]),
        "one": told(HELD[:1]),
        "nothing": told(OTHERS),
        "two_people": told([*HELD, *OTHERS], "U01ADA", "U02BEN"),
        "forty": told([view(payable(str(n)), care()) for n in range(40)]),
    }
