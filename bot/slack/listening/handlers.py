"""Everything that the listeners need of the bot, as plain functions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.slack.asked import Asked, Shown
from bot.slack.commands import Query
from bot.slack.render.message import Block, Message
from bot.slack.render.modals.sheet import Form, Sheet
from state.clicks import Taken

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the bot can be asked; words are mrkdwn."""

    answer: Callable[[Query, str, int], Message]  # question, user, page (from 1)
    take: Callable[[Asked], Taken]  # write it down; it is on the disk then
    waiting: Callable[[], list[Asked]]  # written down and not carried out
    carry_out: Callable[[Asked], str | None]  # once; None: it was carried out before
    give_up: Callable[[Asked], None]  # it failed by a fault of ours
    redraw: Callable[[Shown], None]  # a message whose menu is to stand as before
    sheet: Callable[[Form, str, str, date | None], Sheet | str]  # form, invoice, user, day; or why
    check: Callable[[str | None], Message]  # account as typed, None: all; may take long
    seen: Callable[[str], bool]  # delivery id: True if it came before
    joined: Callable[[str], object]  # channel: the bot was let in
    home: Callable[[str], Payload]  # user: the view to publish
    put_away: Callable[[str], object]  # user: no first hints on the Home tab any more
    unfurl: Callable[[str], list[Block] | None]  # link: what stands below it; None: nothing
    failed: Callable[[Exception], None]  # records a fault of ours
    who: Callable[[], Message]  # who is on call
    why: Callable[[str], Message]  # key: which rule said what
