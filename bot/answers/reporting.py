"""The answers that are figures: what is owed at a glance, by age, by week, and as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.answers.answer import not_narrowed
from bot.answers.charts import png
from bot.answers.export import as_file
from bot.answers.narrow import Narrowed, narrow
from bot.slack.asked import Inquiry
from bot.slack.commands import Aging, Cash, Export, Report, Summary, parse
from bot.slack.render.answer_aging import aging_answer, aging_charts
from bot.slack.render.answer_cash import cash_answer, cash_charts
from bot.slack.render.answer_export import export_answer, too_large
from bot.slack.render.answer_freshness import freshness_said
from bot.slack.render.answer_report import Ground
from bot.slack.render.answer_summary import summary_answer, summary_charts
from bot.slack.render.chart import Chart, described
from bot.slack.render.message import Message
from bot.slack.reply import File, Reply
from state.figures.aging import aging_of
from state.figures.aging import cuts as aging_cuts
from state.figures.cash import cash_of
from state.figures.cash import cuts as cash_cuts
from state.figures.lots import Lot
from state.figures.summary import cuts as summary_cuts
from state.figures.summary import summary_of
from state.model import Account, InvoiceView
from state.search import Held, Search, Window
from state.store import AccountView, Reader

MANY = 20_000  # of these a summary is made without looking at each
_OLDEST = 30  # of what is overdue, half of them of each direction
MOST_ROWS = 100_000  # of a file: it is made in memory, and a spreadsheet takes about as many


@dataclass(frozen=True, slots=True)
class Books:
    """What a report is made of: what was asked for, and the moment."""

    store: Reader
    narrowed: Narrowed
    now: datetime  # in the team's zone
    many: int = MANY

    @property
    def views(self) -> list[InvoiceView]:
        """Every invoice that was found."""
        return self.store.all_found(self.narrowed.search)

    def looked_at(self, count: int) -> list[InvoiceView]:
        """Of very many those that a summary has to look at; of few all of them."""
        search = self.narrowed.search
        if count <= self.many:
            return self.views
        return _worth_a_look(self.store, search, self.now, self.narrowed.accounts)

    def lots(self, cuts: Callable[[date], Sequence[date]]) -> list[Lot]:
        """The same added up, which takes no longer for a million of them."""
        return self.store.lots(self.narrowed.search, self._cuts(cuts))

    def held(self, cuts: Callable[[date], Sequence[date]]) -> list[Lot]:
        """What somebody holds of it, added up in the same way."""
        return self.store.held(self.narrowed.search, self._cuts(cuts), self.now)

    def _cuts(self, cuts: Callable[[date], Sequence[date]]) -> set[date]:
        """In each zone by its own today."""
        windows = self.narrowed.search.windows.values()
        return {cut for window in windows for cut in cuts(window.today)}

    def today(self, account: Account) -> date:
        """The date it is where the account's days begin and end."""
        return self.narrowed.search.windows[account.timezone].today


def _worth_a_look(
    store: Reader, search: Search, now: datetime, accounts: Sequence[AccountView]
) -> list[InvoiceView]:
    """What nobody holds any more, what may be grave before it is due, and the oldest."""
    held = search.held or Held()
    over = [] if held.nobody else store.all_found(replace(search, held=replace(held, over=now)))
    soon = _soon_grave(store, search, accounts)
    late = _due_within(search, None, -1)
    oldest = store.search(late, size=_OLDEST).rows
    return list({view.invoice.key: view for view in (*over, *soon, *oldest)}.values())


def _soon_grave(
    store: Reader, search: Search, accounts: Sequence[AccountView]
) -> list[InvoiceView]:
    """What is not overdue and may be grave all the same: services may stop without delay."""
    ahead = {one.account.name: store.hurry(one.account) for one in accounts}
    hasty = {name: days for name, days in ahead.items() if days is not None}
    if not hasty:
        return []
    due = _due_within(search, 0, max(hasty.values()))
    return store.all_found(replace(due, accounts=tuple(hasty)))


def _due_within(search: Search, first: int | None, last: int) -> Search:
    """The same search, but only what is due in these days from today."""

    def narrowed(window: Window) -> Window:
        begin = window.first if first is None else window.today + timedelta(days=first)
        end = window.today + timedelta(days=last)
        return Window(
            window.today,
            begin if window.first is None or begin is None else max(begin, window.first),
            end if window.last is None else min(end, window.last),
        )

    windows = {zone: narrowed(window) for zone, window in search.windows.items()}
    return replace(search, windows=windows, undated=False, unclear=False)


@dataclass(frozen=True, slots=True)
class Reports:
    """Answers with figures what people ask in Slack; reads, and never writes."""

    store: Reader
    now: Callable[[], datetime]
    command: str = "/invoices"
    zone: str = "UTC"  # whose date is the team's
    many: int = MANY
    most: int = MOST_ROWS

    def reply(self, asked: Inquiry, user: str) -> Reply:
        """The answer to a question for figures, or for a file, as it was written down."""
        query = parse(asked.typed)
        if not isinstance(query, Report):
            raise ValueError("this is no question for figures")
        return self.told(query, user, asked.at)

    def told(self, asked: Report, user: str, asked_at: datetime) -> Reply:
        """The same, understood. Its files are named after the moment at which it was asked."""
        now = self.now()
        narrowed = narrow(self.store, asked.of, now, user)
        if not isinstance(narrowed, Narrowed):
            said = freshness_said(self.store.account_views(), now)
            trust = said.replace("/invoices", self.command)
            return Reply(not_narrowed(narrowed, self.command, trust))
        stamp = asked_at.astimezone(ZoneInfo(self.zone))
        if isinstance(asked, Export):
            return self._file(narrowed, now, stamp)
        books = Books(self.store, narrowed, self._here(now), self.many)
        return _drawn(asked, books, self._ground(narrowed, now), stamp)

    def _file(self, narrowed: Narrowed, now: datetime, stamp: datetime) -> Reply:
        ground = replace(self._ground(narrowed, now), rich=False)
        found = self.store.search(narrowed.search)
        if found.count > self.most:
            return Reply(too_large(found.totals(), self.most, ground))
        books = Books(self.store, narrowed, self._here(now), self.many)
        views = books.views
        rows = [(view, books.today(view.account)) for view in views]
        file = as_file(rows, str(narrowed.asked), stamp)
        told = export_answer(file.name, views, ground)
        return Reply(told, file=File(file.name, file.content) if rows else None)

    def _ground(self, narrowed: Narrowed, now: datetime) -> Ground:
        about = ", ".join(narrowed.asked.filters())
        return Ground(narrowed.accounts, now, about, self.command)

    def _here(self, now: datetime) -> datetime:
        return now.astimezone(ZoneInfo(self.zone))


Draw = Callable[[Ground], Message]
Charts = Callable[[], Sequence[Chart]]


def _drawn(asked: Summary | Aging | Cash, books: Books, ground: Ground, stamp: datetime) -> Reply:
    """The figures of what was found, in the two ways in which Slack may take them."""
    draw, charts = _figures(asked, books, ground)
    rich, plain = draw(ground), draw(replace(ground, rich=False))
    word = type(asked).__name__.lower()
    return Reply(
        plain,
        None if rich == plain else rich,
        lambda: [_picture(word, chart, stamp) for chart in charts()],
    )


def _figures(asked: Summary | Aging | Cash, books: Books, ground: Ground) -> tuple[Draw, Charts]:
    match asked:
        case Summary():
            lots = books.lots(summary_cuts)
            owed = summary_of(
                lots,
                books.held(summary_cuts),
                books.looked_at(sum(lot.sum.count for lot in lots)),
                books.now,
                books.today,
            )
            return (
                lambda on: summary_answer(owed, on, books.today),
                lambda: summary_charts(owed, ground, books.today),
            )
        case Aging():
            aged = aging_of(books.lots(aging_cuts))
            return lambda on: aging_answer(aged, on), lambda: aging_charts(aged, ground)
        case Cash(days):
            here = books.now.date()
            outlook = cash_of(books.lots(partial(cash_cuts, here, days)), here, days)
            return (
                lambda on: cash_answer(outlook, days, on),
                lambda: cash_charts(outlook, days, ground),
            )
        case _:
            assert_never(asked)


def _picture(word: str, chart: Chart, stamp: datetime) -> File:
    """A chart as a file; no two answers have pictures of one name."""
    parts = (word, chart.direction, chart.currency.lower(), f"{stamp:%Y-%m-%d-%H%M%S}")
    return File(f"{'-'.join(parts)}.png", png(chart), described(chart))
