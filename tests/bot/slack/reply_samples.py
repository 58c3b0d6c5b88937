"""What is said beside the great answers: while something lasts, when it fails, what came of it."""

from collections.abc import Mapping

from bot.answers.charts import png
from bot.slack.render import answer_export, replies
from bot.slack.render.answer_aging import aging_charts
from bot.slack.render.answer_cash import cash_charts
from bot.slack.render.answer_check import Outcome, check_answer, checked_so_far
from bot.slack.render.answer_help import note, which
from bot.slack.render.answer_summary import summary_charts
from bot.slack.render.care import already
from bot.slack.render.chart import Chart, described
from bot.slack.render.message import Message
from bot.slack.render.safe import plain
from bot.slack.reply import File
from state.figures.aging import aging
from state.figures.cash import cash
from state.figures.summary import summary
from state.totals import totals
from tests.bot.slack.care_samples import SNOOZED
from tests.bot.slack.dresses import PLAIN, Dress
from tests.bot.slack.figure_samples import FILE, RICH, aged, exported
from tests.bot.slack.render.books import shelf, today
from tests.bot.slack.samples import NOW, TODAY

REFUSED = "my.interserver.example refused the login; check username and password"
FAULTS = ("missing_scope", "messages_tab_disabled", "timeout", "ratelimited", "invalid_arguments")
CHANGES = {"appeared": 2, "amended": 1, "reopened": 1, "settled": 3, "vanished": 1}


def messages(dress: Dress = PLAIN) -> dict[str, Message]:
    """Each by the name of its golden file."""
    books = [dress.view(one) for one in shelf()]
    owed = totals(books, today)
    told = _short() | _checked(dress) | {f"not_sent_{one}": _not_sent(one) for one in FAULTS}
    told |= {
        "too_large": answer_export.too_large(owed, 10, RICH),
        "sent": answer_export.sent(exported(books)),
        "drawn_apart": answer_export.drawn_apart(aged(books)),
        "which": which(plain(dress.text("7001"), 80), [f"account-{n}/7001" for n in range(7)]),
        "already": note(already("`acme-vps/7514880`", SNOOZED, NOW, "<@U01ADA>")),
    }
    return {f"reply_{name}": message for name, message in told.items()}


def pictures(dress: Dress = PLAIN) -> dict[str, File]:
    """The charts of answers, drawn for a Slack that draws none."""
    books = [dress.view(one) for one in shelf()]
    drawn: Mapping[str, list[Chart]] = {
        "aging": list(aging_charts(aging(books, today), RICH)),
        "cash": list(cash_charts(cash(books, TODAY, 30, today), 30, RICH)),
        "summary": list(summary_charts(summary(books, NOW, today), RICH, today)),
    }
    return {
        f"picture_{name}_{number}": File(f"{name}-{number}.png", png(one), described(one))
        for name, charts in drawn.items()
        for number, one in enumerate(charts, 1)
    }


def _short() -> dict[str, Message]:
    said = {
        "sorry": replies.sorry(),
        "stale": replies.stale(),
        "twice": replies.twice(),
        "a_moment": replies.a_moment(),
        "making_the_file": replies.making_the_file(),
        "checking": replies.checking("acme-vps"),
        "checking_all": replies.checking(None),
        "checked_so_far": checked_so_far(12, 40),
        "not_in_time": replies.not_in_time("/invoices promise 7514880 fri"),
        "lists_owed": replies.lists_owed("/invoices"),
        "none_here": replies.none_here(),
        "empty": replies.empty(),
    }
    return {name: note(words) for name, words in said.items()}


def _checked(dress: Dress) -> dict[str, Message]:
    changed = Outcome("acme-vps", changes=CHANGES)
    failed = Outcome("nyc-voxel", error=dress.text(REFUSED))
    held = Outcome("shop", skipped="it was checked a moment ago")
    many = [Outcome(f"account-{n}", error=dress.text(REFUSED)) for n in range(12)]
    owed = totals([dress.view(one) for one in shelf()], today)
    return {
        "checked_one": check_answer([Outcome("acme-vps")], owed, RICH),
        "checked_some": check_answer([changed, failed, held, Outcome("chi-leap")], owed, RICH),
        "checked_many_failing": check_answer([*many, changed], [], RICH),
    }


def _not_sent(fault: str) -> Message:
    return answer_export.not_sent(FILE, fault)
