"""Sends messages to Slack, each exactly once.

Slack offers no idempotent posting, so every message carries the token of its outbox
row as metadata. After a call of which nobody knows whether it got through, the
messenger looks for the token in the channel (or thread) and adopts the message it
finds; only if there is none it posts. The SDK's own retries are off: they post twice.

When it cannot look, it waits. After HOLD without permission to read the history (a
person had the time to grant the scope), or after OUTAGE in which reading failed, it
posts nevertheless and marks the message as a possible repeat: a doubled message costs
trust, but a missed one costs customers. Where the channel is gone or the bot is no
longer in it there is nothing to wait for: posting is tried at once, and Slack's refusal
sends the message to the fallback channel.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.slack.calls import Answer, Calls
from bot.slack.language import _
from bot.slack.lookup import Channels, find_message, is_person, metadata
from bot.slack.refusals import NO_PERSON, Fault, Verdict
from bot.slack.render.message import Message, context, mrkdwn
from bot.slack.standing import Page, read_page
from bot.slack.vain import InVain
from state.marks import marks
from state.messages import (
    Ambiguous,
    Claim,
    Kind,
    Later,
    Outcome,
    Post,
    Refused,
    Sent,
)
from state.model import InvoiceKey

log = structlog.get_logger()

HOLD = timedelta(hours=1)
OUTAGE = timedelta(hours=6)

_CLOCKS_APART = timedelta(days=1)  # Slack's and ours; one that was set wrong may be hours ahead
_FIRST_WAIT = timedelta(seconds=2)  # a message that got through needs a moment to be listed
_LONGEST_WAIT = timedelta(minutes=5)
_REDRAW_WAIT = timedelta(seconds=15)
_NO_CHANNEL = ("channel_not_found", "not_in_channel", "is_archived", *NO_PERSON)
_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")


class SlackRefused(Exception):
    """Slack did not do what was asked; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in Slack."""

    team: str
    team_id: str
    user_id: str
    bot_id: str


class Messenger:
    """The bot's voice in Slack. Safe to use from any thread; never shows its token."""

    def __init__(
        self, token: str, base_url: str, clock: Callable[[], datetime], timeout: int = 15
    ) -> None:
        self._clock = clock
        self._timeout = timedelta(seconds=timeout)
        self._calls = Calls(token, base_url, timeout)
        self._channels = Channels(self._calls)
        self._blind: dict[str, InVain] = {}  # token -> nobody could look for it
        self._bot: str | None = None  # our id among Slack's bots, once it was asked for

    def __repr__(self) -> str:
        return f"Messenger({self._calls!r})"

    def post(
        self,
        claim: Claim,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
    ) -> Outcome:
        """Post once. A claim to reconcile is looked for first and adopted where found.

        `channel` is an id, `#name`, or a person's id for their direct messages. A reply
        with `broadcast` shows in the channel too.
        """
        if claim.reconcile:
            found = self.find(claim, channel, thread_ts)
            if not isinstance(found, Fault):
                self._blind.pop(claim.item.token, None)
            if isinstance(found, Post):
                log.info("message_adopted", key=claim.item.draft.key, channel=channel)
                return Sent(found)
            if found is not None and found.code not in _NO_CHANNEL:
                if self._waits_to_look(claim, found):
                    reason = _("cannot look whether it arrived: {reason}", reason=found.reason)
                    return Ambiguous(self._until(found, claim), reason)
                message = _marked(message)
        if is_person(channel):
            place = self._channels.find(channel)
            if isinstance(place, Fault):
                return self._unopened(place, claim)
            channel = place
        return self._post(claim, channel, message, thread_ts, broadcast=broadcast)

    def _waits_to_look(self, claim: Claim, fault: Fault) -> bool:
        """Whether to go on waiting for a look; after a post without one as long once more.

        Time in which nobody looked does not count: the bot was down, or the disk full.
        """
        now, token = self._clock(), claim.item.token
        looks = self._blind.setdefault(token, InVain(now))
        if looks.once_more(now) < (OUTAGE if fault.passing else HOLD):
            return True
        self._blind[token] = InVain(now)
        return False

    def _unopened(self, fault: Fault, claim: Claim) -> Outcome:
        """Where no direct messages could be opened, nothing was posted."""
        if fault.verdict is Verdict.REFUSED:
            return Refused(fault.reason)
        return Later(self._until(fault, claim), fault.reason)

    def find(self, claim: Claim, channel: str, thread_ts: str | None = None) -> Post | Fault | None:
        """Where an earlier try stands; None: nowhere; a Fault: why nobody knows."""
        place = self._channels.find(channel)
        if isinstance(place, Fault):
            return place
        since = _first_try(claim) - _CLOCKS_APART
        found = find_message(self._calls, place, claim.item.token, since, thread_ts)
        if isinstance(found, Fault) and found.code in _NO_CHANNEL:
            self._channels.forget(channel)
        return found

    def standing(self, channel: str, since: datetime, cursor: str | None = None) -> Page | Fault:
        """One page of our own messages in a channel, the newest first."""
        place = self._channels.find(channel)
        if isinstance(place, Fault):
            return place
        if self._bot is None:
            answer = self._calls.ask(self._calls.web.auth_test, "Slack")
            if isinstance(answer, Fault):
                return answer
            self._bot = str(answer.get("bot_id") or "")
        return read_page(self._calls, place, self._bot, since, cursor)

    def _post(
        self,
        claim: Claim,
        channel: str,
        message: Message,
        thread_ts: str | None,
        *,
        broadcast: bool,
    ) -> Outcome:
        answer = self._calls.ask(
            self._calls.web.chat_postMessage,
            channel,
            channel=channel,
            text=message.text,
            blocks=list(message.blocks) or None,
            metadata=metadata(claim.item.token, _shown(claim, thread_ts)),
            client_msg_id=claim.item.token,  # undocumented; a free extra, never relied upon
            thread_ts=thread_ts,
            reply_broadcast=True if broadcast and thread_ts else None,
            unfurl_links=False,
            unfurl_media=False,
        )
        if not isinstance(answer, Fault):
            return self._posted(answer, channel)
        if answer.code in _BLOCKS and message.blocks:
            log.error("blocks_refused", key=claim.item.draft.key, reason=answer.reason)
            bare = Message(message.text, ())
            return self._post(claim, channel, bare, thread_ts, broadcast=broadcast)
        return self._failed(answer, claim, channel)

    def _posted(self, answer: Answer, channel: str) -> Outcome:
        place, ts = answer.get("channel"), answer.get("ts")
        if isinstance(place, str) and isinstance(ts, str):
            self._channels.learn(channel, place)
            return Sent(Post(place, ts))
        return Ambiguous(self._clock() + _FIRST_WAIT, _("Slack took it but did not say where"))

    def _failed(self, fault: Fault, claim: Claim, channel: str) -> Outcome:
        match fault.verdict:
            case Verdict.REFUSED:
                self._channels.forget(channel)
                return Refused(fault.reason)
            case Verdict.LATER:
                return Later(self._until(fault, claim), fault.reason)
            case Verdict.AMBIGUOUS:
                return Ambiguous(self._until(fault, claim), fault.reason)

    def _until(self, fault: Fault, claim: Claim) -> datetime:
        """When to try again: as long as Slack says, else longer with every try.

        After a time-out Slack may still be at work, so it gets as long once more.
        """
        if fault.wait is not None:
            return self._clock() + fault.wait
        doubled = _FIRST_WAIT * (1 << min(max(claim.item.attempts - 1, 0), 8))
        least = self._timeout if fault.code == "timeout" else _FIRST_WAIT
        return self._clock() + min(max(doubled, least), _LONGEST_WAIT)

    def update(self, post: Post, message: Message) -> Outcome:
        """Redraw a message. Doing it twice is doing it once, so a doubtful call is repeated."""
        answer = self._calls.ask(
            self._calls.web.chat_update,
            post.channel,
            channel=post.channel,
            ts=post.ts,
            text=message.text,
            blocks=list(message.blocks),
        )
        if not isinstance(answer, Fault):
            return Sent(post)
        if answer.verdict is Verdict.REFUSED:
            return Refused(answer.reason)
        return Later(self._clock() + (answer.wait or _REDRAW_WAIT), answer.reason)

    def ephemeral(self, channel: str, user: str, message: Message) -> None:
        """Tell one person something in a channel; SlackRefused when it cannot be told."""
        web = self._calls.web
        blocks = list(message.blocks) or None
        _require(
            self._calls.ask(
                web.chat_postEphemeral,
                channel,
                channel=channel,
                user=user,
                text=message.text,
                blocks=blocks,
            )
        )

    def plainly(self, channel: str, message: Message) -> None:
        """Say something that is not in the outbox, once; whether it arrives is only logged."""
        answer = self._calls.ask(
            self._calls.web.chat_postMessage, channel, channel=channel, text=message.text
        )
        if isinstance(answer, Fault):
            log.error("not_said", channel=channel, reason=answer.reason)

    def channel_id(self, name: str) -> str | None:
        """Slack's id of `#billing`, None if the bot sees no such channel; ids pass through.

        Raises SlackRefused when Slack does not say.
        """
        place = self._channels.find(name)
        if isinstance(place, str):
            return place
        if place.code == "channel_not_found":
            return None
        raise SlackRefused(place.reason)

    def check(self) -> Identity:
        """Who we are, by Slack's word; SlackRefused says what is wrong with the token."""
        answer = _require(self._calls.ask(self._calls.web.auth_test, "Slack"))
        names = ("team", "team_id", "user_id", "bot_id")
        return Identity(*(str(answer.get(name) or "") for name in names))


def _first_try(claim: Claim) -> datetime:
    return claim.item.first_try or claim.item.created_at


def _shown(claim: Claim, thread_ts: str | None) -> str:
    """Marks of the invoices whose living message this will be; a line in a thread is none's."""
    draft = claim.item.draft
    if thread_ts is not None or draft.kind not in (Kind.INVOICE, Kind.GROUP, Kind.REPLY):
        return ""
    alone = (InvoiceKey(draft.account, draft.number),) if draft.number is not None else ()
    return marks(claim.item.members or alone)


def _marked(message: Message) -> Message:
    """The message with the note that it may be a repeat."""
    told = _("This may be a repeat: Duewatch could not look whether it had arrived before.")
    blocks = (*message.blocks, context(mrkdwn(f"⚠️ {told}"))) if message.blocks else ()
    return Message(f"{message.text} {told}", blocks)


def _require(answer: Answer | Fault) -> Answer:
    if isinstance(answer, Fault):
        raise SlackRefused(answer.reason)
    return answer
