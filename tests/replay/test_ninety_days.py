"""Ninety days of five hundred invoices, with people, outages and bad debtors: what is said."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest

from bot.actions import Desk
from bot.compose import CALLS, SETTLEMENTS
from state.messages import Kind
from state.model import Coverage
from state.store import Question
from tests.replay import season
from tests.replay.books import Books
from tests.replay.chat import Recorder
from tests.replay.house import House, MovedClock, in_memory, settings
from tests.replay.people import HOURS, Office, mornings
from tests.replay.season import (
    BEGIN,
    BOT_OUTAGE,
    END,
    FIRST,
    INVOICES,
    PROVIDER_OUTAGE,
    Happening,
)
from tests.soak.quiet import quiet

MOST_POSTS = 1.3  # in channels, for each invoice
NEWS = timedelta(hours=4)  # how long it takes to learn of a payment: one round of checks


@dataclass(slots=True)
class Replay:
    """One run of the ninety days."""

    house: House[Recorder]
    books: dict[str, Books]
    chance: Random
    decisions: int = 0

    def run(self) -> None:
        """Let the ninety days pass."""
        clock, waiting = self.house.clock, season.happenings(self.books, Random(7))
        looks = list(mornings(FIRST, season.DAYS))
        while clock.now < END:
            self._happen(waiting)
            if looks and looks[0] <= clock.now:
                looks = [moment for moment in looks if moment > clock.now]
                self.decisions += self._office().look()
            self.house.turn()
            clock.now = min(self.house.next_moment(), *looks[:1], END)
            if BOT_OUTAGE[0] <= clock.now < BOT_OUTAGE[1]:
                self._sleep(waiting)

    def _office(self) -> Office:
        core = self.house.core
        return Office(
            Desk(core.store, self.house.clock, timedelta(days=3), hours=HOURS), self.chance
        )

    def _sleep(self, waiting: list[Happening]) -> None:
        """The bot is down for three days, and the world goes on."""
        self.house.stop()
        self.house.clock.now = BOT_OUTAGE[1]
        self._happen(waiting)
        self.house.start()

    def _happen(self, waiting: list[Happening]) -> None:
        while waiting and waiting[0].at <= self.house.clock.now:
            waiting.pop(0).act()


@pytest.fixture(scope="module")
def replay() -> Iterator[Replay]:
    clock = MovedClock(BEGIN)
    books = {name: Books(name, clock, _coverage(name)) for name in season.SHARES}
    with in_memory() as folder, quiet():
        found = settings(folder, season.CONFIG, books.values())
        made = Replay(House(found, clock, Recorder(clock)), books, Random(11))
        made.run()
        yield made
        made.house.stop()


def _coverage(name: str) -> Coverage:
    return Coverage.OPEN_ONLY if name in ("acme-vps", "steel") else Coverage.EVERYTHING


def test_an_invoice_takes_little_of_a_channel(
    replay: Replay, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    heard, issued = replay.house.chat.heard, sum(len(one.invoices) for one in replay.books.values())
    posts = [one for one in heard if one.is_in_channel]
    figure = len(posts) / issued
    words = f"{issued} invoices, {replay.decisions} decisions, {len(heard)} messages"
    with capsys.disabled():
        pytestconfig.get_terminal_writer().line(f"\n{words}: {figure:.2f} posts an invoice")
    assert issued == INVOICES
    assert replay.decisions > 100, "people had something to do"
    assert figure <= MOST_POSTS, Counter(one.draft.occasion for one in posts)


def test_nothing_is_said_of_what_nobody_owes_but_that_it_is_settled(replay: Replay) -> None:
    for said in replay.house.chat.heard:
        if said.names_one and said.draft.what not in SETTLEMENTS:
            books, grace = replay.books[said.draft.account], NEWS
            if said.draft.account == season.BROKEN and PROVIDER_OUTAGE[0] < said.at:
                grace += min(said.at, PROVIDER_OUTAGE[1]) - PROVIDER_OUTAGE[0]
            number = said.draft.number or ""
            assert not books.was_closed(number, said.at - grace, said.at), said.draft


def test_each_step_of_an_invoice_is_said_at_most_once_in_a_channel(replay: Replay) -> None:
    heard = replay.house.chat.heard
    assert _doubled(one.draft.key for one in heard) == []
    steps = [one for one in heard if one.draft.stage is not None and one.draft.what != "new"]
    places = [(one.draft.number, one.draft.stage, one.draft.due, one.channel) for one in steps]
    assert len(steps) > 200
    assert _doubled(places) == []


def test_after_the_bot_was_down_an_invoice_is_told_of_once(replay: Replay) -> None:
    back = [one for one in replay.house.chat.heard if one.at == BOT_OUTAGE[1]]
    steps = [(one.draft.number, one.channel) for one in back if one.draft.what == "stage"]
    assert len(steps) >= 2, "some steps were missed"
    assert _doubled(steps) == []


def test_while_a_provider_does_not_answer_nobody_is_reminded_of_old_facts(
    replay: Replay,
) -> None:
    begin, end = PROVIDER_OUTAGE
    theirs = [one for one in replay.house.chat.heard if one.draft.account == season.BROKEN]
    calls = [one.at for one in theirs if one.draft.what in CALLS]
    told = [one.draft.what for one in theirs if one.draft.kind is Kind.ACCOUNT]
    assert told == ["baseline", "failing", "recovered"]
    assert [at for at in calls if begin + NEWS < at < end] == []
    assert [at for at in calls if begin - timedelta(days=3) < at < begin]
    assert [at for at in calls if end < at < end + timedelta(days=3)]


def test_whoever_does_not_pay_hears_of_it(replay: Replay) -> None:
    """The figure is not reached by saying nothing."""
    told = {(one.draft.account, one.draft.number) for one in replay.house.chat.heard}
    late = 0
    for view in replay.house.core.store.invoices(Question()):
        due = view.invoice.due
        if due and (END.date() - due).days > 10 and view.invoice.key.account == "shop":
            late += 1
            assert (view.invoice.key.account, view.invoice.key.number) in told
    assert late >= 5


def _doubled(found: Iterable[object]) -> list[object]:
    return [one for one, times in Counter(found).items() if times > 1]
