"""Round after round: something happens, people click, Slack and providers fail, and a kill."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.demo.slack import LocalSlack
from bot.demo.slack.faults import POSTING, Faults
from tests.kills.books import ACCOUNTS, Books, opened
from tests.kills.judge import Verdict, judge, shown
from tests.kills.people import Clicked, Person
from tests.kills.process import Bot, settled

SHORTEST, LONGEST = 0.2, 6.0  # seconds that a process may live; the longest once it has started
A_POST = 12.0  # how long it is waited for one, once it has started
HEALED = 900.0  # seconds in which everything has to be said once all is well
BREATH, BREATHER = (
    10,
    60.0,
)  # so many rounds, then one that lasts up to so long, with nothing broken
FAULTS = ("rate_limited", "lose_replies", "lose_before", "server_errors")


@dataclass(slots=True)
class Struck:
    """What was done to the bot."""

    rounds: int = 0
    slack: int = 0  # calls to Slack that were made to fail
    cut: int = 0  # connections that Slack ended
    waited: float = 0.0  # seconds until everything was said after the last kill


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went."""

    verdict: Verdict
    struck: Struck
    bot: Bot
    books: Books
    clicked: Clicked
    crashes: tuple[str, ...]
    verified: str  # what `duewatch verify` says of the audit log


@dataclass(slots=True)
class Rounds:
    """One bot, one Slack, and chance."""

    bot: Bot
    slack: LocalSlack
    books: Books
    chance: random.Random
    struck: Struck = field(default_factory=Struck)
    starting: float = 0.0  # seconds that it takes on this machine

    def begin(self) -> None:
        """The first life: it says what it watches, and is killed."""
        began = time.monotonic()
        self.bot.start()
        self.slack.wait_for(lambda: self.slack.connected, 60)
        self.starting = time.monotonic() - began
        self.slack.wait_for(lambda: len(self.slack.history("#billing")) == len(ACCOUNTS), 60)
        self.bot.kill()

    def one(self) -> None:
        """Let something happen, start the bot, and kill it at some moment."""
        self.books.live(shown(self.slack, self.books))
        self._trouble(self.slack.faults)
        self.bot.start()
        self._moment()
        self.bot.kill()
        self.struck.rounds += 1

    def breathe(self, clicked: Clicked) -> None:
        """Live until everything is said; a message that failed often is tried more seldom."""
        self.heal()
        self.bot.start()
        end = time.monotonic() + self.starting + BREATHER
        while time.monotonic() < end and not judge(self.slack, self.books, clicked).is_good:
            time.sleep(1)
        self.bot.kill()
        self.struck.rounds += 1

    def _trouble(self, faults: Faults) -> None:
        """Some calls to Slack fail, and what is done takes a while, so that kills fall into it."""
        faults.slow = self.chance.choice((0.0, 0.05, 0.2, 0.4))
        looks = {"conversations.history", "conversations.replies"}
        faults.methods = POSTING | looks if self.chance.random() < 0.3 else POSTING
        strikes = self.chance.choice(FAULTS) if self.chance.random() < 0.6 else None
        for name in FAULTS:
            setattr(faults, name, self.chance.choice((1, 1, 2)) if name == strikes else 0)
            self.struck.slack += getattr(faults, name)

    def _moment(self) -> None:
        """Wait for the moment of the kill: any at all, or just after a message went out."""
        began = time.monotonic()
        if self.chance.random() < 0.5:
            posted, end = self._posts() + self.chance.randint(1, 3), began + self.starting + A_POST
            while self._posts() < posted and time.monotonic() < end:
                time.sleep(0.005)
            time.sleep(self.chance.uniform(0, 0.2))
            return
        end = began + self.chance.uniform(SHORTEST, self.starting + LONGEST)
        if self.chance.random() < 0.2:
            time.sleep(max(0.0, (end - time.monotonic()) / 2))
            self.slack.disconnect()
            self.struck.cut += 1
        time.sleep(max(0.0, end - time.monotonic()))

    def _posts(self) -> int:
        return self.slack.calls["chat.postMessage"]

    def heal(self) -> None:
        """Everything works again."""
        self.books.heal()
        faults = self.slack.faults
        faults.slow = 0.0
        for name in FAULTS:
            setattr(faults, name, 0)


def strike(folder: Path, rounds: int, seed: int, told: Callable[[str], None]) -> Outcome:
    """Kill so many times; then let the bot catch up, and judge what stands in Slack."""
    chance, world = random.Random(seed), opened()
    with world.serve() as providers, LocalSlack.start(messages_per_second=None) as slack:
        bot = settled(folder, world, providers.url, slack)
        made = Rounds(bot, slack, Books(world, chance), chance)
        person = Person(slack, lambda: made.books.clickable(shown(slack, made.books)), seed)
        try:
            return _struck(made, person, rounds, told)
        finally:
            bot.leave_nothing_running()


def _struck(made: Rounds, person: Person, rounds: int, told: Callable[[str], None]) -> Outcome:
    made.begin()
    person.start()
    for number in range(1, rounds + 1):
        made.breathe(person.clicked) if number % BREATH == 0 else made.one()
        if number % 20 == 0:
            told(f"{number} rounds, {len(made.slack.history('#billing'))} messages")
    made.heal()
    made.bot.start()
    person.go_home()
    verdict, bot = _caught_up(made, person.clicked), made.bot
    assert bot.stop() == 0
    return Outcome(
        verdict, made.struck, bot, made.books, person.clicked, _crashes(bot), _verified(bot)
    )


def _caught_up(made: Rounds, clicked: Clicked) -> Verdict:
    """Wait until all is well; then a little longer, for what should not come."""
    began = time.monotonic()
    verdict = judge(made.slack, made.books, clicked)
    while not verdict.is_good and time.monotonic() - began < HEALED:
        time.sleep(1)
        verdict = judge(made.slack, made.books, clicked)
    made.struck.waited = time.monotonic() - began
    time.sleep(4)
    return judge(made.slack, made.books, clicked)


def _crashes(bot: Bot) -> tuple[str, ...]:
    """What the bot itself calls a fault of its own."""
    lines = bot.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return tuple(line for line in lines if "_crashed" in line or line.startswith("Traceback"))


def _verified(bot: Bot) -> str:
    done = bot.run("verify")
    return "unbroken" if done.returncode == 0 else f"{done.stdout}{done.stderr}".strip()
