"""Questions whose answer takes a while or cannot ride in an acknowledgement.

Each is written down, acknowledged, answered, and crossed out then: a process that is killed
in between answers when it is back. The acknowledgement says nothing, for Slack may show it
after an answer that was quick; what is said meanwhile goes the way of the answer.
"""

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from functools import partial

from slack_bolt import Ack

from bot.slack.asked import Asked, Inquiry, Place
from bot.slack.commands import Check, Query, Who, Why, parse
from bot.slack.listening import arrived
from bot.slack.listening.errands import Errands
from bot.slack.listening.handlers import Handlers, Payload
from bot.slack.listening.showing import Showing
from bot.slack.listening.telling import Teller, private
from bot.slack.render.answer_help import note
from bot.slack.render.message import Message
from bot.slack.render.replies import a_moment, sorry, twice
from bot.slack.reply import Reply
from state.clicks import NotNow, Taken

HANDS = 6  # who asks for a large file must not keep everybody else waiting


class Inquiries:
    """Answers beside the listeners. Safe to use from any thread."""

    def __init__(
        self,
        handlers: Handlers,
        errands: Errands,
        teller: Teller,
        showing: Showing,
        hands: Executor,
        patience: float,
    ) -> None:
        self._handlers = handlers
        self._errands = errands
        self._teller = teller
        self._showing = showing
        self._hands = hands
        self._patience = patience
        self._lock = threading.Lock()
        self._is_over = False

    def ask(self, ack: Ack, body: Payload, typed: str, begun: Message | None = None) -> None:
        """Write it down, acknowledge, answer.

        `begun` is said before; without it that it takes a moment is said once it does.
        """
        one = self._taken(ack, body, typed)
        if one is not None:
            answered = self._begin(one, partial(self._reply, one), begun)
            if begun is None and answered is not None:
                self._have_patience(one.saying, answered)

    def follow(self, ack: Ack, body: Payload, typed: str, answer: "Future[Message]") -> None:
        """Acknowledge without an answer that would come too late, and tell it when it is there."""
        one = self._taken(ack, body, typed)
        if one is not None:
            self._begin(one, lambda: Reply(answer.result()), note(a_moment()))

    def _taken(self, ack: Ack, body: Payload, typed: str) -> "_Asking | None":
        """Write it down and acknowledge it; None if it was delivered before."""
        inquiry = Inquiry(typed, self._handlers.now())
        user, place = arrived.user(body), arrived.place(body)
        source = "command" if "command" in body else "button"
        asked = Asked(arrived.delivery(body), user, source, place, inquiry)
        if not self._is_new(asked):
            ack(**private(note(twice()))) if "command" in body else ack()
            return None
        ack()
        return _Asking(asked, inquiry, _Saying(self._teller, user, place))

    def _is_new(self, asked: Asked) -> bool:
        """Write it down. It only asks something, so it is answered on a full disk as well."""
        try:
            return self._handlers.take(asked) is Taken.NEW
        except NotNow as error:
            self._handlers.failed(error)
            return True

    def resume(self, asked: Asked, inquiry: Inquiry) -> None:
        """Answer what a former process was asked and did not live to answer."""
        one = _Asking(asked, inquiry, _Saying(self._teller, asked.user, asked.place))
        self._begin(one, partial(self._reply, one), again=True)

    def stop(self) -> None:
        """Begin nothing more; what is not answered yet is answered after the next start."""
        with self._lock:
            self._is_over = True
        self._hands.shutdown(wait=False, cancel_futures=True)

    def _begin(
        self,
        one: "_Asking",
        work: Callable[[], Reply],
        begun: Message | None = None,
        *,
        again: bool = False,
    ) -> "Future[None] | None":
        asked = one.asked

        def answer() -> None:
            if begun is not None:
                one.saying.progress(begun)
            reply = work()
            one.saying.no_more()
            self._showing.show(asked.user, asked.place, reply, one.inquiry.at, again=again)
            self._errands.guarded(partial(self._handlers.answered, asked), _at_worst_again)

        with self._lock:
            if self._is_over:
                return None
        return self._hands.submit(self._errands.guarded, answer, partial(self._failed, asked))

    def _reply(self, one: "_Asking") -> Reply:
        query, user = parse(one.inquiry.typed), one.asked.user
        match query:
            case Check(account):
                return Reply(self._handlers.check(account, one.saying.progress))
            case Who():
                return Reply(self._handlers.who())
            case Why(key):
                return Reply(self._handlers.why(key))
            case _ if isinstance(query, Query):
                return Reply(self._handlers.answer(query, user, 1))
            case _:
                return self._handlers.reply(one.inquiry, user)

    def _failed(self, asked: Asked) -> None:
        if self._is_over:
            return  # the next process answers it
        self._teller.tell(asked.user, asked.place, note(sorry()))
        self._errands.guarded(partial(self._handlers.give_up, asked), _at_worst_again)

    def _have_patience(self, saying: "_Saying", answered: "Future[None]") -> None:
        """Say that it takes a moment, once it does."""
        try:
            answered.result(self._patience)
        except TooSlow:
            saying.progress(note(a_moment()))
        except CancelledError:
            return  # it is being stopped


def _at_worst_again() -> None:
    """It could not be crossed out: it is answered once more after the next start."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question on its way."""

    asked: Asked
    inquiry: Inquiry
    saying: "_Saying"


class _Saying:
    """What is said before an answer, and never after it."""

    def __init__(self, teller: Teller, user: str, place: Place) -> None:
        self._teller = teller
        self._user = user
        self._place = place
        self._lock = threading.Lock()
        self._is_late = False

    def progress(self, message: Message) -> None:
        """Say it, unless the answer is already on its way."""
        with self._lock:
            if not self._is_late:
                self._teller.tell(self._user, self._place, message)

    def no_more(self) -> None:
        """The answer comes now."""
        with self._lock:
            self._is_late = True
