"""The digest of a channel: what changed, what falls due, what is promised, what nobody holds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from moneyed import Money

from bot.slack.render import message as slack
from bot.slack.render.answer_freshness import freshness, freshness_said
from bot.slack.render.answer_report import Ground, Report, Rows, laid_out
from bot.slack.render.answer_rows import Row
from bot.slack.render.answer_summary import needing
from bot.slack.render.figures import TITLES, Figures, in_words
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.text import amount, day
from state.figures.digest import Digest, News
from state.figures.sums import Side, Sum, Today, per_side
from state.model import Direction, InvoiceView

_NEWS = {
    News.APPEARED: "new",
    News.REOPENED: "reopened",
    News.AMENDED: "amended",
    News.SETTLED: "settled",
    News.VANISHED: "no longer listed",
}


def digest_answer(found: Digest, ground: Ground, today: Today, zone: str) -> Message:
    """The whole digest; a quiet period is one line. `zone` is the team's."""
    since = found.since.astimezone(ZoneInfo(zone)).date()
    if found.is_quiet and all(view.healthy for view in ground.accounts):
        return _quiet(found, ground, since)
    return laid_out(_report(found, ground, today, since), ground)


def _quiet(found: Digest, ground: Ground, since: date) -> Message:
    said = (
        f"Quiet since {day(since)}{ground.filters}: nothing changed, nothing falls due until "
        f"{day(found.until)}, and nothing needs anybody. {_owed(found)}"
    )
    line = f"🌿 {said} {freshness(ground.accounts, ground.now)}"
    heard = f"{said} {freshness_said(ground.accounts, ground.now)}"
    return Message(
        slack.fitting(heard), (slack.section(mrkdwn(slack.fitting(line, slack.MAX_SECTION))),)
    )


def _owed(found: Digest) -> str:
    """`We owe 37.50 USD. Owed to us 12.00 EUR.`; nothing at all in one sentence."""
    sides = [_side(found.owed, way) for way in Direction]
    told = [
        f"{TITLES[way]} {in_words(sums)}."
        for way, sums in zip(Direction, sides, strict=True)
        if sums
    ]
    return " ".join(told) or "Nothing is open."


def _side(sums: Mapping[Side, Sum], direction: Direction) -> dict[Side, Sum]:
    return {side: one for side, one in sums.items() if side.direction is direction}


def _report(found: Digest, ground: Ground, today: Today, since: date) -> Report:
    until = day(found.until)
    lists = [
        listed
        for way in Direction
        for listed in (
            _rows(found.unheld, way, today, needing, f"overdue {way}"),
            _rows(found.falls_due, way, today, lambda n: f"{n:,} due until {until}", f"due {way}"),
            _rows(found.promised, way, today, lambda n: f"{n:,} promised", f"open {way}"),
        )
        if listed.rows
    ]
    return Report(
        f"Digest since {day(since)}, the next on {until}{ground.filters}",
        [_figures(found, way) for way in Direction if _side(found.owed, way)],
        _news(found),
        lists,
    )


def _figures(found: Digest, direction: Direction) -> Figures:
    return Figures(direction, TITLES[direction], "", "", _side(found.owed, direction), ())


def _rows(
    views: Sequence[InvoiceView],
    direction: Direction,
    today: Today,
    told: Callable[[int], str],
    more: str,
) -> Rows:
    mine = [view for view in views if view.account.direction is direction]
    title = f"{TITLES[direction]}, {told(len(mine))}: {in_words(per_side(mine))}"
    return Rows(title, [Row(view, today(view.account)) for view in mine], more)


def _news(found: Digest) -> list[str]:
    """A line for each direction in which something changed; one where nothing did."""
    lines = []
    for way in Direction:
        sides = {news: _side(sums, way) for news, sums in found.news.items()}
        told = [_told(news, sums) for news, sums in sides.items() if sums]
        if told:
            lines.append(" · ".join([f"*{TITLES[way]}*, changed: {told[0]}", *told[1:]]))
    return lines or ["Nothing changed."]


def _told(news: News, sums: Mapping[Side, Sum]) -> str:
    """`3 new, 120.00 USD`, `2 amended, +12.00 USD`."""
    number = sum(one.count for one in sums.values())
    if news is News.AMENDED:
        steps = [_signed(one.open) for one in sums.values() if one.open]
        return ", ".join([f"{number:,} {_NEWS[news]}", *[" and ".join(steps)] * bool(steps)])
    return f"{number:,} {_NEWS[news]}, {in_words(sums)}"


def _signed(step: Money) -> str:
    return f"+{amount(step)}" if step.amount > 0 else amount(step)
