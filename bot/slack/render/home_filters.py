"""The filters of a Home tab, as menus that show what is chosen."""

from collections.abc import Mapping, Sequence

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.home_choice import ACCOUNT, ALL, DIRECTION, EVERYTHING, WHEN, WHENS, Choice
from bot.slack.render.message import Block, plain_text
from bot.slack.render.safe import plain, width
from bot.slack.words import When
from state.model import Direction

CHOOSES = "home_choose_"  # what the names of the menus begin with
_MOST_OPTIONS = 100
_MAX_LABEL, _MAX_VALUE = 75, 150


def filters(choice: Choice, accounts: Sequence[str], days: int) -> Block:
    """A row of menus; `accounts` are the names of those that are watched, `days` is "soon"."""
    menus = [
        _menu(WHEN, _whens(days), choice.when),
        _menu(DIRECTION, _directions(), choice.direction or ALL),
    ]
    if names := _names(accounts, choice):
        menus.append(_menu(ACCOUNT, names, choice.account or ALL))
    if choice.is_filtered:
        menus.append(slack.button(_("Show everything"), f"{CHOOSES}{EVERYTHING}", ALL))
    return slack.actions(*menus)


def _menu(what: str, entries: Mapping[str, str], chosen: str) -> Block:
    """A menu by value and label; what is chosen now stands in it."""
    options = {
        value: {"text": plain_text(plain(label, _MAX_LABEL)), "value": value}
        for value, label in entries.items()
    }
    menu: Block = {
        "type": "static_select",
        "action_id": f"{CHOOSES}{what}",
        "placeholder": plain_text(_("Filter")),
        "options": list(options.values()),
    }
    return menu | ({"initial_option": options[chosen]} if chosen in options else {})


def _whens(days: int) -> dict[str, str]:
    soon = _n("Overdue or due within {number} day", "Overdue or due within {number} days", days)
    words = {
        When.ATTENTION: soon,
        When.OVERDUE: _("Only what is overdue"),
        When.OPEN: _("Everything that is open"),
    }
    return {when.value: words[when] for when in WHENS}


def _directions() -> dict[str, str]:
    return {
        ALL: _("Both directions"),
        Direction.PAYABLE.value: _("What we owe"),
        Direction.RECEIVABLE.value: _("What is owed to us"),
    }


def _names(accounts: Sequence[str], choice: Choice) -> dict[str, str]:
    """Every account that fits into a menu, the chosen one always; none where there is one."""
    if len(accounts) < 2 and choice.account is None:
        return {}
    names = sorted(name for name in accounts if width(name) <= _MAX_VALUE)[: _MOST_OPTIONS - 1]
    if choice.account is not None and choice.account not in names:
        names[-1:] = [choice.account]
    return {ALL: _("All accounts"), **{name: name for name in names}}
