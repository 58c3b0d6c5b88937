"""The answer to `who`: who is on call, until when, who is next, and who holds what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.slack.render import message as slack
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import ago, code, count, escape, instant, person, utc

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
    on_call: OnCall, holdings: Sequence[Holding], now: datetime, *, command: str = "/invoices"
) -> Message:
    """Who is on call and who has taken on how much, for the one who asked."""
    told = _lines(on_call, holdings, now, instant)
    heard = _lines(on_call, holdings, now, utc)
    hint = f"{code(f'{command} open')} lists what is owed"
    small = slack.context(mrkdwn(hint))
    return Message(slack.fitting("\n".join(heard).replace("*", "")), (*stacked(told), small))


def doubt(on_call: OnCall, now: datetime, moment: Callable[[datetime], str] = instant) -> str:
    """Why the answer may be wrong, in mrkdwn; empty where nothing speaks against it."""
    why = f" ({escape(on_call.trouble, 300)})" if on_call.trouble else ""
    if on_call.stale_since is not None:
        since = f"{moment(on_call.stale_since)}, {ago(on_call.stale_since, now)}"
        return f"Who is on call could not be asked since {since}{why}."
    return f"{_sentence(escape(on_call.trouble, 300))}" if on_call.trouble else ""


def names(people: Sequence[str]) -> str:
    """`<@U01> and <@U02>`, or `nobody`."""
    shown = [person(one) for one in people[:_MOST]]
    if more := len(people) - len(shown):
        shown.append(f"{more:,} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if shown[1:] else shown) or "nobody"


def _lines(
    on_call: OnCall,
    holdings: Sequence[Holding],
    now: datetime,
    moment: Callable[[datetime], str],
) -> list[str]:
    lines = [f"*On call now: {names(on_call.people)}*", _times(on_call, moment)]
    lines.append(f"By {escape(on_call.source, 200)}.")
    if reason := doubt(on_call, now, moment):
        lines.append(f"⚠️ {reason}")
    lines.append("*Taken on*" if holdings else "Nobody has taken on an invoice that is still owed.")
    lines += [_holding(one) for one in holdings[:_MOST]]
    if more := len(holdings) - _MOST if len(holdings) > _MOST else 0:
        lines.append(f"and {count(more, 'more holder')}")
    return [line for line in lines if line]


def _times(on_call: OnCall, moment: Callable[[datetime], str]) -> str:
    """`Since ... until ..., then <@U02>.`; empty where no time is known."""
    parts = [
        f"since {moment(on_call.since)}" if on_call.since else "",
        f"until {moment(on_call.until)}" if on_call.until else "",
    ]
    known = " ".join(part for part in parts if part)
    after = f", then {names(on_call.next)}" if on_call.until and on_call.next is not None else ""
    return _sentence(f"{known}{after}")


def _holding(one: Holding) -> str:
    late = f", {one.overdue:,} overdue" if one.overdue else ""
    return f"{person(one.person)}: {count(one.invoices, 'invoice')}{late}"


def _sentence(text: str) -> str:
    """The words with a capital and a full stop; nothing stays nothing."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""
