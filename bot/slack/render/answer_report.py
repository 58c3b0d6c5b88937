"""What the answers with figures have in common: sums, tables, charts, rows, the age of the data.

Slack refuses the newest blocks in some places and everything that is too large; a report is
drawn smaller until it fits, and at worst its sums remain.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.answer_freshness import freshness, freshness_said, is_nothing_known
from bot.slack.render.answer_rows import Row, said, shown
from bot.slack.render.chart import MOST_CHARTS, Chart, chart_block
from bot.slack.render.figures import MOST_COLUMNS, Figures, Part, chart, in_words, matrix, others
from bot.slack.render.message import Block, Message, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.table import table_block, table_lines, table_said
from bot.slack.render.text import code, escape, utc
from state.store import AccountView

MOST_SIDES = 1_000  # to be heard, a currency needs no column


@dataclass(frozen=True, slots=True)
class Ground:
    """What an answer rests on, and for whom it is drawn."""

    accounts: Sequence[AccountView]  # those the question is about
    now: datetime
    about: str = ""  # the filters as they were understood: `payable, acme-vps`; not escaped
    command: str = "/invoices"
    rich: bool = True  # with Slack's tables and charts; False: with what every client draws

    @property
    def filters(self) -> str:
        """The filters in brackets behind a headline, escaped; nothing where there are none."""
        return f" ({escape(self.about, 400)})" if self.about else ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some invoices under a title of their own."""

    title: str  # finished mrkdwn, without the stars
    rows: Sequence[Row]
    more: str  # what to type to see them all, after the command
    count: int | None = None  # of all that the title speaks of; None: the rows are all


@dataclass(frozen=True, slots=True)
class Report:
    """An answer with figures, before it is laid out."""

    headline: str  # finished mrkdwn, without the stars
    figures: Sequence[Figures] = ()  # one for each direction in which anything is owed
    lines: Sequence[str] = ()  # finished mrkdwn: single facts; they stand before the figures
    lists: Sequence[Rows] = ()  # so do these: what needs somebody comes first
    notes: Sequence[str] = ()  # small print


@dataclass(frozen=True, slots=True)
class _Room:
    rich: bool
    columns: int  # currencies beside each other; 0: no table at all
    rows: int  # of each list


def charts(report: Report, ground: Ground) -> list[Chart]:
    """The charts of a report, one for each direction, at most two; each of one currency."""
    drawn = [chart(figures) for figures in report.figures]
    as_of = _("As of {moment}", moment=utc(ground.now))
    return [
        replace(one, note=f"{as_of}, {one.note}" if one.note else as_of)
        for one in drawn
        if one is not None
    ][:MOST_CHARTS]


def laid_out(report: Report, ground: Ground) -> Message:
    """The whole answer, as large as Slack takes it."""
    if is_nothing_known(ground.accounts):
        unknown = _("Nothing is known yet")
        report = replace(report, headline=f"{unknown}{ground.filters}", lines=())
    rooms = list(_rooms(ground))
    for room in rooms:
        blocks = _blocks(report, ground, room)
        if room == rooms[-1] or _fits(blocks):
            return Message(_full_text(report, ground, room), tuple(blocks))
    raise AssertionError("there is always a last room")  # pragma: no cover


def _rooms(ground: Ground) -> Iterator[_Room]:
    """From the largest layout to the smallest."""
    for rich in (True, False) if ground.rich else (False,):
        for columns in range(MOST_COLUMNS, 0, -1):
            yield _Room(rich, columns, 1 + columns)
    yield _Room(rich=False, columns=1, rows=1)
    yield _Room(rich=False, columns=0, rows=0)


def _fits(blocks: Sequence[Block]) -> bool:
    small = len(json.dumps(blocks)) <= slack.MAX_BLOCKS_SIZE
    return small and len(blocks) <= slack.MAX_BLOCKS


def _blocks(report: Report, ground: Ground, room: _Room) -> list[Block]:
    blocks = [slack.section(mrkdwn(f"*{report.headline}*"))]
    blocks += stacked(report.lines)
    for listed in report.lists:
        lines = [f"*{listed.title}*", *map(shown, listed.rows[: room.rows])]
        blocks += stacked([*lines, *_hidden(listed, ground, room)])
    for figures in report.figures:
        blocks += _drawn(figures, room)
    blocks += [slack.context(mrkdwn(note)) for note in report.notes]
    trust = freshness(ground.accounts, ground.now).replace("/invoices", ground.command)
    # "nothing" is worth as much as the data it rests on, so that stands in full size then
    found = report.figures or report.lists
    return [*blocks, slack.context(mrkdwn(trust)) if found else slack.section(mrkdwn(trust))]


def _drawn(figures: Figures, room: _Room) -> list[Block]:
    """One direction: its sums, the chart and the table, or the rows of the table as lines."""
    title = f"*{figures.title}* {in_words(figures.total)}"
    if not room.columns or not figures.parts:
        return stacked([title])
    columns, left = figures.columns(room.columns)
    if not room.rich:
        lines = table_lines(matrix(figures, columns, left, _told(figures)))
        return stacked([title, *lines, *others(figures, left)])
    drawn = chart(figures)
    picture = [chart_block(drawn)] if drawn else []
    table = table_block(matrix(figures, columns, left, figures.parts))
    return [*stacked([title]), *picture, table, *stacked(others(figures, left))]


def _told(figures: Figures) -> list[Part]:
    """The parts worth a line: in a table an empty week is a row, in words it is nothing."""
    return [part for part in figures.parts if part.count]


def _hidden(listed: Rows, ground: Ground, room: _Room) -> list[str]:
    every = len(listed.rows) if listed.count is None else listed.count
    hidden = every - min(room.rows, len(listed.rows))
    if hidden <= 0:
        return []
    everything = code(f"{ground.command} {listed.more}")
    return [
        _n(
            "and {number} more: {command}",
            "and {number} more: {command}",
            hidden,
            command=everything,
        )
    ]


def _full_text(report: Report, ground: Ground, room: _Room) -> str:
    """Everything that matters as sentences: the sums first, the rows as far as a text may go."""
    trust = freshness_said(ground.accounts, ground.now).replace("/invoices", ground.command)
    told = [f"{report.headline}."]
    told += [f"{figures.title} {in_words(figures.total)}." for figures in report.figures]
    lines = [" ".join([*told, trust]), *(line.replace("*", "") for line in report.lines)]
    for listed in report.lists:
        lines += [f"{listed.title}.", *map(said, listed.rows[: room.rows])]
        lines += _hidden(listed, ground, room)
    for figures in report.figures:
        if not figures.parts:
            continue
        columns = figures.columns(MOST_SIDES)[0]
        lines.append(f"{figures.title}, {figures.subject}:")
        lines += table_said(matrix(figures, columns, (), _told(figures)))
    return slack.fitting("\n".join(lines))
