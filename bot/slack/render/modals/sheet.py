"""What a form needs to know about an invoice."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CARE, FIND = "care", "find_invoice"  # what Slack calls the forms by when one is submitted


class Form(StrEnum):
    """Which form."""

    MORE = "more"  # everything that can be done, to choose from
    SNOOZE = "snooze"
    PROMISE = "promise"
    WAITING = "waiting"
    ASSIGN = "assign"
    DISPUTE = "dispute"
    MUTE = "mute"
    NOTE = "note"


DATED = (Form.SNOOZE, Form.PROMISE, Form.WAITING, Form.DISPUTE, Form.MUTE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form about one invoice, for one person."""

    form: Form
    key: str
    about: str  # plain: who owes what, when
    standing: str  # mrkdwn: who has it in hand
    follows: str  # mrkdwn: what follows from submitting it as it stands
    day: date | None = None  # where a day is asked for: the one that is proposed or was chosen
    refused: str | None = None  # plain: why that day will not do
    possible: tuple[Form, ...] = ()  # what this person may do now
    taking: bool = False  # it can be acknowledged
    giving_back: str | None = None  # what giving it back is called; None: nothing to give back
