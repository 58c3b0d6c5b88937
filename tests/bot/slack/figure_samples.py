"""How aging, cash, summary, digest and export are answered, over some books."""

from collections.abc import Callable
from dataclasses import replace

from bot.slack.render.answer_aging import aging_answer
from bot.slack.render.answer_cash import cash_answer
from bot.slack.render.answer_digest import digest_answer
from bot.slack.render.answer_export import export_answer
from bot.slack.render.answer_report import Ground
from bot.slack.render.answer_summary import summary_answer
from bot.slack.render.message import Message
from state.figures.aging import aging
from state.figures.cash import cash
from state.figures.summary import summary
from state.model import InvoiceView
from tests.bot.slack.dresses import PLAIN as UNDRESSED
from tests.bot.slack.dresses import Dress
from tests.bot.slack.render.books import news, shelf, today, week
from tests.bot.slack.samples import NOW, SHOP, TODAY, health

ACCOUNTS = [health(), health(SHOP)]
RICH = Ground(ACCOUNTS, NOW)
PLAIN = replace(RICH, rich=False)
FILE = "invoices-open-2026-11-20.csv"


def aged(views: list[InvoiceView], ground: Ground = RICH) -> Message:
    return aging_answer(aging(views, today), ground)


def cashed(views: list[InvoiceView], ground: Ground = RICH, days: int = 30) -> Message:
    return cash_answer(cash(views, TODAY, days, today), days, ground)


def summed(views: list[InvoiceView], ground: Ground = RICH) -> Message:
    return summary_answer(summary(views, NOW, today), ground, today)


def digested(views: list[InvoiceView], ground: Ground = RICH) -> Message:
    events = news() if len(views) > 2 else []
    return digest_answer(week(views, events), ground, today, "Europe/Berlin")


def exported(views: list[InvoiceView], ground: Ground = RICH) -> Message:
    return export_answer(FILE, views, ground)


ANSWERS: dict[str, Callable[[list[InvoiceView], Ground], Message]] = {
    "aging": aged,
    "cash": cashed,
    "summary": summed,
    "digest": digested,
    "export": exported,
}


def messages(dress: Dress = UNDRESSED) -> dict[str, Message]:
    """Each by the name of its golden file."""
    books = [dress.view(one) for one in shelf()]
    return {
        **{f"answer_{name}": answer(books, RICH) for name, answer in ANSWERS.items()},
        **{f"answer_{name}_plain": answer(books, PLAIN) for name, answer in ANSWERS.items()},
        **{f"answer_{name}_nothing": answer([], RICH) for name, answer in ANSWERS.items()},
    }
