"""One form for each decision: what it asks for, and what follows from it."""

from bot.slack.language import _
from bot.slack.render.message import Block
from bot.slack.render.modals.frame import (
    day_input,
    follows,
    heading,
    modal,
    note_input,
    person_input,
)
from bot.slack.render.modals.menu import more
from bot.slack.render.modals.sheet import Form, Sheet


def form(sheet: Sheet, metadata: str) -> Block:
    """The view of a sheet; `metadata` comes back with it when it is submitted."""
    return _FORMS[sheet.form](sheet, metadata)


def snooze(sheet: Sheet, metadata: str) -> Block:
    """Not now; when it comes back."""
    blocks = [*heading(sheet), day_input(_("Until"), sheet.day), follows(sheet), note_input()]
    return modal(_("Snooze"), blocks, metadata, submit=_("Snooze"))


def promise(sheet: Sheet, metadata: str) -> Block:
    """It will be paid on a day; what becomes of a promise that is not kept."""
    asked = day_input(_("It will be paid on"), sheet.day)
    blocks = [*heading(sheet), asked, follows(sheet), note_input()]
    return modal(_("Promise a day"), blocks, metadata, submit=_("Promise"))


def waiting(sheet: Sheet, metadata: str) -> Block:
    """It is paid; how long the provider is given to show it."""
    asked = day_input(_("Ask again on"), sheet.day)
    noted = note_input(hint=_("For instance how it was paid, or the number of the transfer"))
    blocks = [*heading(sheet), asked, follows(sheet), noted]
    return modal(_("It is paid"), blocks, metadata, submit=_("Save"))


def assign(sheet: Sheet, metadata: str) -> Block:
    """Somebody is asked to see to it."""
    blocks = [*heading(sheet), person_input(_("Who sees to it")), follows(sheet), note_input()]
    return modal(_("Assign"), blocks, metadata, submit=_("Assign"))


def dispute(sheet: Sheet, metadata: str) -> Block:
    """It is not owed as it stands."""
    asked = day_input(_("Look at it again on"), sheet.day)
    why = note_input(_("What is wrong with it"), needed=True)
    blocks = [*heading(sheet), why, asked, follows(sheet)]
    return modal(_("Dispute"), blocks, metadata, submit=_("Dispute"))


def mute(sheet: Sheet, metadata: str) -> Block:
    """Not a word about it until a day."""
    blocks = [*heading(sheet), day_input(_("Until"), sheet.day), follows(sheet), note_input()]
    return modal(_("Mute this invoice"), blocks, metadata, submit=_("Mute"))


def note(sheet: Sheet, metadata: str) -> Block:
    """A word for the others."""
    blocks = [*heading(sheet), note_input(needed=True), follows(sheet)]
    return modal(_("Add a note"), blocks, metadata, submit=_("Add"))


_FORMS = {
    Form.MORE: more,
    Form.SNOOZE: snooze,
    Form.PROMISE: promise,
    Form.WAITING: waiting,
    Form.ASSIGN: assign,
    Form.DISPUTE: dispute,
    Form.MUTE: mute,
    Form.NOTE: note,
}
