"""What people ask for is written down, acknowledged, carried out in its order, and told.

A process may be killed between any two of these steps: what was written down and not
carried out is carried out when the bot is back, and what was carried out and not told is told.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait

from bot.slack.asked import Asked, Place, Unsaid
from bot.slack.listening.handlers import Handlers
from bot.slack.listening.telling import Teller
from bot.slack.listening.told import Told
from bot.slack.render.answer_help import note
from bot.slack.render.message import Message
from bot.slack.render.replies import sorry
from state.clicks import NotNow, Taken

Answer = Future[Message | None]


class Errands:
    """One pair of hands for what changes something, several voices for the answers.

    What two people ask about one invoice is thus done in the order in which it came, and a
    Slack that answers slowly does not hold it up.
    """

    def __init__(
        self,
        handlers: Handlers,
        teller: Teller,
        pool: Callable[[int, str], Executor] = ThreadPoolExecutor,
    ) -> None:
        self._handlers = handlers
        self._teller = teller
        self._hands = pool(1, "errand")
        self._voices = pool(4, "answer")
        self._prompt = pool(8, "question")
        self._pen = pool(1, "told")
        self._crossed_out = Told(handlers.told, lambda w: self._pen.submit(self.spoken, w))
        self._lock = threading.Lock()
        self._under_way: dict[str, Answer] = {}
        self._put_off: dict[str, Asked] = {}  # what the disk did not take yet
        self._telling: set[Future[None]] = set()
        self._stopped = False

    def take(self, asked: Asked) -> Answer | None:
        """Write it down; when this returns it is on the disk and will be carried out.

        None if it was delivered before: then somebody else waits for the answer.
        """
        if self._handlers.take(asked) is Taken.DONE:
            return None
        return self._begin(asked)

    def resume(self, asked: Asked) -> None:
        """Carry out what a former process wrote down, and tell the one who asked."""
        answer = self._begin(asked)
        if answer is not None:
            self.tell_when_done(asked, answer)

    def again(self) -> None:
        """Try anew what the disk did not take; done again and again until it does."""
        for asked in list(self._put_off.values()):
            self.resume(asked)

    def make_up(self, unsaid: Unsaid) -> None:
        """Tell what a former process carried out and did not live to tell."""
        self.say(lambda: self._tell(unsaid.id, unsaid.user, unsaid.place, note(unsaid.words)))

    def tell_when_done(self, asked: Asked, answer: Answer) -> None:
        """Let the person know what came of it; nothing where it was done before."""

        def told(done: Answer) -> None:
            is_off = done.cancelled() or done.exception() is not None
            message = None if is_off else done.result()
            if message is not None:
                self.say(lambda: self._tell(asked.id, asked.user, asked.place, message))

        answer.add_done_callback(told)

    def told(self, asked: Asked) -> None:
        """Somebody was told what came of it; it need not be said again."""
        self._crossed_out.add(asked.id)

    def _tell(self, click: str, user: str, place: Place, message: Message) -> None:
        if self._teller.tell(user, place, message):
            self._crossed_out.add(click)

    def later(self, user: str, place: Place, work: Callable[[], Message | None]) -> None:
        """Work that only asks something and may take long: do it, then tell."""

        def done() -> None:
            message = self._tried(work)
            if message is not None:
                self._teller.tell(user, place, message)

        self.say(done)

    def say(self, words: Callable[[], None]) -> None:
        """Have something said that may take a while; the last answers are waited for."""
        with self._lock:
            if self._stopped:
                return
            telling = self._voices.submit(self.spoken, words)
            self._telling.add(telling)
        telling.add_done_callback(self._spoke)

    def ask(self, work: Callable[[], Message]) -> "Future[Message]":
        """Have a question answered beside the listeners, so that they need not wait for it."""
        return self._prompt.submit(work)

    def at_once(self, user: str, place: Place, work: Callable[[], None]) -> None:
        """Work that shows something by itself, such as a form, and cannot wait in a queue.

        A fault that reached Bolt right after ack() would make it forget that it has
        acknowledged, so it stops here and is told.
        """

        def excused() -> None:
            self._teller.tell(user, place, note(sorry()))

        self._prompt.submit(self.spoken, lambda: self.guarded(work, excused))

    def guarded(self, work: Callable[[], None], failed: Callable[[], None]) -> None:
        """Do what somebody asked for; a fault is recorded, and then `failed` is done."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 -- the job wrapper of what people asked for
            self._handlers.failed(error)
            failed()

    def stop(self, patience: float = 3.0) -> None:
        """Finish what is under way. What is only written down is carried out at the next start."""
        with self._lock:
            self._stopped = True
        self._hands.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            telling = set(self._telling)
        wait(telling, timeout=patience)
        self._crossed_out.stop()
        self._pen.shutdown(wait=True)
        for pool in (self._voices, self._prompt):
            pool.shutdown(wait=False, cancel_futures=True)

    def _spoke(self, telling: Future[None]) -> None:
        with self._lock:
            self._telling.discard(telling)

    def _begin(self, asked: Asked) -> Answer | None:
        with self._lock:
            if self._stopped or asked.id in self._under_way:
                return None
            answer: Answer = self._hands.submit(self._carried_out, asked)
            self._under_way[asked.id] = answer
            return answer

    def _carried_out(self, asked: Asked) -> Message | None:
        try:
            words = self._handlers.carry_out(asked)
            self._put_off.pop(asked.id, None)
            return None if words is None else note(words)
        except NotNow as error:
            if asked.id not in self._put_off:  # else it was recorded before
                self._handlers.failed(error)
            self._put_off[asked.id] = asked
            raise
        except Exception as error:  # noqa: BLE001 -- the job wrapper of what people asked for
            self._handlers.failed(error)
            return self._tried(lambda: self._given_up(asked))
        finally:
            with self._lock:
                self._under_way.pop(asked.id, None)

    def _given_up(self, asked: Asked) -> Message:
        """Nothing was changed; it must not be tried again when nobody expects it any more."""
        self._handlers.give_up(asked)
        return note(sorry())

    def _tried(self, work: Callable[[], Message | None]) -> Message | None:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 -- the error handler of acknowledged work
            self._handlers.failed(error)
            return note(sorry())

    def spoken(self, words: Callable[[], None]) -> None:
        """Say something in this thread; a fault is recorded, and costs nobody else their answer."""
        self.guarded(words, lambda: None)
