"""The whole engine without a socket: providers and Slack in memory, a clock that is moved."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar

from bot.app import Core, Instead, build
from bot.config.load import load
from bot.config.settings import Settings, Watched
from bot.deliver import Chat
from bot.engine import LEASE
from bot.pace import Pace
from providers.base import Provider
from state.database import open_store
from state.model import Account
from tests.replay.books import Books

MEMORY = Path("/dev/shm")  # noqa: S108 -- only for a folder with an unguessable name


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder; where the system has a place for it, one that no commit waits for."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@dataclass(slots=True)
class MovedClock:
    """Stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        """The moment it stands at."""
        return self.now


Ear = TypeVar("Ear", bound=Chat)


@dataclass(slots=True)
class House(Generic[Ear]):
    """A configuration, its providers, a database, and a bot that may be stopped and started."""

    settings: Settings
    clock: MovedClock
    chat: Ear
    core: Core = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the bot, also after it was stopped."""
        store = open_store(self.settings.database)
        self.core = build(
            self.settings,
            store,
            self.clock,
            spread=lambda span: span,
            pace=Pace(0),
            instead=Instead(self.chat),
        )

    def stop(self) -> None:
        """Stop it; the database stays."""
        assert self.core.close(), "nothing was cut off"

    def turn(self) -> None:
        """One tick with all that follows from it, one after the other in this thread."""
        engine = self.core.engine
        for lease in engine.store.claim_due(self.clock(), 100, LEASE):
            checked = engine.checker.check(engine.plans[lease.account], lease)
            assert checked.skipped is None
        engine.remind()
        self.core.chores.do()
        assert engine.delivery is not None
        engine.delivery.turn()

    def next_moment(self) -> datetime:
        """When something has to be done next, a check at the latest."""
        checks = [view.next_check_at for view in self.core.store.account_views()]
        coming = self.core.store.next_event()
        moments = checks if coming is None else [*checks, coming]
        return max(min(moments), self.clock() + timedelta(seconds=1))


def settings(folder: Path, text: str, books: Iterable[Books]) -> Settings:
    """The configuration, with these books in the place of the providers."""
    path = folder / "duewatch.toml"
    path.write_text(text, encoding="utf-8")
    found = load(path, {})
    by_name = {one.account: one for one in books}
    accounts = {name: _led_to(by_name[name], one) for name, one in found.accounts.items()}
    return replace(found, accounts=accounts)


def accounts(found: Settings) -> dict[str, Account]:
    """The configured accounts by name."""
    return {name: one.account for name, one in found.accounts.items()}


def _led_to(books: Provider, watched: Watched) -> Watched:
    return replace(watched, spec=replace(watched.spec, connect=lambda _connection: books))
