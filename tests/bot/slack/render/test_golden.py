"""Every message in every state, as people see it and as it is sent.

The files in tests/bot/slack/golden are the specification: read the .txt ones. After a
wanted change write them anew and read the difference before committing it:

    GOLDEN=write python -m pytest tests/bot/slack/render/test_golden.py
"""

import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.slack.render import account, invoice, thread
from bot.slack.render.message import Block, Message
from state.changes import NO_LONGER_LISTED
from state.model import Standing
from state.suspension import Suspension
from tests.bot.slack import care_samples, storm_samples
from tests.bot.slack.block_kit import faults
from tests.bot.slack.golden_files import FOLDER, require_same
from tests.bot.slack.samples import (
    HOSTING,
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


def messages() -> dict[str, Message]:
    living = {f"living_{name}": invoice.living(shown, TODAY) for name, shown in LIVING.items()}
    told = {f"thread_{name}": thread.line(*case, TODAY) for name, case in THREAD.items()}
    about = {f"account_{name}": account.message(*case, NOW) for name, case in ACCOUNT.items()}
    groups = {f"group_{name}": invoice.group(views, TODAY) for name, views in GROUP.items()}
    return living | told | about | groups | storm_samples.messages()


MESSAGES = messages()


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_is_the_golden_one(name: str) -> None:
    require_same(name, MESSAGES[name])


@pytest.mark.parametrize("name", MESSAGES)
def test_both_judges_of_block_kit_take_the_message(name: str) -> None:
    assert faults(MESSAGES[name]) == []


def test_no_golden_file_is_left_over() -> None:
    expected = {f"{name}{suffix}" for name in MESSAGES for suffix in (".txt", ".json")}
    there = {path.name for path in FOLDER.iterdir() if path.is_file()}
    assert {name for name in there if not name.startswith("answer_")} == expected


CARE_MENUS = ["Snooze", "⋯"]


def _labels(message: Message) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [_label(control) for row in rows for control in row]


def _label(control: Block) -> str:
    words = control.get("text") or control.get("placeholder") or {"text": "⋯"}
    return str(words["text"])


@pytest.mark.parametrize("name", ["paid", "paid_after_acknowledgement", "void", "receivable_paid"])
def test_a_closed_invoice_has_no_buttons(name: str) -> None:
    assert _labels(MESSAGES[f"living_{name}"]) == []


def test_an_owed_invoice_can_be_acknowledged_and_opened() -> None:
    assert _labels(MESSAGES["living_overdue"]) == ["Acknowledge", *CARE_MENUS, "Open invoice"]


def test_an_acknowledged_invoice_can_be_given_back_or_put_off() -> None:
    labels = _labels(MESSAGES["living_overdue_acknowledged"])
    assert labels == ["Un-acknowledge", *CARE_MENUS, "Open invoice"]


@pytest.mark.parametrize(
    ("name", "undo"),
    [
        ("snoozed", "End snooze"),
        ("promised", "Withdraw promise"),
        ("waiting", "Not paid yet"),
        ("disputed", "End dispute"),
        ("muted", "Unmute"),
        ("assigned", "Unassign"),
    ],
)
def test_what_was_decided_can_be_taken_back_or_taken_on(name: str, undo: str) -> None:
    labels = _labels(MESSAGES[f"living_{name}"])
    assert labels == ["Acknowledge", undo, *CARE_MENUS, "Open invoice"]


def test_an_invoice_that_somebody_was_asked_to_see_to_is_as_urgent_as_before() -> None:
    message = MESSAGES["living_assigned"]
    assert message.blocks[0]["text"]["text"].startswith("🔴 Overdue, assigned")


def test_a_pending_invoice_cannot_be_acknowledged() -> None:
    assert _labels(MESSAGES["living_pending"]) == ["Open invoice"]


def test_every_button_carries_the_key_of_its_invoice() -> None:
    for message in (MESSAGES["living_overdue"], MESSAGES["living_overdue_acknowledged"]):
        row = message.blocks[-1]["elements"]
        carried = {value for control in row for value in _carried(control)}
        assert carried == {"acme-vps/7514880"}


def _carried(control: Block) -> list[str]:
    if "options" in control:
        return [option["value"].partition("|")[2] for option in control["options"]]
    return [control["value"]]


def test_a_vanished_invoice_is_never_called_paid() -> None:
    message = MESSAGES["living_vanished"]
    assert "No longer listed by InterServer; nothing says it was paid." in message.text
    assert not message.blocks[0]["text"]["text"].startswith("✅")


CARED = re.compile("|".join(["acknowledg", *care_samples.LIVING]))


def test_a_due_date_is_never_an_instant() -> None:
    for name, message in MESSAGES.items():
        if name.startswith("living") and not CARED.search(name):
            assert "<!date" not in str(message), name


def test_in_a_group_only_what_waits_for_somebody_has_a_button() -> None:
    rows = [block for block in MESSAGES["group_later"].blocks if "accessory" in block]
    values = [row["accessory"]["value"] for row in rows]
    assert values == ["acme-vps/3", "acme-vps/6", "shop/4"]


def test_a_group_shows_twenty_and_counts_the_others() -> None:
    message = MESSAGES["group_forty"]
    assert sum("accessory" in block for block in message.blocks) == 20
    assert message.blocks[-1]["elements"][0]["text"] == "and 20 more: `/invoices open`"


def test_a_group_never_adds_up_what_we_owe_and_what_we_are_owed() -> None:
    text = MESSAGES["group_later"].text
    assert "We owe 9.00 EUR and 12.50 USD and 1 unknown amount." in text
    assert "Owed to us 240.00 EUR." in text


def test_an_event_without_words_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="no words for the event 'odd' of acme-vps/7514880"):
        thread.line("odd", {}, view(payable()), TODAY)
    with pytest.raises(ValueError, match="no words for the event 'odd' of account acme-vps"):
        account.message("odd", {}, health(HOSTING), NOW)


def test_a_key_too_long_for_a_button_leaves_it_out_rather_than_cutting_it() -> None:
    number = "9" * 2_000
    shown = replace(payable(), key=replace(payable().key, number=number))
    message = invoice.living(view(shown), TODAY)
    assert _labels(message) == []
    assert faults(message) == []
