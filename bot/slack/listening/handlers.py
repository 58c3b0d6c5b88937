"""Everything that the listeners need of the bot, as plain functions."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.slack.asked import Asked, Inquiry, Shown, Unsaid
from bot.slack.commands import Query
from bot.slack.render.message import Block, Message
from bot.slack.render.modals.sheet import Form, Sheet
from bot.slack.reply import Reply
from state.clicks import Taken

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tab:
    """What the bot knows of Home tabs."""

    view: Callable[[str, bool], Payload]  # user, with Slack's newest blocks: what to publish
    opened: Callable[[str], object]  # user: looks at theirs
    choose: Callable[[str, str, str], object]  # user, which filter or list, what; kept at once
    put_away: Callable[[str], object]  # user: no first hints any more
    watched: Callable[[], list[str]]  # who looked lately
    news: Callable[[], int]  # grows whenever something has happened
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the bot can be asked; words are mrkdwn."""

    answer: Callable[[Query, str, int], Message]  # question, user, page (from 1)
    take: Callable[[Asked], Taken]  # write it down; it is on the disk then
    waiting: Callable[[], list[Asked]]  # written down and not carried out
    untold: Callable[[], list[Unsaid]]  # carried out, and nobody was told
    told: Callable[[Collection[str]], None]  # ids: these were told
    carry_out: Callable[[Asked], str | None]  # once; None: it was carried out before
    reply: Callable[[Inquiry, str], Reply]  # question, user; may take long
    answered: Callable[[Asked], None]  # a question was
    give_up: Callable[[Asked], None]  # it failed by a fault of ours
    redraw: Callable[[Shown], None]  # a message whose menu is to stand as before
    sheet: Callable[[Form, str, str, date | None], Sheet | str]  # form, invoice, user, day; or why
    check: Callable[[str | None, Callable[[Message], None]], Message]  # account, None: all; say
    seen: Callable[[str], bool]  # delivery id: True if it came before
    joined: Callable[[str], object]  # channel: the bot was let in
    home: Tab
    unfurl: Callable[[str], list[Block] | None]  # link: what stands below it; None: nothing
    failed: Callable[[Exception], None]  # records a fault of ours
    now: Callable[[], datetime]
    who: Callable[[], Message]  # who is on call
    why: Callable[[str], Message]  # key: which rule said what
