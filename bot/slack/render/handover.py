"""The hand-over: what the one who is on call now takes over from the one before."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from bot.slack.render import message as slack
from bot.slack.render.answer_who import names
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import (
    code,
    count,
    day,
    due_words,
    escape,
    instant,
    owed,
    person,
    state_words,
    utc,
)
from state.model import Account, Care, CareState, InvoiceView

_MOST = 20  # invoices told one by one
_WORDS = {
    CareState.ACKNOWLEDGED: "acknowledged",
    CareState.SNOOZED: "snoozed",
    CareState.PROMISED: "promised",
    CareState.WAITING: "reported paid",
    CareState.DISPUTED: "disputed",
    CareState.ASSIGNED: "assigned",
}


def handover(
    views: Sequence[InvoiceView],
    from_people: Collection[str],
    today: Callable[[Account], date],
    *,
    to: str = "",
    command: str = "/invoices",
) -> Message:
    """What these people still hold of the given invoices, said to the one who takes over.

    That one is named too (`to`), since Slack may refuse a direct message and it is then
    said elsewhere.

    `today` is the date in the zone of an account. Invoices that are no longer owed, that
    others hold or that are only muted are left out: more may be given than belongs here.
    """
    old = names(sorted(from_people))
    held = [view for view in views if _is_held(view, from_people)]
    greeting = f"{person(to)}, you are on call now." if to else "You are on call now."
    title = f"{greeting} {_title(len(held), old)}"
    shown = held[:_MOST]
    seen = [_line(view, today(view.account), told=False) for view in shown]
    heard = [_line(view, today(view.account), told=True) for view in shown]
    more = [f"and {len(held) - _MOST:,} more"] if len(held) > _MOST else []
    hint = (
        f"{code(f'{command} assign KEY @name')} passes one on; {code(f'{command} who')} lists all"
    )
    blocks = [*stacked([f"*{title}*", *seen, *more]), slack.context(mrkdwn(hint))]
    return Message(slack.fitting("\n".join([title, *heard, *more])), tuple(blocks))


def _is_held(view: InvoiceView, people: Collection[str]) -> bool:
    care = view.care
    if care is None or care.state is CareState.MUTED or not view.invoice.is_owed:
        return False
    return care.held_by in people


def _title(number: int, old: str) -> str:
    if not number:
        return f"Nothing that {old} took on is still owed."
    still = "is" if number == 1 else "are"
    return f"Of what {old} took on, {count(number, 'invoice')} {still} still owed:"


def _line(view: InvoiceView, today: date, *, told: bool) -> str:
    key, care = str(view.invoice.key), view.care
    facts = [
        escape(owed(view.invoice), 80),
        escape(due_words(view.invoice.due, today), 80),
        _care(care, told=told) if care else "",
    ]
    if told:
        return f"{escape(key, 120)}: {', '.join(facts)}."
    emoji, _ = state_words(view, today)
    return f"{emoji} {code(key, 120)} *{facts[0]}* · {' · '.join(facts[1:])}"


def _care(care: Care, *, told: bool) -> str:
    """`promised by <@U01> for Mon 23 Nov 2026 “PO 4711”`."""
    moment = utc if told else instant
    words = f"{_WORDS.get(care.state, care.state)} by {person(care.by)}"
    if care.holder and care.holder != care.by:
        words += f", held by {person(care.holder)}"
    if care.day is not None:
        words += f" for {day(care.day)}"
    elif care.until is not None:
        words += f" until {moment(care.until)}"
    return f"{words} “{escape(care.note, 120)}”" if care.note else words
