"""Asking Duewatch in tests, and reading what it answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.answers.answer import Answers
from bot.answers.reporting import Reports
from bot.slack.commands import Query, Report, parse
from bot.slack.render.message import Message
from tests.bot.slack.golden_files import picture
from tests.bot.stock import NOW, Stock

Ask = Callable[[str], Message]


class Asks(Protocol):
    """Begins to ask about a stock, through a connection that cannot write."""

    def __call__(self, stock: Stock, now: datetime = NOW) -> Ask: ...


def asking(answers: Answers) -> Ask:
    """Typed words to the message that answers them."""

    def ask(typed: str) -> Message:
        query = parse(typed)
        if isinstance(query, Report):
            reports = Reports(answers.store, answers.now, answers.command)
            return reports.told(query, "U02BEN", answers.now()).plain
        assert isinstance(query, Query)
        return answers.answer(query, "U02BEN")

    return ask


def shown(message: Message) -> str:
    """Everything that is seen, as one text."""
    return picture(message).partition("\nheard:\n")[0]


def keys(message: Message) -> list[str]:
    """The invoices listed, in order."""
    return [line.partition(": ")[0] for line in message.text.splitlines()[1:]]


ASKED = [
    *("", "overdue", "due", "due 0d", "open", "payable", "receivable", "open over 10"),
    *("account acme-vps", "client example", "voxel", "overdu", "client nobody", "account nobody"),
    *(
        "show 7514880",
        "show 18",
        "show RE/2026/18",
        "show 99",
        "show",
        "accounts",
        "help",
        "snooze",
    ),
    "overdue " + "x" * 3900,
    "show " + "<&>" * 900,
    "over " + "9" * 3000,
]
PICTURED = {
    "attention": "",
    "overdue": "overdue",
    "due": "due 3d",
    "open": "open",
    "filters": "open payable acme-vps over 10 USD",
    "nothing": "overdue over 500 USD",
    "show": "show 7514880",
    "accounts": "accounts",
    "help": "help",
}
