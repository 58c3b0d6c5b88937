"""What `/invoices check` answers, for one account and for a thousand."""

from dataclasses import replace

from moneyed import Money

from bot.slack.render.answer_check import Outcome, check_answer, checked_so_far
from bot.slack.render.answer_report import Ground
from bot.slack.render.message import MAX_BLOCKS_SIZE, MAX_SECTION, Message
from state.model import Direction
from state.totals import Total
from tests.bot.slack.block_kit import faults
from tests.bot.slack.samples import NOW, health

GROUND = Ground([health()], NOW, rich=False)
TOTALS = [
    Total(Direction.PAYABLE, "USD", Money("24.00", "USD"), Money("12.00", "USD"), 2, 0),
    Total(Direction.RECEIVABLE, "EUR", Money("9.00", "EUR"), Money("0.00", "EUR"), 1, 0),
]
HINT = "If that is right, `duewatch check acme --believe` takes it over (stop the bot for it)."
LONG = f"only 3 of 40 invoices are left, {'which is not plausible at all, ' * 40}{HINT}"


def shown(message: Message) -> str:
    return "\n".join(
        str(block["text"]["text"]) for block in message.blocks if block["type"] == "section"
    )


def test_one_account_without_a_change_is_said_with_what_it_owes_and_how_old_that_is() -> None:
    told = check_answer([Outcome("acme-vps")], TOTALS[:1], GROUND)
    assert shown(told).splitlines() == [
        "*Checked 1 account*",
        "✅ `acme-vps`: no change",
        "*We owe* 24.00 USD (12.00 USD overdue)",
        "Data 3 hours old.",
    ]
    assert "Data 3 hours old." in told.text


def test_the_two_directions_stand_apart() -> None:
    told = shown(check_answer([Outcome("acme-vps")], TOTALS, GROUND))
    assert "*We owe* 24.00 USD (12.00 USD overdue)\n*Owed to us* 9.00 EUR" in told


def test_a_long_reason_keeps_its_beginning_and_what_to_do() -> None:
    told = shown(check_answer([Outcome("acme", error=LONG)], [], GROUND))
    assert "1 does not answer" in told
    assert "❌ `acme` could not be checked: only 3 of 40 invoices are left" in told
    assert "duewatch check acme --believe" in told
    assert "takes it over (stop the bot for it)." in told
    assert " … " in told


def test_what_failed_stands_before_what_changed_and_the_quiet_ones_are_counted() -> None:
    found = [
        Outcome("quiet"),
        Outcome("busy", changes={"appeared": 2, "settled": 1}),
        Outcome("late", skipped="a check of it is under way"),
        Outcome("down", error="nobody answers"),
        Outcome("calm"),
    ]
    assert shown(check_answer(found, [], GROUND)).splitlines() == [
        "*Checked 5 accounts, 1 does not answer*",
        "❌ `down` could not be checked: nobody answers",
        "⏳ `late`: a check of it is under way",
        "✅ `busy`: 2 appeared, 1 settled",
        "✅ 2 accounts without a change",
        "Data 3 hours old.",
    ]


def test_a_thousand_failing_accounts_fit_into_one_message() -> None:
    found = [Outcome(f"account-{number}", error=LONG) for number in range(1000)]
    told = check_answer(found, TOTALS, replace(GROUND, command="/bills"))
    assert faults(told) == []
    assert len(str(told.blocks)) < MAX_BLOCKS_SIZE
    assert all(len(str(block["text"]["text"])) <= MAX_SECTION for block in told.blocks[:-1])
    assert "and 992 more like these: `/bills accounts`" in shown(told)


def test_how_far_it_is_can_be_told() -> None:
    assert checked_so_far(12, 40) == "Checked 12 of 40 accounts …"
