"""The words beside an exported file: what it holds, how much that is, and how old."""

from collections.abc import Sequence

from bot.slack.language import _, _n, figures
from bot.slack.render import message as slack
from bot.slack.render.answer_help import note
from bot.slack.render.answer_report import Ground, Report, laid_out
from bot.slack.render.answers import by_direction
from bot.slack.render.figures import Figures, direction_title
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.text import code
from state.figures.sums import per_side
from state.model import Direction, InvoiceView
from state.totals import Total


def export_answer(file: str, views: Sequence[InvoiceView], ground: Ground) -> Message:
    """What is in the file of that name; its sums are of what is owed in it."""
    if not views:
        nothing = _("Nothing to export{filters}", filters=ground.filters)
        return laid_out(Report(nothing), ground)
    what = _n(
        "{number} invoice as CSV{filters}: {file}",
        "{number} invoices as CSV{filters}: {file}",
        len(views),
        filters=ground.filters,
        file=code(file),
    )
    return laid_out(Report(what, _figures(views)), ground)


def too_large(totals: Sequence[Total], most: int, ground: Ground) -> Message:
    """More invoices than a file may hold: how many there are, and what to do instead."""
    number = sum(total.count for total in totals)
    told = _n(
        "{number} invoice is more than a file from here may hold, which is {most}{filters}",
        "{number} invoices are more than a file from here may hold, which is {most}{filters}",
        number,
        most=figures(most),
        filters=ground.filters,
    )
    hint = _(
        "Ask for less, for example {example}, or have all of them on the machine of Duewatch: "
        "{command}.",
        example=code(f"{ground.command} export overdue"),
        command=code("duewatch list open --format csv"),
    )
    return laid_out(Report(told, lines=[hint, *by_direction(totals)]), ground)


def sent(told: Message) -> Message:
    """Where the file is, beside what it holds: a file cannot be for the eyes of one person."""
    where = _("The file is in your direct messages with me.")
    blocks = (*told.blocks, slack.context(mrkdwn(f"📎 {where}")))
    return Message(slack.fitting(f"{where} {told.text}"), blocks)


def drawn_apart(told: Message) -> Message:
    """An answer whose charts were sent as pictures, with a word on where they are."""
    where = _("The chart is in your direct messages with me.")
    return Message(
        slack.fitting(f"{told.text}\n{where}"), (*told.blocks, slack.context(mrkdwn(f"📊 {where}")))
    )


def not_sent(file: str, fault: str) -> Message:
    """Why there is no file, by Slack's name for what went wrong, and what to do."""
    name = code(file)
    told = _("I made {file} and could not send it to you: {reason}", file=name, reason=_why(fault))
    return note(f"❌ {told}")


def _why(fault: str) -> str:
    match fault:
        case "missing_scope" | "no_permission" | "not_allowed_token_type":
            return _(
                "Slack does not let me send files. Whoever manages the app has to give it the "
                "permission {scope} and to install it again; {command} says what it needs.",
                scope=code("files:write"),
                command=code("duewatch manifest"),
            )
        case "messages_tab_disabled" | "cannot_dm_bot" | "not_in_channel" | "channel_not_found":
            return _(
                "Slack does not let me write to you directly ({fault}). Whoever manages the app "
                "can switch on its messages tab (App Home).",
                fault=code(fault),
            )
        case "timeout" | "cut" | "unreadable" | "internal_error" | "fatal_error":
            return _(
                "Slack did not say whether it took it. Look into your direct messages with me; if "
                "it is not there, ask once more."
            )
        case "ratelimited" | "unreachable":
            return _("Slack is busy or cannot be reached. Please ask once more in a minute.")
        case _:
            return _("Slack refuses it ({fault}).", fault=code(fault, 80))


def _figures(views: Sequence[InvoiceView]) -> list[Figures]:
    owed = per_side(views)
    sides = {way: {s: one for s, one in owed.items() if s.direction is way} for way in Direction}
    return [
        Figures(way, direction_title(way), "", "", part, ()) for way, part in sides.items() if part
    ]
