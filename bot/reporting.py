"""The answers that are figures: what is owed at a glance, by age, and by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from bot.narrow import Narrowed
from bot.slack.commands import Aging, Cash, Summary
from bot.slack.render.answer_aging import aging_answer
from bot.slack.render.answer_cash import cash_answer
from bot.slack.render.answer_report import Ground
from bot.slack.render.answer_summary import summary_answer
from bot.slack.render.message import Message
from state.figures.aging import aging
from state.figures.cash import cash
from state.figures.summary import summary
from state.model import Account, InvoiceView


@dataclass(frozen=True, slots=True)
class Books:
    """What a report is made of: the invoices that were found, and the moment."""

    narrowed: Narrowed
    views: Sequence[InvoiceView]
    now: datetime

    def today(self, account: Account) -> date:
        """The date it is where the account's days begin and end."""
        return self.narrowed.search.windows[account.timezone].today


def report(asked: Summary | Cash | Aging, books: Books, command: str) -> Message:
    """The figures of what was found."""
    narrowed, now = books.narrowed, books.now
    about = ", ".join(narrowed.asked.filters())
    # A message in the acknowledgement cannot be drawn again if Slack refuses its newest blocks.
    ground = Ground(narrowed.accounts, now, about, command, rich=False)
    match asked:
        case Summary():
            return summary_answer(summary(books.views, now, books.today), ground, books.today)
        case Aging():
            return aging_answer(aging(books.views, books.today), ground)
        case Cash(days):
            outlook = cash(books.views, now.date(), days, books.today)
            return cash_answer(outlook, days, ground)
        case _:
            assert_never(asked)
