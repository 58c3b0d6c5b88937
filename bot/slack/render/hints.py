"""The first thing on somebody's Home tab: what the bot does, and three things to try."""

from collections.abc import Callable

from bot.slack.language import _
from bot.slack.render import message as slack
from bot.slack.render.message import Block, mrkdwn
from bot.slack.render.text import code

PUT_AWAY = "hints_put_away"  # what Slack calls the button by that ends them


def introduction() -> str:
    """What the bot does, in a sentence."""
    return _(
        "👋 I watch the invoices of hosting and billing providers, and say what is new, due, "
        "overdue or paid."
    )


def to_try(command: str, shown: Callable[[str], str]) -> list[str]:
    """Three things to try, a line each; `shown` is how a command is written there."""
    now, due, take = (shown(f"{command}{words}") for words in ("", " due 7d", " ack 7514880"))
    tried = [
        _("{command} shows what needs attention now.", command=now),
        _("{command} shows what falls due within a week.", command=due),
        _(
            "The first button below an invoice takes it on; {command} does the same by number.",
            command=take,
        ),
    ]
    return [_("Three things to try:"), *(f"• {one}" for one in tried)]


def hints(*, command: str = "/invoices") -> list[Block]:
    """The bot introduced, with a button for what can be tried here and one to end it."""
    lines = [introduction(), *to_try(command, code)]
    return [
        slack.section(mrkdwn("\n".join(lines))),
        slack.actions(
            slack.button(_("What needs attention"), "page_try_now", "1|"),
            slack.button(_("Due within a week"), "page_try_due", "1|due 7d"),
            slack.button(_("Got it, do not show this again"), PUT_AWAY, "all"),
        ),
        {"type": "divider"},
    ]
