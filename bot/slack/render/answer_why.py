"""The answer to `why`: which rules hold, what keeps us silent, what was said, what comes next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.slack.language import _
from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.answer_freshness import freshness, freshness_said
from bot.slack.render.answer_report import Ground
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.occasions import occasion
from bot.slack.render.stacked import stacked
from bot.slack.render.text import code, escape, instant, plain, utc
from state.messages import OutboxItem, OutboxState
from state.model import InvoiceView

_SAID = 10  # messages told one by one, the last ones


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is to be told about one invoice; texts are plain."""

    view: InvoiceView
    today: date  # of its account
    rules: Sequence[str]
    silence: Sequence[str]
    coming: tuple[datetime, str, str] | None  # when, what, in which channel
    said: Sequence[OutboxItem]  # oldest first
    ground: Ground  # its account, if that is still watched


def why(reasons: Reasons) -> Message:
    """The whole answer."""
    view, ground, command = reasons.view, reasons.ground, reasons.ground.command
    title = _("Why: {key}", key=view.invoice.key)
    show = code(f"{command} show {view.invoice.key}", 200)
    hint = _("{command} shows its lines and its history", command=show)
    seen = _lines(reasons, instant)
    header = slack.header(plain(title, slack.MAX_HEADER))
    trust = freshness(ground.accounts, ground.now).replace("/invoices", command)
    small = [slack.context(mrkdwn(line)) for line in (trust, hint) if line]
    blocks = [header, *stacked(seen), *small]
    lines = [f"{escape(title)}.", *_lines(reasons, utc)]
    lines.append(freshness_said(ground.accounts, ground.now).replace("/invoices", command))
    heard = "\n".join(line for line in lines if line).replace("*", "")
    return Message(slack.fitting(heard), tuple(blocks))


def _lines(reasons: Reasons, moment: Callable[[datetime], str]) -> list[str]:
    view = reasons.view
    return [
        escape(wording.sentence(view, reasons.today), 1_000),
        _("*Next message*"),
        _next(reasons, moment),
        *_because(reasons.silence),
        _("*Rules that hold*"),
        *(f"• {escape(rule, 400)}" for rule in reasons.rules),
        *_history(reasons.said, moment),
    ]


def _next(reasons: Reasons, moment: Callable[[datetime], str]) -> str:
    if reasons.coming is None:
        return _("None, if nothing changes.")
    at, what, channel = reasons.coming
    return _(
        "{moment}: {what} in {place}, if nothing changes until then.",
        moment=moment(at),
        what=escape(what, 100),
        place=_place(channel),
    )


def _place(channel: str) -> str:
    """A channel by its name or id; a person for a direct message."""
    if not channel.isalnum():
        return escape(channel, 80)
    if channel.startswith(("U", "W")):
        return _("a direct message to {person}", person=f"<@{channel}>")
    return f"<#{channel}>" if channel.startswith("C") else escape(channel, 80)


def _because(silence: Sequence[str]) -> list[str]:
    if not silence:
        return []
    return [_("*Nothing is said now because*"), *(f"• {escape(one, 300)}" for one in silence)]


def _history(said: Sequence[OutboxItem], moment: Callable[[datetime], str]) -> list[str]:
    title, told = _("*Said so far*"), [item for item in said if item.draft.what != "update"]
    if not told:
        return [title, _("Nothing.")]
    return [title, *(_item(item, moment) for item in told[-_SAID:])]


def _item(item: OutboxItem, moment: Callable[[datetime], str]) -> str:
    at = moment(item.settled_at or item.created_at)
    reason = f": {escape(item.reason, 200)}" if item.reason and _is_telling(item) else ""
    return f"• {at} {occasion(item.draft)}, {_state(item.state)}{reason}"


def _state(state: OutboxState) -> str:
    match state:
        case OutboxState.NEW:
            return _("waits its turn")
        case OutboxState.UNSURE:
            return _("on its way")
        case OutboxState.SENT:
            return _("sent")
        case OutboxState.GROUPED:
            return _("said with others")
        case OutboxState.DROPPED:
            return _("not sent")
        case OutboxState.REFUSED:
            return _("refused by Slack")


def _is_telling(item: OutboxItem) -> bool:
    return item.state in (OutboxState.DROPPED, OutboxState.REFUSED)
