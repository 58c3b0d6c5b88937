"""Everything people may have decided, to be shown."""

from datetime import date, timedelta

from state.model import Care, CareState
from tests.bot.slack.samples import HOSTING, NOW, SHOP, health, payable, receivable, view

OVERDUE = date(2026, 11, 16)
HOUR = timedelta(hours=1)
LATER = NOW + timedelta(days=3)
DAY = date(2026, 11, 27)
UNTIL = {"until": LATER.isoformat()}
BY = {"by": "U01ADA"}
NOTE = {"note": "asked <!here> & *them* again"}


def decided(
    state: CareState, note: str | None = None, holder: str | None = None, day: date | None = None
) -> Care:
    until = None if state is CareState.ASSIGNED else LATER
    return Care(state, "U01ADA", NOW - HOUR, until, note, holder, day, "command")


SNOOZED = decided(CareState.SNOOZED, "vendor is asked")
PROMISED = decided(CareState.PROMISED, day=DAY)
ASSIGNED = decided(CareState.ASSIGNED, "yours, I think", "U03CLEO")

LIVING = {
    "snoozed": view(payable(due=OVERDUE), SNOOZED),
    "promised": view(payable(due=OVERDUE), PROMISED),
    "promised_and_seen_to": view(
        payable(), decided(CareState.PROMISED, "PO 4711", "U03CLEO", date(2026, 11, 30))
    ),
    "waiting": view(payable(due=OVERDUE), decided(CareState.WAITING, "wire of Thursday")),
    "disputed": view(receivable(due=OVERDUE), decided(CareState.DISPUTED, "billed twice")),
    "muted": view(payable(), decided(CareState.MUTED)),
    "assigned": view(payable(due=OVERDUE), ASSIGNED),
}
THREAD = {
    "stage_assigned": ("stage", {"offset": "3"}, view(payable(due=OVERDUE), ASSIGNED)),
    "stage_mention": (
        "stage",
        {"offset": "3", "mention": "<!subteam^S01OPS> <@U03CLEO>", "holds": "others"},
        view(payable(due=OVERDUE)),
    ),
    "snoozed": ("snoozed", BY | UNTIL | NOTE, view(payable(), SNOOZED)),
    "promised": ("promised", BY | UNTIL | {"day": DAY.isoformat()}, view(payable(), PROMISED)),
    "waiting": ("waiting", BY | UNTIL, view(payable())),
    "disputed": ("disputed", BY | UNTIL | NOTE, view(receivable())),
    "muted": ("muted", BY | UNTIL, view(payable())),
    "assigned": ("assigned", BY | NOTE | {"holder": "U03CLEO"}, view(payable(), ASSIGNED)),
    "noted": ("noted", BY | NOTE, view(payable())),
    **{
        f"given_back_{state}": (
            "unacknowledged",
            {"by": "U02BEN", "state": state.value},
            view(payable()),
        )
        for state in CareState
    },
    **{
        f"woke_{state}": (
            "woke",
            BY | NOTE | {"state": state.value, "since": (NOW - 48 * HOUR).isoformat()},
            view(payable(due=OVERDUE)),
        )
        for state in CareState
        if state not in (CareState.PROMISED, CareState.ASSIGNED)
    },
    "woke_bare": ("woke", {}, view(payable(due=None))),
    "promise_broken": (
        "promise_broken",
        BY | {"day": "2026-11-19"},
        view(payable(due=OVERDUE)),
    ),
    "care_ended": ("care_ended", BY | {"reason": "amount"}, view(payable(due=OVERDUE))),
    "escalated": (
        "escalated",
        {"level": "1", "mention": "<@U02BEN>"},
        view(payable(due=OVERDUE)),
    ),
    "escalated_assigned": (
        "escalated",
        {"level": "1", "mention": "<@U03CLEO>"},
        view(payable(due=OVERDUE), ASSIGNED),
    ),
    "escalated_stale": (
        "escalated",
        {"level": "2", "mention": "", "stale": (NOW - 30 * HOUR).isoformat()},
        view(receivable(due=OVERDUE)),
    ),
}
ACCOUNT = {
    "muted": ("account_muted", BY | UNTIL | NOTE, health()),
    "unmuted": ("account_unmuted", {"by": "U02BEN"}, health(SHOP)),
    "mute_ended": ("mute_ended", {}, health(HOSTING)),
    "mute_ended_whose": (
        "mute_ended",
        BY | {"since": (NOW - 48 * HOUR).isoformat()},
        health(HOSTING),
    ),
}
