"""A Slack that refuses, asks to wait and loses replies; it knows what really stands in it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.slack.render.message import Message
from state.messages import Ambiguous, Claim, Later, Outcome, Post, Refused, Sent
from tests.replay.chat import Heard

WAIT = timedelta(seconds=30)


class Mood(StrEnum):
    """How one call goes."""

    BUSY = "busy"  # it asks to wait
    LOST = "lost"  # it never got the call; nobody knows
    UNHEARD = "unheard"  # it got the call, and its reply is lost
    REFUSED = "refused"  # it will never take this one


@dataclass(slots=True)
class SlowChat:
    """Takes messages in the moods it is given; without one all is well."""

    clock: Callable[[], datetime]
    moods: deque[Mood] = field(default_factory=deque)
    heard: list[Heard] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    _standing: dict[str, Post] = field(default_factory=dict)

    def post(
        self,
        claim: Claim,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
    ) -> Outcome:
        """Take a message, once: what an earlier call left behind is found by its token."""
        draft, token = claim.item.draft, claim.item.token
        mood = self.moods.popleft() if self.moods else None
        if mood is Mood.BUSY:
            return Later(self.clock() + WAIT, "rate_limited")
        if mood is Mood.LOST:
            return Ambiguous(self.clock() + WAIT, "no reply")
        if token in self._standing and claim.reconcile:
            return Sent(self._standing[token])
        if mood is Mood.REFUSED:
            return Refused("channel_not_found")
        if token in self._standing:
            self.doubled.append(draft.key)
        post = Post(channel, f"{len(self.heard) + 1}.000100")
        self._standing[token] = post
        text, blocks, threaded = message.text, message.blocks, thread_ts is not None
        self.heard.append(Heard(self.clock(), channel, draft, text, blocks, threaded, broadcast))
        if mood is Mood.UNHEARD:
            return Ambiguous(self.clock() + WAIT, "the reply was lost")
        return Sent(post)

    def update(self, post: Post, _message: Message) -> Outcome:
        """Redraw a message."""
        mood = self.moods.popleft() if self.moods else None
        if mood is None:
            return Sent(post)
        return Later(self.clock() + WAIT, "rate_limited")

    def find(self, claim: Claim, _channel: str, _thread_ts: str | None = None) -> Post | None:
        """What an earlier call left behind."""
        return self._standing.get(claim.item.token)
