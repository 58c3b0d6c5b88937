"""Forms: opened while the trigger is fresh, kept up to date, checked and taken."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt import Ack

from bot.slack import deeds
from bot.slack.asked import Asked
from bot.slack.calls import Calls
from bot.slack.deeds import Deed
from bot.slack.listening import arrived
from bot.slack.listening.errands import Errands
from bot.slack.listening.handlers import Handlers
from bot.slack.moments import On
from bot.slack.refusals import Fault
from bot.slack.render.answer_help import note
from bot.slack.render.modals import frame, menu
from bot.slack.render.modals.forms import form as drawn
from bot.slack.render.modals.sheet import DATED, Form, Sheet
from bot.slack.render.replies import empty, not_in_time

Payload = dict[str, Any]

TYPED = {
    Form.MORE: "help",
    Form.SNOOZE: "snooze {} 3d",
    Form.PROMISE: "promise {} fri",
    Form.WAITING: "paid {}",
    Form.ASSIGN: "assign {} @user",
    Form.DISPUTE: "dispute {} REASON",
    Form.MUTE: "mute {} 7d",
    Form.NOTE: "note {} TEXT",
}  # what one can type instead


@dataclass(frozen=True, slots=True)
class Forms:
    """Shows forms and takes what people send with them."""

    handlers: Handlers
    errands: Errands
    calls: Calls
    command: str

    def show(self, body: Payload, form: Form, reference: str, source: str = "modal") -> None:
        """Open a form for one invoice, or say why there is none for this person now."""
        self._at_once(body, lambda: self._show(body, form, reference, source))

    def find(self, body: Payload, told: str = "") -> None:
        """Ask which invoice is meant."""
        kept = arrived.carried("", "", arrived.place(body), "shortcut")
        self._at_once(body, lambda: self._open(body, menu.find(kept, told), "help"))

    def choose(self, body: Payload, keys: list[str]) -> None:
        """Ask which of these invoices is meant."""
        kept = arrived.carried("", "", arrived.place(body), "shortcut")
        self._at_once(body, lambda: self._open(body, menu.choose(keys, kept), "help"))

    def _show(self, body: Payload, form: Form, reference: str, source: str) -> None:
        sheet = self.handlers.sheet(form, reference, arrived.user(body), None)
        if isinstance(sheet, Sheet):
            kept = arrived.carried(form, sheet.key, arrived.place(body), source)
            self._open(body, drawn(sheet, kept), TYPED[form].format(sheet.key))
        else:
            self._say(body, sheet)

    def _open(self, body: Payload, view: Payload, typed: str) -> None:
        """Show a view: in the place of the form that is open, else on a fresh trigger."""
        inside, web = arrived.place(body).view, self.calls.web
        if inside:
            opened = self.calls.ask(web.views_update, "", view_id=inside, view=view)
        else:
            trigger = body.get("trigger_id")
            opened = self.calls.ask(web.views_open, "", trigger_id=trigger, view=view)
        if isinstance(opened, Fault):
            self._say(body, not_in_time(f"{self.command} {typed}"))

    def on_day(self, ack: Ack, body: Payload) -> None:
        """Another day was chosen: the form shows what follows from that."""
        ack()
        if arrived.metadata(body["view"]).get("form") in set(Form):
            self._at_once(body, lambda: self._redraw(body))

    def _redraw(self, body: Payload) -> None:
        view = body["view"]
        told, chosen = arrived.metadata(view), _day(body["actions"][0].get("selected_date"))
        sheet = self.handlers.sheet(Form(told["form"]), told["key"], arrived.user(body), chosen)
        if isinstance(sheet, Sheet):
            anew, given = drawn(sheet, view["private_metadata"]), {"hash": view.get("hash")}
            # a fault is no harm: what follows is said again when it is submitted
            self.calls.ask(self.calls.web.views_update, "", view=anew, view_id=view["id"], **given)

    def on_submit(self, ack: Ack, body: Payload) -> None:
        """A form was sent: say what is wrong beside it, or write it down and take it."""
        told, held = arrived.metadata(body["view"]), _held(body["view"])
        if told.get("form") not in set(Form):
            ack()
            return
        form, user = Form(told["form"]), arrived.user(body)
        sheet = self.handlers.sheet(form, told["key"], user, _day(held.get(frame.DAY)))
        if not isinstance(sheet, Sheet):
            ack(response_action="update", view=frame.said(note(sheet)))
        elif wrong := _wrong(sheet, held):
            ack(response_action="errors", errors=wrong)
        else:
            self._take(ack, body, _deed(sheet, held), told.get("source", "modal"))

    def on_found(self, ack: Ack, body: Payload) -> None:
        """An invoice was named: show what can be done about it."""
        reference = str(_held(body["view"]).get(frame.REFERENCE) or "").strip()
        sheet = self.handlers.sheet(Form.MORE, reference, arrived.user(body), None)
        if isinstance(sheet, Sheet):
            kept = arrived.carried(Form.MORE, sheet.key, arrived.place(body), "shortcut")
            ack(response_action="update", view=drawn(sheet, kept))
        else:
            ack(response_action="errors", errors={frame.REFERENCE: _bare(sheet)})

    def _take(self, ack: Ack, body: Payload, deed: Deed, source: str) -> None:
        user, place = arrived.user(body), arrived.place(body)
        asked = Asked(arrived.delivery(body), user, source, place, deed)
        answer = self.errands.take(asked)
        ack()
        if answer is not None:
            self.errands.tell_when_done(asked, answer)

    def _at_once(self, body: Payload, work: Callable[[], None]) -> None:
        self.errands.at_once(arrived.user(body), arrived.place(body), work)

    def _say(self, body: Payload, words: str) -> None:
        self.errands.later(arrived.user(body), arrived.place(body), lambda: note(words))


def _held(view: Payload) -> dict[str, Any]:
    """What was entered, by block."""
    held: dict[str, Any] = {}
    for block, actions in ((view.get("state") or {}).get("values") or {}).items():
        for entered in actions.values():
            chosen = (entered.get("selected_option") or {}).get("value")
            told = (entered.get("selected_date"), entered.get("selected_user"), chosen)
            held[block] = next((one for one in told if one), entered.get("value"))
    return held


def _wrong(sheet: Sheet, held: dict[str, Any]) -> dict[str, str]:
    """What Slack itself does not complain about, by block."""
    wrong = {}
    if sheet.form in DATED and sheet.refused:
        wrong[frame.DAY] = sheet.refused
    if sheet.form in (Form.NOTE, Form.DISPUTE) and not _words(held):
        wrong[frame.NOTE] = empty()
    return wrong


def _deed(sheet: Sheet, held: dict[str, Any]) -> Deed:
    """What a form that is complete asks for."""
    words = _words(held)
    match sheet.form:
        case Form.ASSIGN:
            return deeds.Assign(sheet.key, str(held[frame.HOLDER]), words)
        case Form.NOTE | Form.MORE:
            return deeds.Note(sheet.key, words or "")
        case _:
            return _until(sheet, words)


def _until(sheet: Sheet, words: str | None) -> Deed:
    if sheet.day is None:
        raise ValueError(f"the form {sheet.form} was made without a day")
    day = On(sheet.day)
    match sheet.form:
        case Form.SNOOZE:
            return deeds.Snooze(sheet.key, day, words)
        case Form.PROMISE:
            return deeds.Promise(sheet.key, day, words)
        case Form.WAITING:
            return deeds.Waiting(sheet.key, words, day)
        case Form.DISPUTE:
            return deeds.Dispute(sheet.key, words, day)
        case _:
            return deeds.Mute(sheet.key, day, words)


def _words(held: dict[str, Any]) -> str | None:
    return " ".join(str(held.get(frame.NOTE) or "").split()) or None


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def _bare(words: str) -> str:
    """Words for a place where Slack formats nothing."""
    return html.unescape(words).replace("`", "")
