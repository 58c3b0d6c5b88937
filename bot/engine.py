"""The heart: one tick that starts due checks, queues reminders and has messages sent."""

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot import backoff
from bot.around import Chain, Surroundings
from bot.check import Checked, Checker, Plan
from bot.clock import Clock
from bot.deliver import Delivery
from bot.drafts import about
from bot.remind import remind
from bot.rules import Rulebook
from bot.slack.language import _
from state.database import Damaged, StateError, Unwritable
from state.messages import Draft
from state.store import AccountView, Lease, Store

log = structlog.get_logger()

AHEAD = 2  # times as many checks are taken as there are workers
LEASE = timedelta(minutes=15)
PAUSE = timedelta(minutes=5)  # without a tick; after it what is known may be old
PATIENCE = timedelta(minutes=4)  # for the checks that are due then; less than what counts as late


@dataclass(slots=True)
class Engine:
    """Runs checks in a bounded pool and deliveries in a thread of their own.

    `delivery` is None where nothing can be said, for example without a Slack token.
    """

    store: Store
    plans: Mapping[str, Plan]
    checker: Checker
    delivery: Delivery | None
    book: Rulebook
    chain: Callable[[], Chain]
    clock: Clock
    concurrency: int
    pool: Callable[[int, str], Executor] = ThreadPoolExecutor  # so many threads, of that name
    stands_still: Callable[[StateError], object] | None = None  # told when nothing can be recorded
    _checks: Executor = field(init=False)
    _voice: Executor = field(init=False)
    _running: set["Future[Any]"] = field(init=False, default_factory=set)
    _speaking: "Future[None] | None" = field(init=False, default=None)
    _ticked_at: datetime | None = field(init=False, default=None)
    _seen_at: datetime | None = field(init=False, default=None)  # the latest that the clock showed
    _fresh_at: datetime | None = field(init=False, default=None)  # at the latest; None: it is
    _more_are_due: bool = field(init=False, default=False)  # than were taken the last time
    _stopped: bool = field(init=False, default=False)
    _taken: int = field(init=False, default=0)  # checks that were handed out and go on
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _taking: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._checks = self.pool(self.concurrency, "check")
        self._voice = self.pool(1, "deliver")

    def tick(self) -> bool:
        """Start what is due; never waits for the network.

        False while reminders wait: after a pause the provider is asked first, since what
        we would remind of may be paid.
        """
        self._plan_anew()
        self.start_checks()
        fresh = self._is_fresh()
        if fresh:
            self.remind()
        self.speak()
        return fresh

    def _plan_anew(self) -> None:
        """Look soon at what a clock that was ahead has planned for far too late.

        Whether it is set right while we run shows; whether it was before we started does not.
        """
        now = self.clock()
        with self._lock:
            seen, self._seen_at = self._seen_at, now
        if seen is not None and seen <= now:
            return
        latest = {
            view.account.name: now + backoff.longest(view.error_kind, plan.every)
            for view in self.store.account_views()
            if (plan := self.plans.get(view.account.name)) is not None
        }
        self.store.check_by(latest, now)

    def _is_fresh(self) -> bool:
        """True unless the bot was away and checks are still to come; that is not for ever."""
        now = self.clock()
        if self._ticked_at is None or now - self._ticked_at > PAUSE:
            self._fresh_at = now + PATIENCE
        self._ticked_at = now
        if self._fresh_at is not None and (now >= self._fresh_at or not self._check_waits(now)):
            self._fresh_at = None
        return self._fresh_at is None

    def _check_waits(self, now: datetime) -> bool:
        return any(view.next_check_at <= now for view in self.store.account_views())

    def start_checks(self) -> list["Future[Checked]"]:
        """Hand due accounts to the workers, the longest due first.

        Some are taken in advance, so that whoever ends a check begins the next one at once.
        Taking waits for the disk: who comes meanwhile does not wait too, it is being done.
        """
        if not self._taking.acquire(blocking=False):
            return []
        try:
            return self._start_due()
        finally:
            self._taking.release()

    def _start_due(self) -> list["Future[Checked]"]:
        free = AHEAD * self.concurrency - self._taken
        if self._stopped or 2 * free < self.concurrency:  # enough for a while
            return []
        leases = self.store.claim_due(self.clock(), free, LEASE)
        self._more_are_due = len(leases) == free
        with self._lock:
            self._taken += len(leases)
        started = [self._checks.submit(self._check_taken, lease) for lease in leases]
        self._running = {one for one in self._running if not one.done()}.union(started)
        return started

    def _check_taken(self, lease: Lease) -> Checked:
        checked = self._check(lease)
        with self._lock:
            self._taken -= 1
        if self._more_are_due:
            self.start_checks()
        return checked

    def check_now(
        self,
        names: Iterable[str],
        done: Callable[[Checked], None] = lambda _checked: None,
        *,
        believe: bool = False,
    ) -> list[Checked]:
        """Check these accounts whether due or not, and wait for the results.

        With `believe` their answers are taken over however implausible: an operator said so.
        """
        one = partial(self._check_named, done=done, believe=believe)
        futures = [self._checks.submit(one, name) for name in names]
        return [future.result() for future in futures]

    def remind(self) -> int:
        """Queue the reminders that have come due."""
        now = self.clock()
        self.store.end_mutes(now, lambda view: _mute_ended(view, now))
        around = Surroundings(self.store, self.book, self.chain(), now)
        return remind(self.store, around.of, now)

    def _check_named(self, name: str, done: Callable[[Checked], None], *, believe: bool) -> Checked:
        lease = self.store.claim_account(name, self.clock(), LEASE)
        busy = Checked(name, skipped=_("a check of it is under way"))
        checked = busy if lease is None else self._check(lease, believe=believe)
        done(checked)
        return checked

    def _check(self, lease: Lease, *, believe: bool = False) -> Checked:
        try:
            checked = self.checker.check(self.plans[lease.account], lease, believe=believe)
        except (Damaged, Unwritable) as error:
            self._stand_still(error)
            return Checked(lease.account, error=str(error))
        except Exception:
            # a fault of ours in one account must not stop the others
            log.exception("check_crashed", account=lease.account)
            return Checked(lease.account, error=_("a fault in Duewatch itself; see its log"))
        self._see_clock()
        self.speak()  # news need not wait for the next tick
        return checked

    def _see_clock(self) -> None:
        """A check that was asked for plans the next one too, and no tick may have come between."""
        now = self.clock()
        with self._lock:
            self._seen_at = max(self._seen_at or now, now)

    def speak(self) -> None:
        """Have what is queued sent, in the thread that delivers; at once if it is idle."""
        if self.delivery is None:
            return
        with self._lock:
            if not self._stopped and (self._speaking is None or self._speaking.done()):
                self._speaking = self._voice.submit(self._turn, self.delivery)

    def _turn(self, delivery: Delivery) -> None:
        try:
            delivery.turn()
        except (Damaged, Unwritable) as error:
            self._stand_still(error)
        except Exception:
            log.exception("delivery_crashed")

    def _stand_still(self, error: StateError) -> None:
        if self.stands_still is None:
            log.error("not_recorded", reason=str(error))
        else:
            self.stands_still(error)

    def stop(self, patience: float = 7.0) -> bool:
        """Start nothing more and wait for what runs; True if all of it came to an end."""
        with self._taking, self._lock:
            self._stopped = True
        self._checks.shutdown(wait=False, cancel_futures=True)
        self._voice.shutdown(wait=False, cancel_futures=True)
        under_way: list[Future[Any]] = [*self._running]
        if self._speaking is not None:
            under_way.append(self._speaking)
        begun = {one for one in under_way if not one.cancelled()}  # nobody waits for the others
        return not wait(begun, timeout=patience).not_done


def _mute_ended(view: AccountView, now: datetime) -> list[Draft]:
    """Say whose mute is over, and that reminders go on."""
    mute = view.mute
    details = {"by": mute.by, "since": mute.at.isoformat()} if mute else {}
    return [about(view.account, "mute_ended", now, details)]
