"""One form for each decision: what it asks for, and what follows from it."""

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
    blocks = [*heading(sheet), day_input("Until", sheet.day), follows(sheet), note_input()]
    return modal("Snooze", blocks, metadata, submit="Snooze")


def promise(sheet: Sheet, metadata: str) -> Block:
    """It will be paid on a day; what becomes of a promise that is not kept."""
    asked = day_input("It will be paid on", sheet.day)
    blocks = [*heading(sheet), asked, follows(sheet), note_input()]
    return modal("Promise a day", blocks, metadata, submit="Promise")


def waiting(sheet: Sheet, metadata: str) -> Block:
    """It is paid; how long the provider is given to show it."""
    asked = day_input("Ask again on", sheet.day)
    noted = note_input(hint="For instance how it was paid, or the number of the transfer")
    return modal(
        "It is paid", [*heading(sheet), asked, follows(sheet), noted], metadata, submit="Save"
    )


def assign(sheet: Sheet, metadata: str) -> Block:
    """Somebody is asked to see to it."""
    blocks = [*heading(sheet), person_input("Who sees to it"), follows(sheet), note_input()]
    return modal("Assign", blocks, metadata, submit="Assign")


def dispute(sheet: Sheet, metadata: str) -> Block:
    """It is not owed as it stands."""
    asked = day_input("Look at it again on", sheet.day)
    why = note_input("What is wrong with it", needed=True)
    return modal(
        "Dispute", [*heading(sheet), why, asked, follows(sheet)], metadata, submit="Dispute"
    )


def mute(sheet: Sheet, metadata: str) -> Block:
    """Not a word about it until a day."""
    blocks = [*heading(sheet), day_input("Until", sheet.day), follows(sheet), note_input()]
    return modal("Mute this invoice", blocks, metadata, submit="Mute")


def note(sheet: Sheet, metadata: str) -> Block:
    """A word for the others."""
    blocks = [*heading(sheet), note_input(needed=True), follows(sheet)]
    return modal("Add a note", blocks, metadata, submit="Add")


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
