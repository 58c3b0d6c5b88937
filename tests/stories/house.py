"""A whole Duewatch for a story: providers, a Slack and the bot, with a clock moved by hand.

Everything is real but the two outer walls, which speak their real protocols on loopback.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.app import Core, build
from bot.check import Checked
from bot.config.load import load
from bot.config.settings import Settings
from bot.config.tokens import Tokens
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, Installed, LocalSlack
from bot.demo.world import World
from bot.pace import Pace
from bot.service import Service, serve
from state.database import open_store
from state.messages import Post
from state.model import InvoiceKey
from tests.stories.diary import TEAM, Diary

SETTINGS = """
timezone = "Europe/Berlin"
database = "story.db"

[slack]
channel = "#billing"
fallback_channel = "#ops"

[check]
every = "30m"

[reminders]
before = [7, 3, 1, 0]
after = [1, 3, 7]
repeat = 7
max_repeats = 2
ack_expires = "3d"
"""
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday
# for stories of many days: few checks, one after the other, so that all is said in one order
DAILY = SETTINGS.replace('every = "30m"', 'every = "6h"\nconcurrency = 1')
WORKING = (
    DAILY
    + """
business_days = true
holidays = "DE-BY"
hours = ["09:00", "17:30"]
"""
)


PEOPLE = {"Ada": "U01ADA", "Ben": "U02BEN", "Cleo": "U03CLEO"}


def at(moment: str) -> datetime:
    """`2026-11-23 10:30` on the team's wall, as the instant it is."""
    return datetime.fromisoformat(moment).replace(tzinfo=TEAM).astimezone(UTC)


@dataclass(slots=True)
class StoryClock:
    """A clock that is moved by hand; between two looks a microsecond passes."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(slots=True)
class House:
    """The running bot and the people and providers around it."""

    folder: Path
    clock: StoryClock
    world: World
    slack: LocalSlack
    config: str = SETTINGS
    core: Core = field(init=False)
    service: Service = field(init=False)
    diary: Diary = field(init=False)
    _providers: str = ""

    def settings(self) -> Settings:
        path = self.folder / "duewatch.toml"
        path.write_text(f"{self.config}\n{self.world.snapshot_config(self._base())}")
        return load(path, self.world.environment(), need_secrets=True)

    def _base(self) -> str:
        return self._providers

    def move_in(self) -> None:
        """Start the bot, without its heartbeat: a story says itself when time passes."""
        tokens = Tokens(BOT_TOKEN, APP_TOKEN, None, self.slack.api_url)
        settings = self.settings()
        store = open_store(settings.database)
        self.core = build(
            settings, store, self.clock, tokens, spread=lambda span: span, pace=Pace(0)
        )
        self.service = serve(self.core, tokens, {})
        assert self.service.socket is not None
        self.service.socket.start()
        self.slack.wait_for(lambda: self.service.socket and self.service.socket.connected)

    def move_out(self) -> None:
        """Stop the bot as SIGTERM does."""
        self.service.stop()

    def check(self, *names: str) -> list[Checked]:
        """Check accounts now and deliver what that leads to."""
        checked = self.core.engine.check_now(names or list(self.core.settings.accounts))
        self.deliver()
        return checked

    def pass_time(self, **span: float) -> list[Checked]:
        """Let time pass and do everything that has come due, as the tick does."""
        self.clock.forward(**span)
        checked = [future.result() for future in self.core.engine.start_checks()]
        self.deliver()
        return checked

    def deliver(self) -> None:
        """Queue due reminders and send until nothing is ready."""
        self.core.engine.remind()
        assert self.core.engine.delivery is not None
        self.core.engine.delivery.turn()
        # a click has the delivery woken by itself: wait for what that is still sending
        self.slack.wait_for(lambda: self.core.store.pending() == 0)

    def days(self, until: date) -> Iterator[date]:
        """Walk through the time; a day is given when it begins, and lived when one goes on."""
        day = self.today
        while day <= until:
            yield day
            day += timedelta(days=1)
            self.live_until(datetime.combine(day, time(), TEAM))

    def live_until(self, moment: datetime | str) -> None:
        """Let time pass with everything that the ticks would do, each at its moment."""
        end = at(moment) if isinstance(moment, str) else moment
        while self.clock.now < end:
            self.clock.now = min(self._coming(), end.astimezone(UTC))
            self._tick()

    @property
    def today(self) -> date:
        """The day it is for the team."""
        return self.clock.now.astimezone(TEAM).date()

    def _coming(self) -> datetime:
        """The next moment at which something may have to be done: a turn on call may end."""
        now, store = self.clock.now, self.core.store
        checks = [view.next_check_at for view in store.account_views()]
        moments = (*checks, store.next_event(), *self._mornings())
        coming_next = max(min(filter(None, moments)), now + timedelta(microseconds=1))
        # ticks are about a second apart, so what comes within one comes together
        return (coming_next + timedelta(microseconds=999_999)).replace(microsecond=0)

    def _mornings(self) -> Iterator[datetime]:
        opens = self.core.settings.reminders.hours[0]
        for day in (self.today, self.today + timedelta(days=1)):
            morning = datetime.combine(day, opens, TEAM).astimezone(UTC)
            if morning > self.clock.now:
                yield morning

    def _tick(self) -> None:
        for future in self.core.engine.start_checks():
            future.result()
        self.deliver()
        self.core.chores.do()
        self.deliver()
        self.diary.listen()

    def order(self, user: str, words: str, channel: str = "#billing") -> str:
        """Somebody types `/invoices` and these words; gives the answer."""
        self.diary.note(self.clock.now, f"{user}: /invoices {words}")
        answer = self.slack.command(PEOPLE[user], channel, f"/invoices {words}")
        self.deliver()
        self.diary.listen()
        return str(answer["text"])

    def press(self, user: str, button: str, key: str) -> str:
        """Somebody presses a button of an invoice's living message; gives the answer."""
        self.diary.note(self.clock.now, f"{user} presses {button} at {key}")
        person, post = PEOPLE[user], self.living(key)
        before = len(self.slack.ephemerals(person))
        assert self.slack.click(person, post.channel, post.ts, button, key) == {"ok": True}
        self.slack.wait_for(lambda: len(self.slack.ephemerals(person)) > before)
        self.deliver()
        self.diary.listen()
        return str(self.slack.ephemerals(person)[-1]["text"])

    def let_in(self, channel: str) -> None:
        """Let the bot into a channel; what it says of itself there is no part of the story."""
        told = len(self.diary.entries)
        self.slack.invite_bot(channel)
        # Slack tells the bot, which queues it; it is sent at once only if nothing else is
        self.slack.wait_for(lambda: self.core.store.pending() or self.messages(channel), 30)
        self.deliver()
        self.slack.wait_for(lambda: self.messages(channel), 30)
        self.diary.listen()
        del self.diary.entries[told:]

    def messages(self, channel: str = "#billing") -> list[dict[str, Any]]:
        """Top-level messages of a channel, without those that only repeat a thread."""
        slacks_own = ("thread_broadcast", "channel_join")
        return [m for m in self.slack.history(channel) if m.get("subtype") not in slacks_own]

    def thread(self, message: Mapping[str, Any], channel: str = "#billing") -> list[str]:
        """The lines below a message."""
        return [str(m["text"]) for m in self.slack.thread(channel, str(message["ts"]))[1:]]

    def living(self, key: str) -> Post:
        """Where the living message of an invoice stands now."""
        found = self.core.store.living(InvoiceKey.parse(key))
        assert found is not None, f"{key} has no message"
        return found[1]

    def shown(self, key: str) -> str:
        """What the living message of an invoice says now."""
        post = self.living(key)
        return next(str(m["text"]) for m in self.slack.history(post.channel) if m["ts"] == post.ts)

    def about(self, key: str, channel: str = "#billing") -> dict[str, Any]:
        """The living message of an invoice."""
        found = [m for m in self.messages(channel) if carries(m, key)]
        assert len(found) == 1, f"{len(found)} messages carry {key}"
        return found[0]


def carries(message: Mapping[str, Any], key: str) -> bool:
    """True if this is the message that shows an invoice by itself."""
    return any(key in str(block) for block in message.get("blocks", ()))


@contextmanager
def house(
    folder: Path,
    furnish: Callable[[World], None],
    *,
    config: str = SETTINGS,
    start: datetime | str = START,
    messages_per_second: float | None = None,
    app: Installed | None = None,
    kind: type[House] = House,
) -> Iterator[House]:
    """Build a house around a world, move in, and tear it down."""
    clock = StoryClock(at(start) if isinstance(start, str) else start)
    world = World(clock)
    furnish(world)
    providers = world.serve()
    slack = LocalSlack.start(clock=clock, messages_per_second=messages_per_second, app=app)
    built = kind(folder, clock, world, slack, config)
    built._providers = providers.url
    built.diary = Diary(slack)
    built.move_in()
    try:
        yield built
    finally:
        built.move_out()
        slack.stop()
        providers.stop()
