"""The answer to `who`: who is on call, until when, who is next, and who holds what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.slack.language import _, _n, listed
from bot.slack.render import message as slack
from bot.slack.render.answer_freshness import freshness, freshness_said
from bot.slack.render.answer_report import Ground
from bot.slack.render.figures import direction_title, in_words
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import ago, code, escape, instant, person, utc
from state.figures.sums import Side, Sum
from state.model import Direction

_MOST = 40  # people named one by one


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who is on call, as far as we know, and how well we know it."""

    people: tuple[str, ...]  # Slack user ids
    mention: str  # in Slack's markup; empty when there is nobody to mention
    source: str  # where this is from, in words
    stale_since: datetime | None = None  # the source has told nothing new since then
    since: datetime | None = None  # when these people took over; None: not known
    until: datetime | None = None  # when this changes; None: not known, or never
    next: tuple[str, ...] | None = None  # who it is from then on, () nobody; None: not known
    trouble: str = ""  # what is wrong with the source, in words; not escaped


@dataclass(frozen=True, slots=True)
class Holding:
    """How many invoices that are still owed a person has taken on."""

    person: str  # Slack user id
    invoices: int
    overdue: int


def who(
    on_call: OnCall, holdings: Sequence[Holding], taken: Mapping[Side, Sum], ground: Ground
) -> Message:
    """Who is on call and who has taken on how much, for the one who asked.

    `taken` sums up what they hold together.
    """
    now, together = ground.now, _together(taken)
    told = [*_lines(on_call, holdings, now, instant), *together]
    heard = [*_lines(on_call, holdings, now, utc), *together, freshness_said(ground.accounts, now)]
    small = [
        freshness(ground.accounts, now),
        _("{command} lists what is owed", command=code("/invoices open")),
    ]
    small = [line.replace("/invoices", ground.command) for line in small if line]
    blocks = (*stacked(told), *(slack.context(mrkdwn(line)) for line in small))
    text = "\n".join(line for line in heard if line).replace("*", "")
    return Message(slack.fitting(text.replace("/invoices", ground.command)), blocks)


def _together(taken: Mapping[Side, Sum]) -> list[str]:
    """A line for each direction: `We owe 24.00 USD and 12.00 EUR`."""
    sides = {way: {s: one for s, one in taken.items() if s.direction is way} for way in Direction}
    return [f"{direction_title(way)} {in_words(sums)}" for way, sums in sides.items() if sums]


def doubt(on_call: OnCall, now: datetime, moment: Callable[[datetime], str] = instant) -> str:
    """Why the answer may be wrong, in mrkdwn; empty where nothing speaks against it."""
    trouble = escape(on_call.trouble, 300) if on_call.trouble else ""
    if on_call.stale_since is None:
        return _sentence(trouble)
    since, past = moment(on_call.stale_since), ago(on_call.stale_since, now)
    if not trouble:
        return _("Who is on call could not be asked since {moment}, {ago}.", moment=since, ago=past)
    return _(
        "Who is on call could not be asked since {moment}, {ago} ({trouble}).",
        moment=since,
        ago=past,
        trouble=trouble,
    )


def names(people: Sequence[str]) -> str:
    """`<@U01> and <@U02>`, or `nobody`."""
    shown = [person(one) for one in people[:_MOST]]
    if more := len(people) - len(shown):
        shown.append(_n("{number} more", "{number} more", more))
    return listed(shown) or _("nobody")


def more_of(number: int) -> list[str]:
    """A last line for what is not listed; none where everything is."""
    if number <= 0:
        return []
    return [_n("and {number} more", "and {number} more", number)]


def _lines(
    on_call: OnCall,
    holdings: Sequence[Holding],
    now: datetime,
    moment: Callable[[datetime], str],
) -> list[str]:
    lines = [
        _("*On call now: {people}*", people=names(on_call.people)),
        _times(on_call, moment),
        _("By {source}.", source=escape(on_call.source, 200)),
    ]
    if reason := doubt(on_call, now, moment):
        lines.append(f"⚠️ {reason}")
    nobody = _("Nobody has taken on an invoice that is still owed.")
    lines.append(_("*Taken on*") if holdings else nobody)
    lines += [_holding(one) for one in holdings[:_MOST]]
    if (more := len(holdings) - _MOST) > 0:
        lines.append(_n("and {number} more holder", "and {number} more holders", more))
    return [line for line in lines if line]


def _times(on_call: OnCall, moment: Callable[[datetime], str]) -> str:
    """`Since ... until ..., then <@U02>.`; empty where no time is known."""
    begin = moment(on_call.since) if on_call.since else ""
    if on_call.until is None:
        return _("Since {begin}.", begin=begin) if begin else ""
    end = moment(on_call.until)
    after = names(on_call.next) if on_call.next is not None else ""
    if begin and after:
        return _("Since {begin} until {end}, then {people}.", begin=begin, end=end, people=after)
    if begin:
        return _("Since {begin} until {end}.", begin=begin, end=end)
    if after:
        return _("Until {end}, then {people}.", end=end, people=after)
    return _("Until {end}.", end=end)


def _holding(one: Holding) -> str:
    said = _n(
        "{person}: {number} invoice",
        "{person}: {number} invoices",
        one.invoices,
        person=person(one.person),
    )
    if not one.overdue:
        return said
    return _n(
        "{invoices}, {number} overdue", "{invoices}, {number} overdue", one.overdue, invoices=said
    )


def _sentence(text: str) -> str:
    """The words with a capital and a full stop; nothing stays nothing."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""
