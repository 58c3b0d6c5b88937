"""Every form in every state: one list for the pictures and the gallery."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.slack.language import _
from bot.slack.render.answer_help import note
from bot.slack.render.buttons import undo_label
from bot.slack.render.care import care_line, comes_back
from bot.slack.render.message import Block
from bot.slack.render.modals import frame, menu
from bot.slack.render.modals.forms import form
from bot.slack.render.modals.sheet import DATED, Form, Sheet
from bot.slack.render.replies import none_here, twice
from bot.slack.render.text import instant
from bot.slack.render.wording import nobody_yet, sentence
from state.model import Standing
from tests.bot.slack.care_samples import SNOOZED
from tests.bot.slack.dresses import PLAIN, Dress
from tests.bot.slack.samples import TODAY, payable, view

KEY = "acme-vps/7514880"
OVERDUE = view(payable(due=date(2026, 11, 16)))
PAID = view(payable(standing=Standing.PAID, their_status="Paid"))
BACK = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
ALL = tuple(one for one in Form if one is not Form.MORE)


def sheet(of: Form, **other: Any) -> Sheet:
    given: dict[str, Any] = {
        "about": sentence(OVERDUE, TODAY),
        "standing": nobody_yet(OVERDUE),
        "follows": "" if of is Form.MORE else comes_back(instant(BACK)),
        "day": date(2026, 12, 5) if of in DATED else None,
        "possible": ALL if of is Form.MORE else (),
        "taking": True,
    }
    return Sheet(of, KEY, **{**given, **other})


def views(dress: Dress = PLAIN) -> dict[str, Block]:
    """Each by the name of its picture."""
    about = dress.text(sentence(OVERDUE, TODAY))
    snoozed = replace(OVERDUE, care=SNOOZED)
    given_back = sheet(
        Form.MORE,
        about=about,
        standing=care_line(SNOOZED),
        taking=True,
        giving_back=undo_label(snoozed),
    )
    paid = sheet(
        Form.MORE,
        about=dress.text(sentence(PAID, TODAY)),
        standing=_("Nothing has to be decided."),
        taking=False,
        possible=(Form.NOTE,),
    )
    return {
        **{str(of): form(sheet(of, about=about), "{}") for of in Form},
        "more_taken_on": form(given_back, "{}"),
        "more_paid": form(paid, "{}"),
        "find": menu.find("{}"),
        "find_told": menu.find("{}", none_here()),
        "choose": menu.choose([KEY, dress.text("shop/18")], "{}"),
        "said": frame.said(note(twice())),
    }
