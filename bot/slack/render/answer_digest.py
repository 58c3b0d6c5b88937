"""The digest of a channel: what changed, what falls due, what is promised, what nobody holds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from moneyed import Money

from bot.slack.language import _, _n, figures, listed
from bot.slack.render import message as slack
from bot.slack.render.answer_freshness import freshness, freshness_said
from bot.slack.render.answer_report import Ground, Report, Rows, laid_out
from bot.slack.render.answer_rows import Row
from bot.slack.render.answer_summary import needing
from bot.slack.render.figures import Figures, direction_title, in_words
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.text import amount, day
from state.figures.digest import Digest, News
from state.figures.sums import Side, Sum, Today, per_side
from state.model import Direction, InvoiceView


def digest_answer(found: Digest, ground: Ground, today: Today, zone: str) -> Message:
    """The whole digest; a quiet period is one line. `zone` is the team's."""
    since = found.since.astimezone(ZoneInfo(zone)).date()
    if found.is_quiet and all(view.healthy for view in ground.accounts):
        return _quiet(found, ground, since)
    return laid_out(_report(found, ground, today, since), ground)


def _quiet(found: Digest, ground: Ground, since: date) -> Message:
    said = _(
        "Quiet since {since}{filters}: nothing changed, nothing falls due until {until}, and "
        "nothing needs anybody. {owed}",
        since=day(since),
        filters=ground.filters,
        until=day(found.until),
        owed=_owed(found),
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
        f"{direction_title(way)} {in_words(sums)}."
        for way, sums in zip(Direction, sides, strict=True)
        if sums
    ]
    return " ".join(told) or _("Nothing is open.")


def _side(sums: Mapping[Side, Sum], direction: Direction) -> dict[Side, Sum]:
    return {side: one for side, one in sums.items() if side.direction is direction}


def _report(found: Digest, ground: Ground, today: Today, since: date) -> Report:
    until = day(found.until)
    lists = [
        listed
        for way in Direction
        for listed in (
            _rows(found.unheld, way, today, needing, f"overdue {way}"),
            _rows(found.falls_due, way, today, lambda n: _due(n, until), f"due {way}"),
            _rows(found.promised, way, today, _promised, f"open {way}"),
        )
        if listed.rows
    ]
    title = _("Digest since {since}, the next on {until}", since=day(since), until=until)
    return Report(
        f"{title}{ground.filters}",
        [_figures(found, way) for way in Direction if _side(found.owed, way)],
        _news(found),
        lists,
    )


def _due(number: int, until: str) -> str:
    return _n("{number} due until {day}", "{number} due until {day}", number, day=until)


def _promised(number: int) -> str:
    return _n("{number} promised", "{number} promised", number)


def _figures(found: Digest, direction: Direction) -> Figures:
    return Figures(direction, direction_title(direction), "", "", _side(found.owed, direction), ())


def _rows(
    views: Sequence[InvoiceView],
    direction: Direction,
    today: Today,
    told: Callable[[int], str],
    more: str,
) -> Rows:
    mine = [view for view in views if view.account.direction is direction]
    title = f"{direction_title(direction)}, {told(len(mine))}: {in_words(per_side(mine))}"
    return Rows(title, [Row(view, today(view.account)) for view in mine], more)


def _news(found: Digest) -> list[str]:
    """A line for each direction in which something changed; one where nothing did."""
    lines = []
    for way in Direction:
        sides = {news: _side(sums, way) for news, sums in found.news.items()}
        told = [_told(news, sums) for news, sums in sides.items() if sums]
        if told:
            title, news = direction_title(way), " · ".join(told)
            lines.append(_("*{title}*, changed: {news}", title=title, news=news))
    return lines or [_("Nothing changed.")]


def _told(news: News, sums: Mapping[Side, Sum]) -> str:
    """`3 new, 120.00 USD`, `2 amended, +12.00 USD`."""
    number = sum(one.count for one in sums.values())
    if news is News.AMENDED:
        steps = [_signed(one.open) for one in sums.values() if one.open]
        return ", ".join([f"{figures(number)} {_word(news)}", *[listed(steps)] * bool(steps)])
    return f"{figures(number)} {_word(news)}, {in_words(sums)}"


def _word(news: News) -> str:
    return {
        News.APPEARED: _("new"),
        News.REOPENED: _("reopened"),
        News.AMENDED: _("amended"),
        News.SETTLED: _("settled"),
        News.VANISHED: _("no longer listed"),
    }[news]


def _signed(step: Money) -> str:
    return f"+{amount(step)}" if step.amount > 0 else amount(step)
