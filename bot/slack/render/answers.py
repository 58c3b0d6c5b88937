"""The answer to a question for invoices: what was asked, the sums, the first rows, the age.

It rides in the acknowledgement of the slash command and is seen by one person only.
What we owe and what is owed to us stand apart and are never added up.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.slack.commands import Listing, When
from bot.slack.language import _, _n, figures, listed
from bot.slack.render import message as slack
from bot.slack.render.answer_freshness import freshness, freshness_said, is_nothing_known
from bot.slack.render.answer_rows import ROOMS, Row, said, shown
from bot.slack.render.buttons import acknowledge_all
from bot.slack.render.figures import direction_title
from bot.slack.render.message import Block, Message, mrkdwn
from bot.slack.render.safe import width
from bot.slack.render.stacked import stacked
from bot.slack.render.text import amount, code, escape
from bot.slack.render.totals import unknown_amounts
from bot.slack.words import ME
from state import search
from state.model import Direction
from state.search import Age
from state.store import AccountView
from state.totals import NO_CURRENCY, Total

__all__ = ["Found", "Row", "by_direction", "headline", "listing", "sums"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a listing came to."""

    asked: Listing
    result: search.Found
    rows: Sequence[Row]  # of the page that is shown
    accounts: Sequence[AccountView]  # those the question is about
    now: datetime


def listing(found: Found, *, command: str = "/invoices", turns: bool = True) -> Message:
    """One page of the answer, with fewer words where it would not fit; `turns`: with buttons."""
    tried = (_blocks(found, room, command, turns=turns) for room in ROOMS)
    fits = (blocks for blocks in tried if len(json.dumps(blocks)) <= slack.MAX_BLOCKS_SIZE)
    blocks = next(fits, None) or _blocks(found, ROOMS[-1], command, turns=turns)
    return Message(_full_text(found, command), tuple(blocks))


def _blocks(found: Found, room: int, command: str, *, turns: bool) -> list[Block]:
    blocks = [slack.section(mrkdwn(f"*{headline(found)}*"))]
    totals = found.result.totals()
    for direction in _directions(totals):
        title = f"*{direction_title(direction)}* {sums(totals, direction, found.asked.when)}"
        rows = [row for row in found.rows if row.view.account.direction is direction]
        blocks += stacked([title, *(shown(row, room) for row in rows)])
    *notes, trust = _small_print(found, command)
    blocks += [slack.context(mrkdwn(line)) for line in notes]
    blocks += _buttons(found, turns=turns)
    # "nothing" is worth as much as the data it rests on, so that stands in full size then
    return [*blocks, slack.context(mrkdwn(trust)) if found.rows else slack.section(mrkdwn(trust))]


def _directions(totals: Sequence[Total]) -> list[Direction]:
    """Those in which anything was found, also if it stands on another page."""
    return [way for way in Direction if any(total.direction is way for total in totals)]


def _buttons(found: Found, *, turns: bool) -> list[Block]:
    """To the other pages, as far as there are any, and one for all that is shown."""
    every = acknowledge_all([row.view for row in found.rows])
    row = [*_turns(found) * turns, *([every] if every else [])]
    return [slack.actions(*row)] if row else []


def _turns(found: Found) -> list[Block]:
    """To the page before and to the next."""
    page, last, asked = found.result.page, found.result.pages, str(found.asked)
    turns = [
        (_("Previous"), "page_previous", page - 1),
        (_("Next"), "page_next", page + 1),
    ]
    return [
        slack.button(label, action, f"{to}|{asked}", described=_where(label, to, last))
        for label, action, to in turns
        if 0 < to <= last and width(f"{to}|{asked}") <= slack.MAX_BUTTON_VALUE
    ]


def _where(label: str, page: int, last: int) -> str:
    return _("{label}: page {page} of {last}", label=label, page=page, last=last)


def headline(found: Found) -> str:
    """`3 overdue, 2 due within 7 days (payable, acme-vps)`; or that there is nothing."""
    what = _attention(found) if found.asked.when is When.ATTENTION else _counted(found)
    if is_nothing_known(found.accounts):
        what = _("Nothing is known yet")
    return f"{what}{_filters(found.asked)}"


def _counted(found: Found) -> str:
    asked, number = found.asked, found.result.count
    if asked.when is When.OVERDUE:
        late = _n("{number} invoice overdue", "{number} invoices overdue", number)
        return late if number else _("Nothing is overdue")
    if asked.when is When.OPEN:
        owed = _n("{number} open invoice", "{number} open invoices", number)
        return owed if number else _("Nothing is open")
    within = _within(asked)
    due = _n("{number} invoice due {when}", "{number} invoices due {when}", number, when=within)
    return due if number else _("Nothing is due {when}", when=within)


def _attention(found: Found) -> str:
    parts = found.result.parts
    overdue = sum(part.count for part in parts if part.age is Age.OVERDUE)
    due = sum(part.count for part in parts if part.age is Age.AHEAD and part.within)
    unclear = found.result.count - overdue - due
    within = _within(found.asked)
    told = [
        _n("{number} overdue", "{number} overdue", overdue) if overdue else "",
        _n("{number} due {when}", "{number} due {when}", due, when=within) if due else "",
        _n("{number} unclear", "{number} unclear", unclear) if unclear else "",
    ]
    nothing = _("Nothing is overdue or due {when}", when=within)
    return ", ".join(part for part in told if part) or nothing


def _within(asked: Listing) -> str:
    if asked.bounds:
        return " ".join(escape(str(bound)) for bound in asked.bounds)
    within = _n("within {number} day", "within {number} days", asked.days)
    return within if asked.days else _("today")


def _filters(asked: Listing) -> str:
    """The other filters in brackets, as understood."""
    late = [str(bound) for bound in asked.bounds] if asked.when is When.OVERDUE else []
    plain = replace(asked, people=tuple(one for one in asked.people if one == ME))
    words = [escape(", ".join([*late, *plain.filters()]), 400)]
    words += [_("of {person}", person=f"<@{who}>") for who in asked.people if who != ME]
    told = ", ".join(word for word in words if word)
    return f" ({told})" if told else ""


def sums(totals: Sequence[Total], direction: Direction, when: When = When.OPEN) -> str:
    """`112.50 USD (100.00 USD overdue) and 12.00 EUR and 2 unknown amounts`, one direction."""
    mine = [total for total in totals if total.direction is direction]
    parts = [_sum(total, when) for total in mine if total.currency != NO_CURRENCY]
    if unknown := sum(total.unknown for total in mine):
        parts.append(unknown_amounts(unknown))
    return listed([part for part in parts if part]) or _("nothing")


def by_direction(totals: Sequence[Total]) -> list[str]:
    """A line for each direction in which anything is owed: `*We owe* 112.50 USD`."""
    return [f"*{direction_title(way)}* {sums(totals, way)}" for way in _directions(totals)]


def _sum(total: Total, when: When) -> str:
    if total.count == total.unknown:
        return ""
    late = when in (When.ATTENTION, When.OPEN) and total.overdue.amount
    if not late:
        return amount(total.open)
    return _("{open} ({late} overdue)", open=amount(total.open), late=amount(total.overdue))


def _small_print(found: Found, command: str) -> list[str]:
    result = found.result
    more = _(
        "Page {page} of {pages}; narrow it with {examples}",
        page=figures(result.page),
        pages=figures(result.pages),
        examples=_narrower(found.asked, command),
    )
    undated = _n(
        "{number} open invoice without a due date: {command}",
        "{number} open invoices without a due date: {command}",
        result.undated,
        command=code(f"{command} open"),
    )
    is_told = result.undated and found.asked.when is not When.OVERDUE
    trust = freshness(found.accounts, found.now).replace("/invoices", command)
    pages = [more] * (result.pages > 1)
    return [*pages, *[undated] * bool(is_told), trust]


def _narrower(asked: Listing, command: str) -> str:
    """Filters that were not used yet, as examples."""
    begin = f"{command} {asked.when}"
    unused = [
        code(f"{begin} payable") if asked.direction is None else "",
        code(f"{begin} account NAME") if not (asked.accounts or asked.names) else "",
        code(f"{begin} over 100 USD") if asked.over is None else "",
        code(f"{begin} client NAME") if not asked.clients else "",
    ]
    examples = [each for each in unused if each][:3]
    in_a_terminal = _("{command} in a terminal", command=code("duewatch list"))
    return _(" or ").join(examples) or in_a_terminal


def _full_text(found: Found, command: str) -> str:
    """Everything that matters as sentences; rows as far as a text may go."""
    told, totals = [f"{headline(found)}."], found.result.totals()
    told += [
        f"{direction_title(way)} {sums(totals, way, found.asked.when)}."
        for way in _directions(totals)
    ]
    told.append(freshness_said(found.accounts, found.now).replace("/invoices", command))
    return slack.fitting("\n".join([" ".join(told), *map(said, found.rows)]))
