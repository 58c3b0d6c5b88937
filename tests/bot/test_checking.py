"""How far a long check is: said now and then, and never more often than the address works."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.check import Checked
from bot.checking import MOST_TOLD, TOLD_EVERY, Progress
from tests.bot.stock import NOW


@dataclass
class Somebody:
    """Asked for a check of forty accounts, and reads what is said meanwhile."""

    now: datetime = NOW
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.progress = Progress(40, lambda: self.now, lambda said: self.told.append(said.text))

    def sees(self, accounts: int, *, slow: bool) -> None:
        for number in range(accounts):
            self.now += TOLD_EVERY if slow else TOLD_EVERY / 100
            self.progress.done(Checked(f"account-{number}"))


def test_a_quick_check_says_nothing_before_its_answer() -> None:
    ada = Somebody()
    ada.sees(40, slow=False)
    assert ada.told == []


def test_a_slow_one_says_how_far_it_is_as_often_as_it_may() -> None:
    ada = Somebody()
    ada.sees(12, slow=False)
    ada.sees(10, slow=True)
    assert ada.told == ["Checked 13 of 40 accounts …", "Checked 14 of 40 accounts …"]
    assert MOST_TOLD + 2 <= 5, "the beginning and the answer need the address too"


def test_the_last_account_is_said_by_the_answer_itself() -> None:
    ada = Somebody()
    ada.sees(39, slow=False)
    ada.sees(1, slow=True)
    assert ada.told == []
