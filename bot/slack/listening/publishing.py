"""Home tabs on their way to Slack: drawn the moment they are sent, one at a time for a person.

Two clicks may be answered by two threads. Whoever draws last shows what is newest, for nobody
draws before the one in front has been sent.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.slack.calls import Calls
from bot.slack.listening.handlers import Tab
from bot.slack.refusals import Fault, Verdict
from bot.slack.render import message as slack
from bot.slack.render.message import Block, Message, mrkdwn
from bot.slack.render.modals.frame import MAX_BLOCKS

Payload = dict[str, Any]

APART = timedelta(seconds=20)  # between two redrawings of one tab that nobody asked for
STAYS = timedelta(minutes=1)  # an answer above the tab, whatever happens meanwhile
REST = timedelta(seconds=30)  # after Slack asked to wait and did not say how long
# what a workspace says to blocks that it does not know
_TOO_NEW = ("invalid_blocks", "invalid_blocks_format", "invalid_arguments", "view_too_large")


class NotShown(Exception):
    """Slack would not take a Home tab."""


@dataclass(slots=True)
class _Shown:
    """One person's tab as it was published last."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    news: int = -1  # what had happened when it was drawn
    tried_at: datetime | None = None
    answer: Message | None = None
    answered_at: datetime | None = None
    is_under_way: bool = False


class Publisher:
    """Shows people their Home tab, and shows it anew when something has happened."""

    def __init__(self, calls: Calls, tab: Tab, failed: Callable[[Exception], None]) -> None:
        self._calls = calls
        self._tab = tab
        self._failed = failed
        self._lock = threading.Lock()
        self._gate = threading.Lock()  # a redrawing is not asked for while the bot stops
        self._is_over = False
        self._shown: dict[str, _Shown] = {}
        self._rich = True  # until Slack refuses its newest blocks
        self._rests_until: datetime | None = None

    def show(self, user: str) -> None:
        """Draw the tab anew, without any answer above it; a fault is recorded."""
        if reason := self._publish(user, keep=False):
            self._failed(NotShown(f"Slack would not show a Home tab: {reason}"))

    def answer(self, user: str, message: Message) -> str | None:
        """Show an answer above the tab; why it could not be shown, None if it was."""
        return self._publish(user, message)

    def refresh(self, say: Callable[[Callable[[], None]], object]) -> None:
        """Have the tabs redrawn that people may be looking at, where anything has happened."""
        now, news = self._tab.now(), self._tab.news()
        with self._gate:
            if self._is_over or (self._rests_until is not None and now < self._rests_until):
                return
            for user in self._tab.watched():
                shown = self._of(user)
                rested = shown.tried_at is None or now - shown.tried_at >= APART
                if shown.news < news and rested and not shown.is_under_way:
                    shown.is_under_way = True
                    say(partial(self._again, user, shown))

    def stop(self) -> None:
        """Redraw nothing more by itself; when this returns nobody is asked to any more."""
        with self._gate:
            self._is_over = True

    def _again(self, user: str, shown: _Shown) -> None:
        try:
            if reason := self._publish(user):
                self._failed(NotShown(f"Slack would not refresh a Home tab: {reason}"))
        finally:
            shown.is_under_way = False

    def _publish(
        self, user: str, answer: Message | None = None, *, keep: bool = True
    ) -> str | None:
        shown = self._of(user)
        with shown.lock:
            now, news = self._tab.now(), self._tab.news()
            shown.tried_at = now
            if answer is not None or not keep:
                shown.answer, shown.answered_at = answer, now
            fault = self._sent(user, _above(shown, now))
            if fault is not None and fault.verdict is Verdict.LATER:
                self._rests_until = now + (fault.wait or REST)
            else:
                shown.news = news  # what Slack refuses it would refuse again until there is news
            return None if fault is None else fault.reason

    def _sent(self, user: str, above: Message | None) -> Fault | None:
        """With Slack's newest blocks, and without where it refuses these: first its own."""
        rich = self._rich
        fault = self._call(user, above, rich=rich)
        if rich and _is_too_new(fault):
            fault = self._call(user, above, rich=False)
            self._rich = fault is not None  # it was not the new blocks if it fails without them
        if above is not None and above.blocks and _is_too_new(fault):
            fault = self._call(user, Message(above.text, ()), rich=False)
        return fault

    def _call(self, user: str, above: Message | None, *, rich: bool) -> Fault | None:
        view = self._tab.view(user, rich)
        view = {**view, "blocks": _topped(above, view["blocks"])}
        answer = self._calls.ask(
            self._calls.web.views_publish, "the Home tab", user_id=user, view=view
        )
        return answer if isinstance(answer, Fault) else None

    def _of(self, user: str) -> _Shown:
        with self._lock:
            return self._shown.setdefault(user, _Shown())


def _above(shown: _Shown, now: datetime) -> Message | None:
    """The answer that was given a moment ago; one of long ago has been read."""
    if shown.answered_at is None or now - shown.answered_at > STAYS:
        return None
    return shown.answer


def _is_too_new(fault: Fault | None) -> bool:
    return fault is not None and fault.code in _TOO_NEW


def _topped(message: Message | None, blocks: list[Block]) -> list[Block]:
    """The answer above what the tab shows, as far as Slack takes it."""
    if message is None:
        return blocks[:MAX_BLOCKS]
    said = slack.section(mrkdwn(slack.fitting(message.text, slack.MAX_SECTION)))
    return [*(message.blocks or (said,)), {"type": "divider"}, *blocks][:MAX_BLOCKS]
