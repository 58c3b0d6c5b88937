"""The composition root: builds everything once and joins it together."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler

from bot import backoff, calling, digests
from bot.adopt import Adoption
from bot.announce import Manner
from bot.around import chain
from bot.check import Checker, Plan
from bot.clock import Clock, system_clock
from bot.compose import Composer
from bot.config import configured
from bot.config.settings import Settings
from bot.config.tokens import Tokens
from bot.deliver import Chat, Delivery
from bot.engine import Engine
from bot.oncall import handover
from bot.oncall.roster import Roster
from bot.pace import Pace
from bot.roles import REFRESHED, Roles, roles_of
from bot.rules import Rulebook
from bot.serves import Serving
from bot.slack import language
from bot.slack.messenger import Messenger
from bot.slack.render.answer_help import note
from bot.slack.render.answer_who import OnCall
from bot.slack.render.text import escape
from bot.upkeep import audit, selfwatch
from bot.upkeep.alarm import Alarm
from bot.upkeep.chores import Chore, Chores
from bot.upkeep.selfwatch import SelfWatch
from bot.upkeep.standstill import LOOK_EVERY, Standstill, look_through, next_look
from providers.base import Connection
from providers.budget import Bounded
from providers.clients import Clients
from state.database import Damaged, Unwritable
from state.model import Account, Invoice
from state.rules.severity import Severity
from state.store import (
    Store,
)

log = structlog.get_logger()

TICK_SECONDS = 1.1
ROSTER_EVERY = timedelta(minutes=5)
DIGEST_EVERY = timedelta(minutes=1)
HANDOVER_EVERY = timedelta(minutes=1)
RETRIES = 2  # more tries, within a check, of a request that failed in a way that often passes


def jitter(span: timedelta) -> timedelta:
    """Spread checks over time: up to a tenth longer, so that accounts do not march in step."""
    return span * random.uniform(1.0, backoff.SPREAD)  # noqa: S311 -- no secret is made of it


def plans(settings: Settings, clients: Clients, clock: Clock) -> dict[str, Plan]:
    """Connect every configured account; nothing talks yet."""
    made, book = {}, Rulebook(settings)
    for name, watched in settings.accounts.items():
        connection = Connection(
            account=watched.account,
            url=watched.url,
            texts=watched.texts,
            lists=watched.lists,
            secrets=watched.secrets,
            clients=clients.trusting(watched.ca_file),
            now=clock,
            retries=RETRIES,
        )
        made[name] = Plan(
            account=watched.account,
            provider=Bounded(watched.spec.connect(connection)),
            every=watched.every,
            manner=partial(_manner, book, watched.account),
        )
    return made


def _manner(book: Rulebook, account: Account, invoice: Invoice) -> Manner:
    def route(severity: Severity) -> tuple[str, str | None]:
        found = book.route(invoice, account, severity)
        return found.channel, found.mention

    return Manner(book.rules(invoice, account), book.home(invoice, account).channel, route)


@dataclass(frozen=True, slots=True)
class Core:
    """The bot without its ears: state, providers and, with a token, a voice."""

    settings: Settings
    store: Store
    clients: Clients
    engine: Engine
    messenger: Messenger | None
    roster: Roster | None
    alarm: Alarm
    watch: SelfWatch
    chores: Chores
    roles: Roles
    standstill: Standstill

    def tick(self) -> None:
        """Begin whatever has come due, where it can be recorded; never waits for the network."""
        if not self.standstill.is_over():
            return
        try:
            if self.engine.tick():  # else it would tell of reminders that wait on purpose
                self.chores.tick()
        except (Damaged, Unwritable) as error:
            self.standstill.begin(error)

    def close(self) -> bool:
        """Stop the work and let go of everything; True if nothing was cut off."""
        quiet = self.engine.stop()
        quiet = self.chores.stop() and quiet
        quiet = self.alarm.stop() and quiet
        if quiet:
            self.clients.close()
            self.store.close()
        return quiet


@dataclass(frozen=True, slots=True)
class Instead:
    """What differs where there is no real Slack, or no real time."""

    chat: Chat | None = None  # takes the place of Slack
    oncall: Callable[[], OnCall | None] | None = None  # of its knowing who is on call
    grace: timedelta = selfwatch.GRACE  # how long a message may take
    pool: Callable[[int, str], Executor] = ThreadPoolExecutor  # of threads
    clients: Clients | None = None  # shared by several bots: what they trust is read once


SLACK = Instead()


def build(
    settings: Settings,
    store: Store,
    clock: Clock,
    tokens: Tokens | None = None,
    *,
    spread: Callable[[timedelta], timedelta] = jitter,
    pace: Pace | None = None,
    instead: Instead = SLACK,
) -> Core:
    """Join state, providers and Slack; the caller holds the writer lock."""
    language.use(settings.locale)
    book = Rulebook(settings)
    store.count_down(book.suspension_of, clock, book.hurry_of)
    _take_up(store, settings, clock())
    clients = instead.clients or Clients()
    messenger = Messenger(tokens.bot, tokens.api_url, clock) if tokens else None
    roster = calling.roster_of(settings, tokens, clients, clock)
    alarm = Alarm(settings.alarm, clock, instead.pool)
    serving = Serving(settings.links, store)
    chat = instead.chat or messenger
    delivery, fallback = None, settings.slack.fallback_channel
    if chat is not None:
        composer = Composer(store, clock, settings.slack.command, serving)
        adoption = Adoption(store, messenger, clock) if messenger and not instead.chat else None
        delivery = Delivery(
            *(store, chat, clock, pace or Pace(), composer),
            fallback=fallback,
            lost=alarm.raise_,
            adoption=adoption,
        )
    standstill = Standstill(
        *(store, clock, alarm, settings.database),
        channel=fallback or settings.slack.channel,
        voice=_past_the_database(messenger, instead.pool) if messenger else None,
    )
    engine = Engine(
        store=store,
        plans=plans(settings, clients, clock),
        checker=Checker(store, clock, spread, serving),
        delivery=delivery,
        book=book,
        chain=partial(chain, settings, instead.oncall or calling.known(roster)),
        clock=clock,
        concurrency=settings.check.concurrency,
        pool=instead.pool,
        stands_still=standstill.begin,
    )
    watch = SelfWatch(store, clock, alarm, fallback, grace=instead.grace)
    roles = roles_of(settings, tokens, clock)
    looking = Chore(
        *("look_through", LOOK_EVERY, partial(look_through, settings.database, standstill)),
        due=next_look(settings.database, clock()),
    )
    regular = (*_chores(settings, store, clock, roster, watch, roles), looking)
    chores = Chores(clock, regular, instead.pool)
    return Core(
        *(settings, store, clients, engine, messenger, roster),
        *(alarm, watch, chores, roles, standstill),
    )


def _past_the_database(
    messenger: Messenger, pool: Callable[[int, str], Executor]
) -> Callable[[str, str], object]:
    """Say what the outbox cannot take; nobody waits for Slack meanwhile."""
    hands = pool(1, "standstill")
    return lambda channel, text: hands.submit(messenger.plainly, channel, note(escape(text)))


def _take_up(store: Store, settings: Settings, now: datetime) -> None:
    """Go on where a former process stopped, by the configuration as it is now."""
    store.take_over()
    store.sync_accounts([one.account for one in settings.accounts.values()], now)
    configured.note(store, settings, now)


def _chores(
    settings: Settings,
    store: Store,
    clock: Clock,
    roster: Roster | None,
    watch: SelfWatch,
    roles: Roles,
) -> Iterator[Chore]:
    if roster is not None:
        yield Chore("refresh_roster", ROSTER_EVERY, roster.refresh)
        yield Chore("hand_over", HANDOVER_EVERY, lambda: handover.check(store, roster, clock()))
    if roles.members.groups:
        yield Chore("refresh_roles", REFRESHED, roles.members.refresh)
    if settings.reminders.digest is not None:
        yield Chore("digest", DIGEST_EVERY, lambda: digests.queue(store, settings, clock()))
    yield Chore("name_audit_head", audit.EVERY, lambda: audit.name_head(store))
    yield Chore("watch_itself", selfwatch.EVERY, watch.look)


class Heartbeat:
    """APScheduler with its one job: the tick."""

    def __init__(
        self,
        tick: Callable[[], object],
        scheduler: Callable[..., BaseScheduler] = BackgroundScheduler,
    ) -> None:
        self._tick = tick
        self.beat_at: datetime | None = None  # when a tick last went well, by the machine's time
        # a late tick is run, once, instead of being dropped (the default grace is a second)
        self._scheduler = scheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._scheduler.add_job(
            self._beat, "interval", seconds=TICK_SECONDS, next_run_time=system_clock()
        )

    def _beat(self) -> None:
        try:
            self._tick()
            self.beat_at = system_clock()
        except Exception:
            log.exception("tick_crashed")

    def start(self) -> None:
        """Begin to tick, at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
