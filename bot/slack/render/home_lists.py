"""The two lists of a Home tab: what is mine, and what needs somebody, each with its controls."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.slack.language import _, _n, figures
from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.answer_rows import Row
from bot.slack.render.answers import sums
from bot.slack.render.buttons import acknowledge_all, buttons, open_button
from bot.slack.render.care import care_line
from bot.slack.render.countdown import countdown
from bot.slack.render.figures import direction_title
from bot.slack.render.home_choice import MINE, NEEDING
from bot.slack.render.message import Block, mrkdwn
from bot.slack.render.text import code, escape
from bot.slack.words import When
from state.model import Direction, InvoiceView
from state.totals import Total

PAGES = "home_page"  # what the names of the buttons that turn a page begin with


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, and what all of it comes to."""

    rows: Sequence[Row]
    totals: Sequence[Total]
    page: int  # from 1
    pages: int  # at least 1

    @property
    def count(self) -> int:
        """All invoices of the list, those of the other pages too."""
        return sum(total.count for total in self.totals)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the one who looks may do here."""

    care: bool = True  # take on, put off, note
    without: Callable[[InvoiceView], Collection[str]] = lambda _view: ()  # entries of the menu
    who: str = ""  # those who may take care where this person may not; mrkdwn


def mine(listed: Listed, allowed: Allowed) -> list[Block]:
    """What this person has taken on, promised or was asked to see to."""
    number = listed.count
    title = _n("{number} invoice is yours", "{number} invoices are yours", number)
    if not number:
        return [_title(_("Nothing is yours"))]
    return [_title(title), *_by_direction(listed, When.OPEN, allowed), *_turning(listed, MINE)]


def needing(listed: Listed, when: When, allowed: Allowed) -> list[Block]:
    """What needs somebody; `when` is which of it somebody chose to see. Empty without any."""
    if not listed.count:
        return []
    every = acknowledge_all([row.view for row in listed.rows]) if allowed.care else None
    return [
        _title(_headline(listed.count, when)),
        *_by_direction(listed, when, allowed),
        *_turning(listed, NEEDING, *([every] if every else [])),
    ]


def _headline(number: int, when: When) -> str:
    if when is When.OVERDUE:
        return _n(
            "{number} overdue invoice needs somebody",
            "{number} overdue invoices need somebody",
            number,
        )
    if when is When.OPEN:
        return _n(
            "{number} open invoice that nobody has taken on",
            "{number} open invoices that nobody has taken on",
            number,
        )
    return _n("{number} invoice needs somebody", "{number} invoices need somebody", number)


def _title(words: str) -> Block:
    return slack.section(mrkdwn(f"*{words}*"))


def _by_direction(listed: Listed, when: When, allowed: Allowed) -> list[Block]:
    """What we owe and what is owed to us, apart, each under its sum."""
    blocks: list[Block] = []
    for way in Direction:
        rows = [row for row in listed.rows if row.view.account.direction is way]
        if rows:
            total = f"{direction_title(way)} {sums(listed.totals, way, when)}"
            blocks.append(slack.context(mrkdwn(slack.fitting(total, slack.MAX_FIELD))))
            blocks += [block for row in rows for block in _row(row, allowed)]
    return blocks


def _row(row: Row, allowed: Allowed) -> list[Block]:
    """An invoice and what this person can do about it."""
    shown = slack.section(mrkdwn("\n".join(line for line in _lines(row) if line)))
    if allowed.care:
        return [shown, *buttons(row.view, without=allowed.without(row.view))]
    link = open_button(row.view.invoice)
    return [shown | ({"accessory": link} if link else {})]


def _lines(row: Row) -> list[str]:
    view, today = row.view, row.today
    due = wording.due_on(view.invoice, today)
    stops = countdown(view)
    return [
        f"*{escape(wording.headline(view, today), 200)}*",
        escape(wording.purpose(view.invoice), 120),
        f"{escape(due)} · {code(str(view.invoice.key), 120)}",
        escape(f"⏳ {wording.capital(stops)}") if stops else "",
        care_line(view.care) if view.care else "",
    ]


def _turning(listed: Listed, name: str, *more: Block) -> list[Block]:
    """Which page this is, the way to the others, and what else can be done with the list."""
    page, last = listed.page, listed.pages
    turns = [
        slack.button(label, f"{PAGES}_{name}_{to}", str(to), described=_where(label, to, last))
        for label, to in ((_("Previous"), page - 1), (_("Next"), page + 1))
        if 0 < to <= last
    ]
    row = [*turns, *more]
    shown = [slack.actions(*row)] if row else []
    where = _("Page {page} of {pages}", page=figures(page), pages=figures(last))
    return [slack.context(mrkdwn(where)), *shown] if last > 1 else shown


def _where(label: str, page: int, last: int) -> str:
    return _("{label}: page {page} of {last}", label=label, page=page, last=last)
