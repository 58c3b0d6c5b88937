"""The answer to `why`: which rules hold, what keeps us silent, what was said, what comes next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.stacked import stacked
from bot.slack.render.text import code, escape, instant, plain, utc
from state.messages import OutboxItem, OutboxState
from state.model import InvoiceView

_SAID = 10  # messages told one by one, the last ones
_STATES = {
    OutboxState.NEW: "waits its turn",
    OutboxState.UNSURE: "on its way",
    OutboxState.SENT: "sent",
    OutboxState.GROUPED: "said with others",
    OutboxState.DROPPED: "not sent",
    OutboxState.REFUSED: "refused by Slack",
}


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is to be told about one invoice; texts are plain."""

    view: InvoiceView
    today: date  # of its account
    rules: Sequence[str]
    silence: Sequence[str]
    coming: tuple[datetime, str, str] | None  # when, what, in which channel
    said: Sequence[OutboxItem]  # oldest first


def why(reasons: Reasons, *, command: str = "/invoices") -> Message:
    """The whole answer."""
    view = reasons.view
    title = plain(f"Why: {view.invoice.key}", slack.MAX_HEADER)
    hint = f"{code(f'{command} show {view.invoice.key}', 200)} shows its lines and its history"
    seen = _lines(reasons, instant)
    blocks = [slack.header(title), *stacked(seen), slack.context(mrkdwn(hint))]
    heard = "\n".join([f"{title}.", *_lines(reasons, utc)]).replace("*", "")
    return Message(slack.fitting(heard), tuple(blocks))


def _lines(reasons: Reasons, moment: Callable[[datetime], str]) -> list[str]:
    view = reasons.view
    return [
        escape(wording.sentence(view, reasons.today), 1_000),
        "*Next message*",
        _next(reasons, moment),
        *_because(reasons.silence),
        "*Rules that hold*",
        *(f"• {escape(rule, 400)}" for rule in reasons.rules),
        *_history(reasons.said, moment),
    ]


def _next(reasons: Reasons, moment: Callable[[datetime], str]) -> str:
    if reasons.coming is None:
        return "None, if nothing changes."
    at, what, channel = reasons.coming
    return f"{moment(at)}: {escape(what, 100)} in {_place(channel)}, if nothing changes until then."


def _place(channel: str) -> str:
    """A channel by its name or id; a person for a direct message."""
    if channel.startswith(("U", "W")):
        return f"a direct message to <@{channel}>" if channel.isalnum() else escape(channel, 80)
    return f"<#{channel}>" if channel.startswith("C") and channel.isalnum() else escape(channel, 80)


def _because(silence: Sequence[str]) -> list[str]:
    if not silence:
        return []
    return ["*Nothing is said now because*", *(f"• {escape(one, 300)}" for one in silence)]


def _history(said: Sequence[OutboxItem], moment: Callable[[datetime], str]) -> list[str]:
    told = [item for item in said if item.draft.what != "update"]
    if not told:
        return ["*Said so far*", "Nothing."]
    return ["*Said so far*", *(_item(item, moment) for item in told[-_SAID:])]


def _item(item: OutboxItem, moment: Callable[[datetime], str]) -> str:
    at = moment(item.settled_at or item.created_at)
    reason = f": {escape(item.reason, 200)}" if item.reason and _is_telling(item) else ""
    return f"• {at} {item.draft.occasion}, {_STATES[item.state]}{reason}"


def _is_telling(item: OutboxItem) -> bool:
    return item.state in (OutboxState.DROPPED, OutboxState.REFUSED)
