from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.acts import Issue, Step, amend, at, cancel, forget, mark, pay, reopen
from bot.demo.forever import endless
from bot.demo.plot import PLOT, SCRIPTED
from bot.demo.story import Story, demo_world
from bot.demo.world import World
from tests.demo.simulators.conftest import Clock

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def demo(clock: Clock) -> World:
    return demo_world(clock, START)


def play(clock: Clock, story: Story, **span: float) -> list[str]:
    clock.forward(**span)
    return [step.title for step in story.advance(clock.now)]


def test_each_account_begins_with_owed_invoices_and_one_overdue_one(demo: World) -> None:
    for account in demo.accounts():
        owed = [bill for bill in account.bills() if bill.open > 0]
        late = [bill for bill in owed if bill.due is not None and bill.due < account.today()]
        assert len(owed) >= 2, account.name
        assert len(late) == 1, account.name
        assert any(bill.is_paid for bill in account.bills()), account.name


def test_the_first_invoices_come_within_ten_minutes(demo: World, clock: Clock) -> None:
    titles = play(clock, Story(demo, START), minutes=10)
    assert titles == [
        "InterServer invoices a new VPS",
        "Nordlicht Media gets an invoice",
        "Voxel invoices a server",
    ]
    assert demo.account("shop").bill(4107).client == "Nordlicht Media GmbH"


def test_a_step_is_performed_once_however_often_the_clock_ticks(demo: World, clock: Clock) -> None:
    story = Story(demo, START)
    assert play(clock, story, hours=4)
    assert play(clock, story) == []
    assert len(demo.account("shop").bill(4105).payments) == 1


def test_small_ticks_and_one_jump_lead_to_the_same_books() -> None:
    books = []
    for ticks in (1, 400):
        clock = Clock(START)
        demo = demo_world(clock, START)
        story = Story(demo, START)
        for _ in range(ticks):
            clock.forward(days=40 / ticks)
            story.advance(clock.now)
        told = [(b.number, b.issued, b.due, b.open) for a in demo.accounts() for b in a.bills()]
        books.append(told)
    assert books[0] == books[1]


def test_the_shop_issues_a_batch_of_eight_at_once(demo: World, clock: Clock) -> None:
    story = Story(demo, START)
    play(clock, story, hours=47)
    before = len(demo.account("shop").bills())
    play(clock, story, hours=1)
    assert len(demo.account("shop").bills()) - before == 8


def test_interserver_breaks_for_some_hours_and_recovers(demo: World, clock: Clock) -> None:
    story = Story(demo, START)
    play(clock, story, days=4, hours=1)
    assert demo.account("acme-vps").fault == "maintenance"
    assert demo.account("shop").fault is None
    play(clock, story, hours=5)
    assert demo.account("acme-vps").fault is None


def test_a_fault_that_a_person_set_outlasts_the_storys_own(demo: World, clock: Clock) -> None:
    story = Story(demo, START)
    demo.account("acme-vps").fault = "html"
    play(clock, story, days=4, hours=12)
    assert demo.account("acme-vps").fault == "html"


def test_a_person_may_interfere_with_every_invoice_of_the_story(demo: World, clock: Clock) -> None:
    story = Story(demo, START)
    for day in range(40):
        clock.forward(days=1)
        story.advance(clock.now)
        for account in demo.accounts():
            for bill in account.bills()[:: day % 3 + 1]:
                account.delete(bill.number)
    assert story.upcoming(clock.now)


def test_one_invoice_goes_overdue_before_it_is_paid(demo: World, clock: Clock) -> None:
    story = Story(demo, START)
    play(clock, story, days=17, hours=1)
    bill = demo.account("acme-vps").bill(21851003)
    assert bill.open > 0
    assert bill.due is not None
    assert bill.due < demo.account("acme-vps").today()
    play(clock, story, days=2)
    assert demo.account("acme-vps").bill(21851003).is_paid


def test_the_script_is_in_order_and_ends_with_little_owed(demo: World, clock: Clock) -> None:
    moments = [step.after for step in PLOT]
    assert moments == sorted(moments)
    assert max(moments) < SCRIPTED
    story = Story(demo, START, PLOT)
    play(clock, story, days=25)
    assert story.upcoming(clock.now) == []
    owed = [bill.number for account in demo.accounts() for bill in account.bills() if bill.open]
    assert owed == []


def test_the_panel_sees_what_comes_next_and_how_long_it_takes(demo: World, clock: Clock) -> None:
    story = Story(demo, START)
    first, second = story.upcoming(clock.now, limit=2)
    assert (first.title, first.wait) == ("InterServer invoices a new VPS", timedelta(minutes=2))
    assert second.at == START + timedelta(minutes=5)
    play(clock, story, minutes=2)
    assert story.upcoming(clock.now)[0].title == second.title
    late = story.upcoming(clock.now + timedelta(hours=1))[0]
    assert late.wait == timedelta(0)


def test_the_continuation_is_in_order_and_the_same_for_the_same_seed() -> None:
    def first(seed: int) -> list[tuple[timedelta, str]]:
        steps = endless(25, seed)
        return [(step.after, step.title) for _, step in zip(range(300), steps, strict=False)]

    moments = [after for after, _ in first(1)]
    assert moments == sorted(moments)
    assert first(1) == first(1)
    assert first(1) != first(2)


def test_after_two_years_the_world_is_alive_and_nearly_everything_was_paid(
    demo: World, clock: Clock
) -> None:
    story = Story(demo, START)
    titles = play(clock, story, days=730)
    kinds = Counter(title.split(":")[0] for title in titles if ":" in title)
    assert kinds["New"] > 350
    assert kinds["Paid"] > 300
    assert kinds["Paid in part"] > 5
    assert kinds["Called off"] > 1
    for account in demo.accounts():
        owed = [bill for bill in account.bills() if bill.open > 0]
        assert len(owed) < 12, account.name
    recent = {bill.issued for bill in demo.account("shop").bills()}
    assert max(recent) > (clock.now - timedelta(days=30)).date()


def test_acts_leave_alone_what_is_not_there(demo: World) -> None:
    shop = demo.account("shop")
    before = shop.bills()
    for act in (pay("shop", 1), amend("shop", 1, "2.00"), cancel("shop", 1), forget("shop", 1)):
        act(demo, START)
    for act in (reopen("shop", 1), mark("shop", 1, "Collections")):
        act(demo, START)
    Issue("shop", 4105, "1.00", 14, "again")(demo, START)
    pay("shop", 4071)(demo, START)
    assert shop.bills() == before


def test_own_steps_can_replace_the_story(demo: World, clock: Clock) -> None:
    story = Story(demo, START, [Step(at(0, 1), "only this", pay("shop", 4105))])
    assert play(clock, story, hours=2) == ["only this"]
    assert demo.account("shop").bill(4105).paid_at == START + timedelta(hours=1)
