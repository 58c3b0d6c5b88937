"""The answer to a question for invoices: what was asked, the sums, the first rows, the age.

It rides in the acknowledgement of the slash command and is seen by one person only.
What we owe and what is owed to us stand apart and are never added up.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.slack.commands import Listing, When
from bot.slack.render import message as slack
from bot.slack.render.answer_freshness import freshness, freshness_said
from bot.slack.render.answer_rows import Row, said, shown
from bot.slack.render.message import Block, Message, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import amount, code, count, escape
from state.model import Direction
from state.store import (
    AccountView,
)
from state.totals import NO_CURRENCY, Total

__all__ = ["Found", "Row", "headline", "listing", "sums"]

MOST_ROWS = 15
_TITLES = {Direction.PAYABLE: "We owe", Direction.RECEIVABLE: "Owed to us"}


@dataclass(frozen=True, slots=True)
class Found:
    """What a listing came to."""

    asked: Listing
    rows: Sequence[Row]  # the oldest due date first
    totals: Sequence[Total]  # of these rows
    accounts: Sequence[AccountView]  # those the question is about
    undated: int  # owed, not among the rows, and nobody knows when they are due
    now: datetime


def listing(found: Found, *, command: str = "/invoices") -> Message:
    """The whole answer; fewer rows where they would not fit into one message."""
    most = MOST_ROWS
    while True:
        blocks = _blocks(found, most, command)
        if most == 0 or len(json.dumps(blocks)) <= slack.MAX_BLOCKS_SIZE:
            return Message(_full_text(found, most, command), tuple(blocks))
        most -= 1


def _blocks(found: Found, most: int, command: str) -> list[Block]:
    blocks = [slack.section(mrkdwn(f"*{headline(found)}*"))]
    for direction, rows, room in _parts(found, most):
        title = f"*{_TITLES[direction]}* {sums(found.totals, direction, found.asked.when)}"
        blocks += stacked([title, *map(shown, rows[:room])])
    *notes, trust = _small_print(found, most, command)
    blocks += [slack.context(mrkdwn(line)) for line in notes]
    # "nothing" is worth as much as the data it rests on, so that stands in full size then
    return [*blocks, slack.context(mrkdwn(trust)) if found.rows else slack.section(mrkdwn(trust))]


def _parts(found: Found, most: int) -> list[tuple[Direction, list[Row], int]]:
    """The rows of each direction that has any, with how many of them may be shown."""
    ways = [(way, [r for r in found.rows if r.view.account.direction is way]) for way in Direction]
    (ours, owing), (theirs, owed) = ways
    room = min(len(owing), max(most - len(owed), (most + 1) // 2))
    parts = [(ours, owing, room), (theirs, owed, min(len(owed), most - room))]
    return [part for part in parts if part[1]]


def headline(found: Found) -> str:
    """`3 overdue, 2 due within 7 days (payable, acme-vps)`; or that there is nothing."""
    asked, number = found.asked, len(found.rows)
    what = {
        When.ATTENTION: _attention(found),
        When.OVERDUE: f"{count(number, 'invoice')} overdue" if number else "Nothing is overdue",
        When.DUE: f"{count(number, 'invoice') if number else 'Nothing is'} due {_within(asked)}",
        When.OPEN: count(number, "open invoice") if number else "Nothing is open",
    }[asked.when]
    return f"{what}{_filters(asked)}"


def _attention(found: Found) -> str:
    overdue = sum(row.is_overdue for row in found.rows)
    due = sum(row.is_due_within(found.asked.days) for row in found.rows)
    unclear = len(found.rows) - overdue - due
    parts = [
        f"{overdue:,} overdue" if overdue else "",
        f"{due:,} due {_within(found.asked)}" if due else "",
        f"{unclear:,} unclear" if unclear else "",
    ]
    nothing = f"Nothing is overdue or due {_within(found.asked)}"
    return ", ".join(part for part in parts if part) or nothing


def _within(asked: Listing) -> str:
    return f"within {count(asked.days, 'day')}" if asked.days else "today"


def _filters(asked: Listing) -> str:
    """The other filters in brackets, as understood."""
    told = [
        asked.direction.value if asked.direction else "",
        *asked.names,
        *(f"account {name}" for name in asked.accounts),
        *(f"client {name}" for name in asked.clients),
        str(asked.over) if asked.over else "",
    ]
    words = escape(", ".join(word for word in told if word), 400)
    return f" ({words})" if words else ""


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


def _small_print(found: Found, most: int, command: str) -> list[str]:
    hidden = len(found.rows) - sum(room for _, _, room in _parts(found, most))
    more = f"and {hidden:,} more: narrow it with {_narrower(found.asked, command)}"
    undated = (
        f"{count(found.undated, 'open invoice')} without a due date: {code(f'{command} open')}"
    )
    trust = freshness(found.accounts, found.now).replace("/invoices", command)
    return [more] * bool(hidden) + [undated] * bool(found.undated) + [trust]


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


def _full_text(found: Found, most: int, command: str) -> str:
    """Everything that matters as sentences; rows as far as a text may go."""
    told = [f"{headline(found)}."]
    for direction, _, _ in _parts(found, most):
        told.append(f"{_TITLES[direction]} {sums(found.totals, direction, found.asked.when)}.")
    told.append(freshness_said(found.accounts, found.now).replace("/invoices", command))
    rows = [said(row) for _, rows, room in _parts(found, most) for row in rows[:room]]
    return slack.fitting("\n".join([" ".join(told), *rows]))
