"""Every message in every state: one list for the golden files and the gallery.

`dress` puts other words into what providers wrote; samples are built anew each time,
in the language that is spoken then.
"""

from datetime import date, time, timedelta

from bot.slack.render import account, alert, handover, invoice, thread, unfurl
from bot.slack.render.answer_help import help_page, note
from bot.slack.render.message import Message
from bot.slack.render.safe import escape
from bot.welcome import words
from state.changes import NO_LONGER_LISTED
from state.messages import Post
from state.model import Care, CareState, Standing
from state.rules.suspension import Suspension
from tests.bot.slack import care_samples, storm_samples
from tests.bot.slack.dresses import PLAIN, Dress
from tests.bot.slack.samples import (
    NOW,
    SHOP,
    TODAY,
    care,
    health,
    lines,
    money,
    payable,
    receivable,
    stopping,
    view,
)

OVERDUE = date(2026, 11, 16)
BY_DAY = Suspension(7, 14, "America/New_York")
BY_HOUR = Suspension(6, 14, "America/Phoenix", time(1))
TOMORROW = Suspension(5, 30, "America/New_York")
GONE = {"standing": Standing.UNKNOWN, "their_status": NO_LONGER_LISTED}

LIVING = {
    "open": view(payable(due=date(2026, 12, 20))),
    "due_soon": view(payable()),
    "due_today": view(payable(due=TODAY)),
    "overdue": view(payable(due=OVERDUE)),
    "overdue_acknowledged": view(payable(due=OVERDUE), care()),
    "acknowledged_without_end": view(payable(), care(note=None, days=None)),
    "partly_paid": view(payable(open=money("7.50 USD"))),
    "no_due_date": view(payable(due=None)),
    "no_amount": view(payable(open=None, total=None)),
    "open_amount_unknown": view(payable(open=None)),
    "no_link_no_words": view(payable(url=None, description="", service=None)),
    "many_lines": view(payable(lines=lines(40), total=money("820.00 USD"))),
    "pending": view(payable(standing=Standing.PENDING, their_status="Payment Pending")),
    "paid": view(payable(standing=Standing.PAID, their_status="Paid", open=money("0.00 USD"))),
    "paid_after_acknowledgement": view(
        payable(standing=Standing.PAID, their_status="Paid", open=money("0.00 USD")), care()
    ),
    "void": view(payable(standing=Standing.VOID, their_status="Cancelled")),
    "vanished": view(payable(due=OVERDUE, **GONE)),
    "unknown_word": view(payable(standing=Standing.UNKNOWN, their_status="Zurückgestellt")),
    "receivable_overdue": view(receivable(due=OVERDUE)),
    "receivable_partly_paid": view(receivable(open=money("40.00 EUR"))),
    "receivable_pending": view(receivable(standing=Standing.PENDING, their_status="Pending")),
    "receivable_paid": view(receivable(standing=Standing.PAID, their_status="Paid")),
    "receivable_without_client": view(receivable(client=None)),
    "yen": view(payable(total=money("1200 JPY"), open=money("1200 JPY"))),
    "stops_by_the_day": stopping(view(payable(due=OVERDUE)), BY_DAY),
    "stops_by_the_hour": stopping(view(payable(due=OVERDUE)), BY_HOUR),
    "stopped": stopping(view(payable(due=date(2026, 11, 10))), BY_HOUR),
    "stops_and_acknowledged": stopping(view(payable(due=OVERDUE), care()), BY_HOUR),
    "stops_tomorrow": stopping(view(payable(due=OVERDUE)), TOMORROW),
    "stops_before_it_is_due": stopping(view(payable()), Suspension(-6, None, "UTC")),
    "unclear_and_stops": stopping(view(payable(due=OVERDUE, **GONE)), TOMORROW),
    **care_samples.LIVING,
}

UNTIL = {"until": (NOW + timedelta(days=3)).isoformat()}
THREAD = {
    "stage_before": ("stage", {"offset": "-7"}, view(payable())),
    "stage_due": ("stage", {"offset": "0"}, view(payable(due=TODAY))),
    "stage_after": ("stage", {"offset": "3"}, view(payable(due=OVERDUE))),
    "stage_stops": ("stage", {"offset": "3"}, stopping(view(payable(due=OVERDUE)), BY_HOUR)),
    "stage_stopped": (
        "stage",
        {"offset": "5", "holds": "others", "mention": "<!subteam^S01OPS>"},
        stopping(view(payable(due=date(2026, 11, 10))), BY_HOUR),
    ),
    "stage_stops_tomorrow": (
        "stage",
        {"offset": "3"},
        stopping(view(payable(due=OVERDUE)), TOMORROW),
    ),
    "escalated_in_person": (
        "escalated",
        {"level": "2", "mention": "<!subteam^S01OPS>"},
        stopping(view(payable(due=OVERDUE)), TOMORROW),
    ),
    "escalated_and_stops": (
        "escalated",
        {"level": "1", "mention": "<!subteam^S01OPS>"},
        stopping(view(payable(due=OVERDUE)), TOMORROW),
    ),
    "woke_and_stops": (
        "woke",
        {"by": "U01ADA", "state": "snoozed"},
        stopping(view(payable(due=OVERDUE)), TOMORROW),
    ),
    "stage_receivable": ("stage", {"offset": "3"}, view(receivable(due=OVERDUE))),
    "amended": (
        "amended",
        {"open": "10.00 USD -> 12.50 USD", "due": "2026-11-20 -> 2026-11-27"},
        view(payable()),
    ),
    "amended_standing": (
        "amended",
        {"standing": "open -> pending"},
        view(payable(standing=Standing.PENDING)),
    ),
    "amended_unknown": ("amended", {"total": "unknown -> 12.50 USD"}, view(payable())),
    "paid": ("paid", {}, view(payable(standing=Standing.PAID, their_status="Paid"))),
    "paid_receivable": ("paid", {}, view(receivable(standing=Standing.PAID, their_status="Paid"))),
    "void": ("void", {}, view(payable(standing=Standing.VOID, their_status="Cancelled"))),
    "reopened": ("reopened", {}, view(payable(due=OVERDUE))),
    "vanished": ("vanished", {}, view(payable(due=OVERDUE, **GONE))),
    "acknowledged": ("acknowledged", {"by": "U01ADA", "note": "PO 4711"} | UNTIL, view(payable())),
    "acknowledged_bare": ("acknowledged", {"by": "U01ADA"}, view(receivable())),
    "unacknowledged": ("unacknowledged", {"by": "U02BEN"}, view(payable())),
    "ack_expired": ("ack_expired", {"by": "U01ADA"}, view(payable(due=OVERDUE))),
    "ack_expired_no_due": ("ack_expired", {}, view(payable(due=None))),
    **care_samples.THREAD,
}

FAILURE = {
    "kind": "auth_rejected",
    "error": "acme-vps: my.interserver.example refused the login; check username and password",
    "retry_at": (NOW + timedelta(hours=8)).isoformat(),
}
ACCOUNT = {
    "baseline": (
        "baseline",
        {"invoices": "120", "open": "3", "overdue": "1", "totals": "37.50 USD and 9.00 EUR"},
        health(),
    ),
    "baseline_receivable": (
        "baseline",
        {"open": "1", "overdue": "0", "totals": "240.00 EUR"},
        health(SHOP),
    ),
    "baseline_empty": ("baseline", {"open": "0", "overdue": "0", "totals": ""}, health()),
    "failing": ("failing", FAILURE, health(healthy=False)),
    "failing_never_checked": ("failing", FAILURE, health(healthy=False, checked_at=None)),
    "recovered": ("recovered", {"since": (NOW - timedelta(hours=3)).isoformat()}, health()),
    "recovered_bare": ("recovered", {}, health()),
    "note": ("note", {"text": "Test message; nothing has to be done."}, health()),
    **care_samples.ACCOUNT,
}


GROUP = {
    "new": [view(payable(str(n), OVERDUE + timedelta(days=n))) for n in range(6)],
    "later": [
        view(payable("1", standing=Standing.PAID, their_status="Paid")),
        view(payable("2", OVERDUE), care()),
        view(payable("3", None, open=None)),
        view(receivable("4", OVERDUE)),
        view(receivable("5", standing=Standing.PENDING)),
        view(payable("6", total=money("9.00 EUR"), open=money("9.00 EUR"))),
    ],
    "forty": [view(payable(str(n))) for n in range(30)]
    + [view(receivable(str(n))) for n in range(10)],
}


def messages(dress: Dress = PLAIN) -> dict[str, Message]:
    """Each by the name of its golden file."""
    living = {
        f"living_{name}": invoice.living(dress.view(one), TODAY) for name, one in LIVING.items()
    }
    told = {
        f"thread_{name}": thread.line(what, dress.details(details), dress.view(one), TODAY)
        for name, (what, details, one) in THREAD.items()
    }
    about = {
        f"account_{name}": account.message(what, dress.details(details), dress.health(one), NOW)
        for name, (what, details, one) in ACCOUNT.items()
    }
    groups = {
        f"group_{name}": invoice.group([dress.view(one) for one in views], TODAY)
        for name, views in GROUP.items()
    }
    return (
        living | told | about | groups | storm_samples.messages() | _others(dress) | _pasted(dress)
    )


def _pasted(dress: Dress) -> dict[str, Message]:
    """What stands below a link that somebody pasted; only the blocks are sent."""
    names = ("overdue", "snoozed", "paid", "vanished", "receivable_overdue")
    return {
        f"unfurl_{name}": Message(name, tuple(unfurl.unfurl(dress.view(LIVING[name]), TODAY)))
        for name in names
    }


def _others(dress: Dress) -> dict[str, Message]:
    today = dress.view(view(payable(due=TODAY)))
    held = dress.view(
        view(payable(), Care(CareState.PROMISED, "U01ADA", NOW, None, "PO 4711", day=TODAY))
    )
    line = thread.line("stage", {"offset": "0"}, today, TODAY)
    return {
        "help": help_page(),
        "welcome": note("\n".join(map(escape, words("/invoices").splitlines()))),
        "handover": handover.handover([held], ["U01ADA"], lambda _: TODAY, to="U02BEN"),
        "handover_nothing": handover.handover([], ["U01ADA"], lambda _: TODAY),
        "alert": alert.alert(line, today, Post("C01BILLING", "1.2")),
    }
