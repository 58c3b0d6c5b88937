"""The hand-over: what the one who is on call now takes over from the one before."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.answer_who import more_of, names
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import (
    care_word,
    code,
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
    title = f"{_greeting(to)} {_title(len(held), old)}"
    shown = held[:_MOST]
    seen = [_line(view, today(view.account), told=False) for view in shown]
    heard = [_line(view, today(view.account), told=True) for view in shown]
    more = more_of(len(held) - len(shown))
    hint = _(
        "{assign} passes one on; {who} lists all",
        assign=code(f"{command} assign KEY @name"),
        who=code(f"{command} who"),
    )
    blocks = [*stacked([f"*{title}*", *seen, *more]), slack.context(mrkdwn(hint))]
    return Message(slack.fitting("\n".join([title, *heard, *more])), tuple(blocks))


def _is_held(view: InvoiceView, people: Collection[str]) -> bool:
    care = view.care
    if care is None or care.state is CareState.MUTED or not view.invoice.is_owed:
        return False
    return care.held_by in people


def _greeting(to: str) -> str:
    if to:
        return _("{person}, you are on call now.", person=person(to))
    return _("You are on call now.")


def _title(number: int, old: str) -> str:
    if not number:
        return _("Nothing that {people} took on is still owed.", people=old)
    return _n(
        "Of what {people} took on, {number} invoice is still owed:",
        "Of what {people} took on, {number} invoices are still owed:",
        number,
        people=old,
    )


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
    words = _decision(care, utc if told else instant)
    if not care.note:
        return words
    return _("{decision} “{note}”", decision=words, note=escape(care.note, 120))


def _decision(care: Care, moment: Callable[[datetime], str]) -> str:
    """Who decided what, who holds it, and until when."""
    said = _("{decision} by {person}", decision=_word(care.state), person=person(care.by))
    if care.holder and care.holder != care.by:
        said = _("{decision}, held by {person}", decision=said, person=person(care.holder))
    if care.day is not None:
        return _("{decision} for {day}", decision=said, day=day(care.day))
    if care.until is not None:
        return _("{decision} until {end}", decision=said, end=moment(care.until))
    return said


def _word(state: CareState) -> str:
    return _("reported paid") if state is CareState.WAITING else care_word(state)
