"""The parts that all forms are made of. Limits are Slack's own (docs.slack.dev, views)."""

from collections.abc import Sequence
from datetime import date

from bot.slack.language import _
from bot.slack.render import message as slack
from bot.slack.render.care import NOTE_LIMIT
from bot.slack.render.message import Block, Message, mrkdwn, plain_text
from bot.slack.render.modals.sheet import CARE, Sheet
from bot.slack.render.safe import width
from bot.slack.render.text import plain

MAX_TITLE = 24
MAX_BLOCKS = 100
MAX_OPTIONS = 100
MAX_ENTRY, MAX_VALUE = 75, 150  # of an option
DAY, HOLDER, NOTE, REFERENCE = "day", "holder", "note", "reference"  # inputs and their blocks


def modal(
    title: str,
    blocks: Sequence[Block],
    metadata: str = "",
    *,
    submit: str | None = None,
    callback: str = CARE,
) -> Block:
    """A view to open; without `submit` there is nothing to send."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain_text(title),
        "close": plain_text(_("Cancel") if submit else _("Close")),
        "private_metadata": metadata,
        "blocks": list(blocks),
    }
    return view | ({"submit": plain_text(submit)} if submit else {})


def said(message: Message) -> Block:
    """An answer in the place of the form that was asked."""
    return modal("Duewatch", message.blocks)


def heading(sheet: Sheet) -> list[Block]:
    """Which invoice it is about, and who has it in hand."""
    return [
        slack.section(plain_text(plain(sheet.about, 600) or sheet.key)),
        slack.context(mrkdwn(slack.fitting(sheet.standing, slack.MAX_FIELD))),
    ]


def follows(sheet: Sheet) -> Block:
    """What comes of it, before it is submitted."""
    return slack.section(mrkdwn(slack.fitting(sheet.follows, slack.MAX_SECTION)))


def day_input(label: str, chosen: date | None) -> Block:
    """A day; choosing another one shows at once what follows from it."""
    element: Block = {"type": "datepicker", "action_id": DAY}
    if chosen is not None:
        element["initial_date"] = chosen.isoformat()
    return _input(DAY, label, element) | {"dispatch_action": True}


def person_input(label: str) -> Block:
    """Somebody of the workspace."""
    return _input(HOLDER, label, {"type": "users_select", "action_id": HOLDER})


def note_input(label: str = "", *, needed: bool = False, hint: str | None = None) -> Block:
    """Words for the thread and the history; called a note where nothing else is said."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": NOTE,
        "multiline": True,
        "max_length": NOTE_LIMIT,
    }
    made = _input(NOTE, label or _("Note"), element) | ({} if needed else {"optional": True})
    return made | ({"hint": plain_text(hint)} if hint else {})


def reference_input(label: str, hint: str) -> Block:
    """A number or key as somebody knows it."""
    element: Block = {"type": "plain_text_input", "action_id": REFERENCE, "max_length": 200}
    return _input(REFERENCE, label, element) | {"hint": plain_text(hint)}


def choice_input(label: str, keys: Sequence[str]) -> Block:
    """One of several invoices."""
    options = [
        {"text": plain_text(plain(key, MAX_ENTRY)), "value": key}
        for key in keys
        if width(key) <= MAX_VALUE
    ]
    return _input(
        REFERENCE, label, {"type": "static_select", "action_id": REFERENCE, "options": options}
    )


def _input(block: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": block, "label": plain_text(label), "element": element}
