"""What a form shows before it is submitted: what is possible, for whom, and what follows."""

from datetime import date, datetime, timedelta

from bot.actions import cautions, rules, times
from bot.actions.desk import DISPUTES, WAITS, Desk
from bot.actions.named import unclear
from bot.actions.thanks import sentences
from bot.answers.lookup import Unclear, find
from bot.listing import today_in
from bot.roles import Right
from bot.slack.language import _
from bot.slack.moments import LONGEST
from bot.slack.render.buttons import undo_label
from bot.slack.render.care import care_line
from bot.slack.render.modals.sheet import DATED, Form, Sheet
from bot.slack.render.text import day, instant, is_acknowledged
from bot.slack.render.wording import nobody_yet, sentence
from state.model import InvoiceView

_PROPOSED = {
    Form.SNOOZE: timedelta(days=3),
    Form.PROMISE: timedelta(days=7),
    Form.WAITING: WAITS,
    Form.DISPUTE: DISPUTES,
    Form.MUTE: timedelta(days=7),
}


def sheet(desk: Desk, form: Form, reference: str, user: str, chosen: date | None) -> Sheet | str:
    """A form about one invoice for one person, or why there is none (mrkdwn)."""
    view = find(desk.store, reference)
    if isinstance(view, Unclear):
        return unclear(view, desk.command)
    if form not in (Form.MORE, Form.NOTE) and (over := rules.settled(view)):
        return _("{settled}; there is nothing to decide.", settled=over)
    if refusal := desk.roles.refusal(user, takes(desk, form, view)):
        return refusal
    at = desk.now()
    asked = (chosen or _proposed(desk, form, at)) if form in DATED else None
    refused = _refused(desk, form, asked, at) if asked else None
    nothing = _("Nothing has to be decided.")
    return Sheet(
        form,
        str(view.invoice.key),
        sentence(view, today_in(view.account, at)),
        care_line(view.care) if view.care else nobody_yet(view) or nothing,
        refused or _follows(desk, form, view, asked, at),
        asked,
        refused,
        _possible(desk, view, user) if form is Form.MORE else (),
        taking=view.invoice.is_owed and not is_acknowledged(view),
        giving_back=undo_label(view),
    )


def takes(desk: Desk, form: Form, view: InvoiceView) -> Right:
    """Which right a form needs; the desk asks again when it is submitted."""
    match form:
        case Form.DISPUTE:
            return Right.MANAGE
        case Form.PROMISE:
            return desk.to_promise(view)
        case _:
            return Right.CARE


def _possible(desk: Desk, view: InvoiceView, user: str) -> tuple[Form, ...]:
    """What this person may do about it now."""
    if not view.invoice.is_owed:
        return (Form.NOTE,)
    forms = [form for form in Form if form is not Form.MORE]
    return tuple(
        form for form in forms if desk.roles.refusal(user, takes(desk, form, view)) is None
    )


def _proposed(desk: Desk, form: Form, at: datetime) -> date:
    """The day that a form begins with: a working day after the usual time."""
    opening = times.opening_from(times.today(at, desk.hours) + _PROPOSED[form], desk.hours)
    return times.today(opening, desk.hours)


def _refused(desk: Desk, form: Form, asked: date, at: datetime) -> str | None:
    """Why a day will not do, in plain words; None if it will."""
    today = times.today(at, desk.hours)
    if asked > today + LONGEST:
        return _("That is more than ten years away; choose an earlier day.")
    if form is Form.PROMISE:
        return _("{day} has passed already.", day=day(asked)) if asked < today else None
    if times.opening_from(asked, desk.hours) <= at:
        return _("That day has begun already; choose a later one.")
    return None


def _follows(desk: Desk, form: Form, view: InvoiceView, asked: date | None, at: datetime) -> str:
    if form is Form.MORE:
        return ""
    if asked is None:
        return _consequence(form, "")
    countdown = desk.suspends(view)
    if form is Form.PROMISE:
        until = times.after(asked, desk.hours)
        warning = cautions.too_late_to_pay(countdown, asked, at)
    else:
        until = times.opening_from(asked, desk.hours)
        warning = cautions.silent_too_long(countdown, until, at)
    return sentences(_consequence(form, instant(until)), warning)


def _consequence(form: Form, end: str) -> str:
    """What happens if the form is submitted; `end` is when it comes back."""
    return {
        Form.SNOOZE: _("It comes back {moment} if it is still unpaid.", moment=end),
        Form.MUTE: _(
            "Nothing is said about it until {moment}; then it comes back if it is still unpaid.",
            moment=end,
        ),
        Form.WAITING: _(
            "It comes back {moment} if the provider does not show the payment until then.",
            moment=end,
        ),
        Form.DISPUTE: _("Reminders wait. It comes back {moment} if it is still open.", moment=end),
        Form.PROMISE: _("It comes back {moment} if it is not paid until then.", moment=end),
        Form.ASSIGN: _("Reminders go on, and address whoever you name."),
        Form.NOTE: _("Everybody reads it in the thread of the invoice. Nothing else changes."),
    }[form]
