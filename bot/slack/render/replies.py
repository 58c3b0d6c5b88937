"""What a listener says by itself, before or instead of an answer. Nothing here needs escaping."""

from bot.slack.language import _
from bot.slack.render.text import code


def sorry() -> str:
    """It failed by a fault of ours."""
    return _(
        "Sorry, that did not work and nothing was changed. The reason is in the log of Duewatch."
    )


def stale() -> str:
    """A button or form that this version does not know."""
    return _("This button is of another version of Duewatch.")


def twice() -> str:
    """It was asked for before."""
    return _("Slack delivered this twice; it was done the first time.")


def a_moment() -> str:
    """The answer follows."""
    return _("This takes a moment …")


def making_the_file() -> str:
    """A file was asked for."""
    return _("Making the file …")


def checking(account: str | None) -> str:
    """A provider is being asked; None: all of them."""
    if not account:
        return _("Checking every account …")
    return _("Checking {account} …", account=code(account))


def not_in_time(instead: str) -> str:
    """Slack would not show a form; what can be typed instead."""
    return _(
        "Slack did not open the form in time. You can type {command} instead.",
        command=code(instead),
    )


def lists_owed(command: str) -> str:
    """Where to look for an invoice."""
    return _("{command} lists what is owed.", command=code(f"{command} open"))


def none_here() -> str:
    """Care was asked for where no invoice is in sight; to be shown without formatting."""
    return _("I find no invoice in this message. Which one do you mean?")


def empty() -> str:
    """A form was sent without the words it needs; to be shown without formatting."""
    return _("Please write something.")
