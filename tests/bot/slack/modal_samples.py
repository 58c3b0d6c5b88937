"""Every form in every state: one list for the pictures and the gallery."""

from datetime import date
from typing import Any

from bot.slack.render.answer_help import note
from bot.slack.render.message import Block
from bot.slack.render.modals import frame, menu
from bot.slack.render.modals.forms import form
from bot.slack.render.modals.sheet import DATED, Form, Sheet
from tests.bot.slack.dresses import PLAIN, Dress

KEY = "acme-vps/7514880"
ABOUT = "Overdue: we owe InterServer 12.50 USD for VPS Slice 2, due Mon 16 Nov 2026"
BACK = "It comes back Mon 7 Dec 09:00 if it is still unpaid."
TOLD = "I find no invoice in this message. Which one do you mean?"
ALL = tuple(one for one in Form if one is not Form.MORE)


def sheet(of: Form, **other: Any) -> Sheet:
    given: dict[str, Any] = {
        "about": ABOUT,
        "standing": "Not acknowledged.",
        "follows": "" if of is Form.MORE else BACK,
        "day": date(2026, 12, 5) if of in DATED else None,
        "possible": ALL if of is Form.MORE else (),
        "taking": True,
    }
    return Sheet(of, KEY, **{**given, **other})


def views(dress: Dress = PLAIN) -> dict[str, Block]:
    """Each by the name of its picture."""
    about = dress.text(ABOUT)
    given_back = sheet(Form.MORE, about=about, taking=False, giving_back="End snooze")
    paid = sheet(Form.MORE, about=about, taking=False, possible=(Form.NOTE,))
    return {
        **{str(of): form(sheet(of, about=about), "{}") for of in Form},
        "more_taken_on": form(given_back, "{}"),
        "more_paid": form(paid, "{}"),
        "find": menu.find("{}"),
        "find_told": menu.find("{}", TOLD),
        "choose": menu.choose([KEY, dress.text("shop/18")], "{}"),
        "said": frame.said(note("You have taken on `acme-vps/7514880`.")),
    }
