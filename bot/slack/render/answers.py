"""The answer to a question for invoices: what was asked, the sums, the first rows, the age.

It rides in the acknowledgement of the slash command and is seen by one person only.
What we owe and what is owed to us stand apart and are never added up.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.slack.commands import Listing, When
from bot.slack.render import message as slack
from bot.slack.render.answer_freshness import freshness, freshness_said
from bot.slack.render.answer_rows import ROOMS, Row, said, shown
from bot.slack.render.buttons import acknowledge_all
from bot.slack.render.message import Block, Message, mrkdwn
from bot.slack.render.safe import width
from bot.slack.render.stacked import stacked
from bot.slack.render.text import amount, code, count, escape
from bot.slack.words import ME
from state import search
from state.model import Direction
from state.search import Age
from state.store import AccountView
from state.totals import NO_CURRENCY, Total

__all__ = ["Found", "Row", "headline", "listing", "sums"]

_TITLES = {Direction.PAYABLE: "We owe", Direction.RECEIVABLE: "Owed to us"}


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
        title = f"*{_TITLES[direction]}* {sums(totals, direction, found.asked.when)}"
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
    turns = [("Previous", "page_previous", page - 1), ("Next", "page_next", page + 1)]
    return [
        slack.button(label, action, f"{to}|{asked}", described=f"{label}: page {to} of {last}")
        for label, action, to in turns
        if 0 < to <= last and width(f"{to}|{asked}") <= slack.MAX_BUTTON_VALUE
    ]


def headline(found: Found) -> str:
    """`3 overdue, 2 due within 7 days (payable, acme-vps)`; or that there is nothing."""
    asked, number = found.asked, found.result.count
    what = {
        When.ATTENTION: _attention(found),
        When.OVERDUE: f"{count(number, 'invoice')} overdue" if number else "Nothing is overdue",
        When.DUE: f"{count(number, 'invoice') if number else 'Nothing is'} due {_within(asked)}",
        When.OPEN: count(number, "open invoice") if number else "Nothing is open",
    }[asked.when]
    return f"{what}{_filters(asked)}"


def _attention(found: Found) -> str:
    parts = found.result.parts
    overdue = sum(part.count for part in parts if part.age is Age.OVERDUE)
    due = sum(part.count for part in parts if part.age is Age.AHEAD and part.within)
    unclear = found.result.count - overdue - due
    told = [
        f"{overdue:,} overdue" if overdue else "",
        f"{due:,} due {_within(found.asked)}" if due else "",
        f"{unclear:,} unclear" if unclear else "",
    ]
    nothing = f"Nothing is overdue or due {_within(found.asked)}"
    return ", ".join(part for part in told if part) or nothing


def _within(asked: Listing) -> str:
    if asked.bounds:
        return " ".join(escape(str(bound)) for bound in asked.bounds)
    return f"within {count(asked.days, 'day')}" if asked.days else "today"


def _filters(asked: Listing) -> str:
    """The other filters in brackets, as understood."""
    late = [str(bound) for bound in asked.bounds] if asked.when is When.OVERDUE else []
    plain = replace(asked, people=tuple(one for one in asked.people if one == ME))
    words = [escape(", ".join([*late, *plain.filters()]), 400)]
    words += [f"of <@{who}>" for who in asked.people if who != ME]
    told = ", ".join(word for word in words if word)
    return f" ({told})" if told else ""


def sums(totals: Sequence[Total], direction: Direction, when: When = When.OPEN) -> str:
    """`112.50 USD (100.00 USD overdue) and 12.00 EUR and 2 unknown amounts`, one direction."""
    mine = [total for total in totals if total.direction is direction]
    parts = [_sum(total, when) for total in mine if total.currency != NO_CURRENCY]
    if unknown := sum(total.unknown for total in mine):
        parts.append(count(unknown, "unknown amount"))
    return " and ".join(part for part in parts if part) or "nothing"


def _sum(total: Total, when: When) -> str:
    if total.count == total.unknown:
        return ""
    late = when in (When.ATTENTION, When.OPEN) and total.overdue.amount
    return amount(total.open) + (f" ({amount(total.overdue)} overdue)" if late else "")


def _small_print(found: Found, command: str) -> list[str]:
    result = found.result
    more = f"Page {result.page:,} of {result.pages:,}; narrow it with "
    undated = (
        f"{count(result.undated, 'open invoice')} without a due date: {code(f'{command} open')}"
    )
    is_told = result.undated and found.asked.when is not When.OVERDUE
    trust = freshness(found.accounts, found.now).replace("/invoices", command)
    pages = [more + _narrower(found.asked, command)] * (result.pages > 1)
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
    return " or ".join(examples) or f"{code('duewatch list')} in a terminal"


def _full_text(found: Found, command: str) -> str:
    """Everything that matters as sentences; rows as far as a text may go."""
    told, totals = [f"{headline(found)}."], found.result.totals()
    told += [
        f"{_TITLES[way]} {sums(totals, way, found.asked.when)}." for way in _directions(totals)
    ]
    told.append(freshness_said(found.accounts, found.now).replace("/invoices", command))
    return slack.fitting("\n".join([" ".join(told), *map(said, found.rows)]))
