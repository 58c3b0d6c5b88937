"""One invoice in a list: two or three short lines, or one sentence to be heard."""

from dataclasses import dataclass
from datetime import date

from bot.slack.language import _
from bot.slack.render import wording
from bot.slack.render.care import care_short
from bot.slack.render.countdown import countdown
from bot.slack.render.text import (
    code,
    due_words,
    escape,
    owed,
    state_words,
)
from state.model import Direction, InvoiceView, Standing


@dataclass(frozen=True, slots=True)
class Row:
    """An invoice with the date it is where its account's days begin and end."""

    view: InvoiceView
    today: date

    @property
    def is_overdue(self) -> bool:
        """True when it is owed and past its due date."""
        return self.view.invoice.is_overdue(self.today)

    def is_due_within(self, days: int) -> bool:
        """True when its due date is today or at most so many days away; overdue is not."""
        passed = self.view.invoice.days_overdue(self.today)
        return passed is not None and -days <= passed <= 0


ROOMS = (80, 30, 0)  # characters of each text, fewer where a page of them would not fit


def shown(row: Row, room: int = ROOMS[0]) -> str:
    """The lines of a row: state, key, amount, days; what for and who has it; when services stop.

    Without room for the texts it is the first line alone.
    """
    view = row.view
    emoji = state_words(view, row.today)[0]
    facts = [f"*{escape(owed(view.invoice), 80)}*", escape(_when(row))]
    first = f"{emoji} {code(str(view.invoice.key), room + 40)} {' · '.join(facts)}"
    if not room:
        return first
    more = [
        escape(words, room) for words in (_client(view), wording.purpose(view.invoice)) if words
    ]
    if view.care is not None:
        more.append(care_short(view.care))
    stops = countdown(view)
    lines = [first, " · ".join(more), escape(f"⏳ {stops}") if stops else ""]
    return "\n      ".join(line for line in lines if line)


def said(row: Row) -> str:
    """The same in one sentence, for screen readers and notifications."""
    view = row.view
    parts = [owed(view.invoice), _when(row), _client(view), wording.purpose(view.invoice)]
    facts = ", ".join(escape(part, 80) for part in parts if part)
    if stops := countdown(view):
        facts = f"{facts}, {escape(stops)}"
    taken = care_short(view.care) if view.care else _("not acknowledged")
    named = escape(f"{view.invoice.key}:", 120)  # with the colon, or `:key:` might be an emoji
    return f"{named} {facts}, {taken}."


def _when(row: Row) -> str:
    due = due_words(row.view.invoice.due, row.today)
    return _("{due}, unclear", due=due) if row.view.invoice.standing is Standing.UNKNOWN else due


def _client(view: InvoiceView) -> str:
    if view.account.direction is Direction.PAYABLE:
        return ""
    return view.invoice.client or _("client unknown")
