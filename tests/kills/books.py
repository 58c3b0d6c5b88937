"""What happens in the billing accounts while the bot is killed, and what has to be said of it."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from bot.demo.billing import Fault
from bot.demo.world import World
from state.marks import mark
from state.model import InvoiceKey

ACCOUNTS: Final = {"acme-vps": "interserver", "nyc-voxel": "voxel", "chi-leap": "singlehop"}
DUE = date(2031, 6, 1)  # nothing falls due meanwhile
AT_FIRST = 25  # invoices that stay as they are, so that no change is a storm
TROUBLES: Final[tuple[Fault, ...]] = ("down", "dropped", "html", "cut", "maintenance", "slow")
FATES = ("clicked", "amended", "paid")


def opened() -> World:
    """Three accounts at three providers, each with some old invoices."""
    world = World(lambda: datetime.now(UTC), slow_seconds=0.1)
    for name, provider in ACCOUNTS.items():
        account = world.add_account(name, provider)  # type: ignore[arg-type]
        for number in range(1, AT_FIRST + 1):
            account.add(str(number), "5.00", due=DUE, description="Old")
    return world


@dataclass(slots=True)
class Books:
    """Writes new invoices, changes each at most once, and remembers what follows from that."""

    world: World
    chance: random.Random
    fates: dict[str, str] = field(default_factory=dict)  # key -> what will happen to it
    done: dict[str, str] = field(default_factory=dict)  # key -> what has happened
    marked: dict[str, str] = field(default_factory=dict)  # what stands for it in Slack -> key
    faults: int = 0
    _number: int = 1000

    def live(self, shown: set[str]) -> None:
        """A moment in the accounts; only what Slack shows already is changed."""
        for name in ACCOUNTS:
            if self.chance.random() < 0.5:
                for _ in range(self.chance.choice((1, 1, 2, 3))):
                    self._add(name)
            self._change(name, shown)
            trouble = self.chance.choice(TROUBLES) if self.chance.random() < 0.25 else None
            self.faults += trouble is not None
            self.world.account(name).fault = trouble

    def heal(self) -> None:
        """Every provider answers again."""
        for name in ACCOUNTS:
            self.world.account(name).fault = None

    def clickable(self, shown: set[str]) -> list[str]:
        """Invoices in Slack to which nothing else happens."""
        return sorted(key for key in shown if self.fates.get(key) == "clicked")

    def _add(self, name: str) -> None:
        self._number += 1
        key = f"{name}/{self._number}"
        self.marked[mark(InvoiceKey.parse(key))] = key
        self.fates[key] = self.chance.choices(FATES, (3, 4, 4))[0]
        self.world.account(name).add(str(self._number), "7.00", due=DUE, description="New")

    def _change(self, name: str, shown: set[str]) -> None:
        waiting = defaultdict(list)
        for key, fate in self.fates.items():
            if key in shown and key not in self.done and key.startswith(f"{name}/"):
                waiting[fate].append(key)
        for fate in ("amended", "paid"):
            if waiting[fate] and self.chance.random() < 0.6:
                key = self.chance.choice(waiting[fate])
                number, account = key.partition("/")[2], self.world.account(name)
                if fate == "paid":
                    account.pay(number)
                else:
                    account.amend(number, amount="6.00")
                self.done[key] = fate
