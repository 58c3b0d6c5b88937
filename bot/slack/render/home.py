"""The Home tab: what is mine, what needs somebody, what is owed, how the accounts are doing.

It is drawn for one person, with what they chose to see and what they may do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.answer_freshness import warnings
from bot.slack.render.home_accounts import health
from bot.slack.render.home_choice import Choice
from bot.slack.render.home_figures import owed
from bot.slack.render.home_filters import filters
from bot.slack.render.home_lists import Allowed, Listed, mine, needing
from bot.slack.render.message import Block, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import code, instant
from bot.slack.words import When
from state.search import Part
from state.store import AccountView
from state.totals import Total

_DIVIDER: Block = {"type": "divider"}


@dataclass(frozen=True, slots=True)
class Home:
    """Everything that stands on somebody's Home tab."""

    choice: Choice
    mine: Listed
    needing: Listed
    totals: Sequence[Total]  # of all that is owed, as far as it was chosen
    owed: Sequence[Part]  # the same by due date
    soon: Sequence[Part]  # what of it falls due within so many days
    days: int
    accounts: Sequence[AccountView]  # all that are watched
    about: Sequence[AccountView]  # those that were chosen
    now: datetime
    allowed: Allowed = field(default_factory=Allowed)


def home(shown: Home, *, command: str = "/invoices", rich: bool = False) -> dict[str, Any]:
    """The view to publish; `rich` with Slack's own chart, else with what every client draws."""
    blocks: list[Block] = [slack.header(_("Invoices at a glance"))]
    if shown.accounts:
        names = [view.account.name for view in shown.accounts]
        blocks += [filters(shown.choice, names, shown.days), *_lists(shown), _DIVIDER]
    if _known(shown):
        blocks += owed(shown.totals, shown.owed, shown.soon, shown.days, rich=rich)
        blocks.append(_DIVIDER)
    blocks += health(shown.accounts, shown.now, command=command)
    hint = _("{command} shows what you can ask anywhere", command=code(f"{command} help"))
    as_of = _("As of {moment}", moment=instant(shown.now))
    return {"type": "home", "blocks": [*blocks, slack.context(mrkdwn(f"{as_of} · {hint}"))]}


def _known(shown: Home) -> bool:
    """Whether any of the chosen accounts was ever read."""
    return any(view.checked_at is not None for view in shown.about)


def _lists(shown: Home) -> list[Block]:
    if not _known(shown):
        said = _("Nothing is known yet: none of these accounts was ever checked.")
        return [slack.section(mrkdwn(f"❔ *{said}*"))]
    listed = needing(shown.needing, shown.choice.when, shown.allowed) or [_nothing(shown)]
    return [
        *mine(shown.mine, shown.allowed),
        _DIVIDER,
        *listed,
        *_doubts(shown),
        *_who_may(shown.allowed),
    ]


def _nothing(shown: Home) -> Block:
    """Nothing needs anybody; said only as far as it is known."""
    match shown.choice.when:
        case When.OVERDUE:
            words = _("Nothing overdue needs anybody")
        case When.OPEN:
            words = _("Nothing open needs anybody")
        case _:
            words = _n(
                "Nothing overdue or due within {number} day needs anybody",
                "Nothing overdue or due within {number} days needs anybody",
                shown.days,
            )
    if not _doubted(shown):
        return slack.section(mrkdwn(f"✅ *{words}*"))
    so_far = _("as far as is known:")
    return slack.section(mrkdwn(f"*{words}*, {so_far}"))


def _doubted(shown: Home) -> list[str]:
    return warnings(shown.about, shown.now, instant, "⚠️ ")


def _doubts(shown: Home) -> list[Block]:
    """What the lists cannot tell, in full size where they are empty."""
    lines = _doubted(shown)
    if not lines or not shown.needing.count:
        return stacked(lines)
    return [slack.context(mrkdwn(slack.fitting("\n".join(lines), slack.MAX_FIELD)))]


def _who_may(allowed: Allowed) -> list[Block]:
    if allowed.care:
        return []
    said = _("Only {people} may take care of invoices.", people=allowed.who)
    return [slack.context(mrkdwn(said))]
