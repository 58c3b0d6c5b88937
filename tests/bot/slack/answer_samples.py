"""Answers and Home tabs out of a real database, to be shown."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.answers.answer import Answers
from bot.answers.home import HomeTabs
from bot.config.sections import RolesSection
from bot.roles import Roles
from bot.slack.commands import Query, When, parse
from bot.slack.render.home_choice import Choice, written
from bot.slack.render.message import Block, Message
from state.model import Direction
from tests.bot.asking import PICTURED
from tests.bot.slack.dresses import PLAIN, Dress
from tests.bot.stock import NOW, SHOP, VPS, Stock, bill, claim, fill

ASKER = "U02BEN"
NEWCOMER = "U03CLEO"
HOLDER = "U01ADA"  # has taken something on
UNCHOSEN, SECOND, LATE = Choice(), Choice(needing=2), Choice(When.OVERDUE)
FILTERED = Choice(When.OPEN, Direction.RECEIVABLE, "shop")
EVERYBODY, OTHERS_MAY = Roles(), Roles(RolesSection(acknowledge=("U01ADA", "@finance-leads")))
HINTS = {
    "hint": "overdu",
    "hint_client": "client nobody",
    "hint_number": "show 75148801",
    "hint_nothing_like_it": "xyzzy",
}


@dataclass(frozen=True, slots=True)
class Shelves:
    """Stores in the states that an answer may find them in."""

    stocks: dict[str, Stock]

    @classmethod
    def put_up(cls, folder: Path, dress: Dress = PLAIN) -> Self:
        """Fill them in a folder; `close` before it goes away."""
        names = ("ordinary", "many", "clear", "never_checked")
        stocks = {name: Stock(_made(folder / name)) for name in names}
        fill(stocks["ordinary"], dress.told)
        bills = [bill(n, "5.00 USD", f"2026-11-{n % 19 + 1:02}") for n in range(1000, 1040)]
        claims = [claim(n, "1.00 EUR", "2026-11-01", "Example & <Sons>") for n in range(20)]
        stocks["many"].listed(VPS, [dress.told(one) for one in bills])
        stocks["many"].listed(SHOP, [dress.told(one) for one in claims])
        stocks["clear"].listed(VPS)
        stocks["clear"].listed(SHOP)
        return cls(stocks)

    def close(self) -> None:
        for stock in self.stocks.values():
            stock.store.close()

    def answers(self) -> dict[str, Message]:
        """Every command, in the language that is spoken now."""
        asked = {**PICTURED, **HINTS}
        told = {f"asked_{name}": self._ask("ordinary", typed) for name, typed in asked.items()}
        return told | {
            "asked_first_page": self._ask("many", "overdue"),
            "asked_second_page": self._ask("many", "overdue", 2),
            "asked_when_clear": self._ask("clear", ""),
            "asked_before_any_check": self._ask("never_checked", ""),
            "asked_accounts_before_any_check": self._ask("never_checked", "accounts"),
        }

    def homes(self) -> dict[str, Block]:
        """The Home tab over each of them."""
        shown = {f"home_{name}": self._home(name) for name in self.stocks}
        return shown | {
            "home_holder": self._home("ordinary", HOLDER),
            "home_filtered": self._home("ordinary", choice=FILTERED),
            "home_nothing_late": self._home("clear", choice=LATE),
            "home_second_page": self._home("many", choice=SECOND),
            "home_looker_on": self._home("ordinary", roles=OTHERS_MAY),
            "home_first_visit": self._home("ordinary", NEWCOMER),
        }

    def rich_homes(self) -> dict[str, Block]:
        """The Home tab with Slack's newest blocks, which not every workspace takes."""
        return {f"home_{name}_rich": self._home(name, rich=True) for name in ("ordinary", "many")}

    def _home(
        self,
        name: str,
        user: str = ASKER,
        choice: Choice = UNCHOSEN,
        roles: Roles = EVERYBODY,
        *,
        rich: bool = False,
    ) -> Block:
        store = self.stocks[name].store
        if user != NEWCOMER:
            store.welcomed(user, NOW)
        store.choose_home(user, written(choice), NOW)
        return HomeTabs(store, lambda: NOW, roles=roles).view(user, rich)

    def _ask(self, name: str, typed: str, page: int = 1) -> Message:
        query = parse(typed)
        assert isinstance(query, Query)
        return self._of(name).answer(query, ASKER, page)

    def _of(self, name: str) -> Answers:
        return Answers(self.stocks[name].store, lambda: NOW)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
