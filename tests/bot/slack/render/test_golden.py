"""Every message in every state, as people see it and as it is sent.

The files in tests/bot/slack/golden are the specification: read the .txt ones. After a
wanted change write them anew and read the difference before committing it:

    GOLDEN=write python -m pytest tests/bot/slack/render/test_golden.py
"""

import re
from dataclasses import replace

import pytest

from bot.slack.render import account, invoice, thread
from bot.slack.render.buttons import OPEN_MENU
from bot.slack.render.message import Block, Message
from tests.bot.slack import care_samples
from tests.bot.slack.block_kit import faults
from tests.bot.slack.golden_files import FOLDER, require_same
from tests.bot.slack.message_samples import messages
from tests.bot.slack.samples import HOSTING, NOW, TODAY, health, payable, view

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


def _carried_by(message: Message, action_id: str) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [one["value"] for row in rows for one in row if one["action_id"] == action_id]


def test_in_a_group_what_waits_for_somebody_has_a_button_and_all_that_is_open_its_menu() -> None:
    message = MESSAGES["group_later"]
    assert _carried_by(message, "acknowledge") == ["acme-vps/3", "acme-vps/6", "shop/4"]
    with_menu = ["acme-vps/2", "acme-vps/3", "acme-vps/6", "shop/4", "shop/5"]
    assert _carried_by(message, OPEN_MENU) == with_menu


def test_a_group_shows_as_many_as_fit_at_most_twenty_and_counts_the_others() -> None:
    message = MESSAGES["group_forty"]
    shown = len(_carried_by(message, "acknowledge"))
    assert 12 <= shown <= 20
    last = message.blocks[-1]["elements"][0]["text"]
    assert last == f"and {40 - shown} more: `/invoices open`"


def test_a_group_never_adds_up_what_we_owe_and_what_we_are_owed() -> None:
    text = MESSAGES["group_later"].text
    assert "We owe 9.00 EUR, 12.50 USD and 1 unknown amount." in text
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
