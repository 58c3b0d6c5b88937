"""Who may do what: the words of a refusal, and that no way leads past it."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moneyed import Money

from bot.config.sections import RolesSection
from bot.roles import Members, Right, Roles
from bot.slack.asked import AckAll, Asked, Order, Place, StormAnswer, read, written
from bot.slack.deeds import (
    Ack,
    Assign,
    Deed,
    Dispute,
    Mute,
    Note,
    Promise,
    Snooze,
    Unack,
    Unmute,
    Waiting,
)
from bot.slack.messenger import SlackRefused
from bot.slack.moments import On
from bot.slack.render.modals.sheet import Form, Sheet
from state.model import InvoiceKey
from state.store import Question
from tests.bot.bench import KEY, Bench, said
from tests.bot.stock import Stock
from tests.bot.wall import Wall

ADA, BEN, CLEO = "U01ADA", "U02BEN", "U03CLEO"
LEADS = "@finance-leads"
DAY = On(date(2026, 12, 1))


def members(**groups: tuple[str, ...]) -> Members:
    """User groups whose members Slack tells; `finance_leads` is @finance-leads."""
    named = {f"@{name.replace('_', '-')}": people for name, people in groups.items()}
    made = Members(named, lambda group: named[group])
    made.refresh()
    return made


def roles(care: tuple[str, ...] = (), manage: tuple[str, ...] = (), **limits: str) -> Roles:
    above = {code: Money(text, code) for code, text in limits.items()}
    section = RolesSection(acknowledge=care, manage=manage, promise_above=dict(limits))
    assert section.promise_above == above
    return Roles(section, members(finance_leads=(CLEO,)))


def test_without_roles_everybody_may_do_everything() -> None:
    assert [Roles().refusal(ADA, right) for right in Right] == [None, None]
    assert Roles().to_promise(Money("1000000", "USD")) is Right.CARE


def test_who_may_manage_may_also_take_care() -> None:
    judge = roles(care=(ADA,), manage=(LEADS,))
    assert judge.refusal(ADA, Right.CARE) is None
    assert judge.refusal(CLEO, Right.CARE) is None
    assert judge.refusal(CLEO, Right.MANAGE) is None


def test_a_refusal_is_friendly_and_says_who_may() -> None:
    judge = roles(care=(ADA,), manage=(LEADS,))
    assert judge.refusal(BEN, Right.CARE) == (
        "Only <@U01ADA> and @finance-leads may take care of invoices. Nothing was changed; "
        "please ask one of them."
    )
    assert str(judge.refusal(ADA, Right.MANAGE)).startswith("Only @finance-leads may mute")


def test_where_only_taking_care_is_limited_the_same_people_manage() -> None:
    judge = roles(care=(ADA,))
    assert judge.refusal(ADA, Right.MANAGE) is None
    assert judge.refusal(BEN, Right.MANAGE)


def test_a_group_is_shown_by_its_handle_or_its_id() -> None:
    judge = Roles(RolesSection(manage=("S0614TZR7",)), Members((), lambda _: ()))
    assert "<!subteam^S0614TZR7>" in str(judge.refusal(BEN, Right.MANAGE))


def test_while_nobody_knows_who_is_in_a_group_its_members_are_asked_to_wait() -> None:
    def silent(_: str) -> tuple[str, ...]:
        raise SlackRefused("this workspace's plan has no user groups")

    unknown = Members((LEADS,), silent)
    unknown.refresh()
    judge = Roles(RolesSection(acknowledge=(ADA, LEADS)), unknown)
    assert judge.refusal(ADA, Right.CARE) is None, "who is named needs no group"
    assert "Slack has not told me yet who that is" in str(judge.refusal(BEN, Right.CARE))


def test_the_last_known_members_count_while_slack_is_away() -> None:
    answers = [(CLEO,), None, (ADA,)]

    def asked(_: str) -> tuple[str, ...]:
        answer = answers.pop(0)
        if answer is None:
            raise SlackRefused("Slack cannot be reached")
        return answer

    known = Members((LEADS,), asked)
    judge = Roles(RolesSection(manage=(LEADS,)), known)
    for allowed in (CLEO, CLEO, ADA):
        known.refresh()
        assert judge.refusal(allowed, Right.MANAGE) is None


@pytest.mark.parametrize(
    ("owed", "right"),
    [
        ("500.00 USD", Right.CARE),
        ("500.01 USD", Right.MANAGE),
        ("9000.00 EUR", Right.CARE),
        (None, Right.MANAGE),
    ],
)
def test_promising_much_is_for_those_who_manage(owed: str | None, right: Right) -> None:
    judge = roles(manage=(LEADS,), USD="500.00")
    assert judge.to_promise(Money(*owed.split()) if owed else None) is right


# No way leads past the gate: whatever a person without rights asks for, by whichever way,
# nothing changes; the same asked by somebody with rights does change something.

KEYS = st.sampled_from([str(KEY), "7514881", "acme-vps/7514882", "shop/18", "404", ""])
NOTES = st.sampled_from([None, "PO 4711", "until fri", "<!channel>"])
DEEDS: st.SearchStrategy[Deed] = st.one_of(
    st.builds(Ack, KEYS, NOTES, st.sampled_from([None, DAY])),
    st.builds(Unack, KEYS),
    st.builds(Snooze, KEYS, st.just(DAY), NOTES),
    st.builds(Promise, KEYS, st.just(DAY), NOTES),
    st.builds(Waiting, KEYS, NOTES, st.sampled_from([None, DAY])),
    st.builds(Dispute, KEYS, NOTES, st.sampled_from([None, DAY])),
    st.builds(Assign, KEYS, st.sampled_from(["me", ADA]), NOTES),
    st.builds(Mute, st.one_of(KEYS, st.just("shop")), st.just(DAY), NOTES),
    st.builds(Unmute, st.one_of(KEYS, st.just("shop"))),
    st.builds(Note, KEYS, st.just("a word")),
)
STORMS = st.builds(StormAnswer, st.just("shop|2026-11-20T12:00:00+00:00"), st.booleans())
LISTS = st.builds(AckAll, st.lists(KEYS, min_size=1, max_size=4).map(tuple))
ORDERS: st.SearchStrategy[Order] = st.one_of(DEEDS, STORMS, LISTS)


@given(ORDERS, st.sampled_from(["button", "menu", "modal", "shortcut", "command"]))
def test_what_is_asked_survives_being_written_down(order: Order, source: str) -> None:
    asked = Asked("trigger:1", BEN, source, Place("C1", "https://hooks.example/1"), order)
    assert read("trigger:1", written(asked)) == asked


@pytest.fixture
def closed(stock: Stock, wall: Wall) -> Bench:
    """A bench where only Ada may take care and only Cleo may manage."""
    return Bench(stock, wall, roles=roles(care=(ADA,), manage=(LEADS,)))


def everything(bench: Bench) -> str:
    """All that people can change, as text."""
    store = bench.stock.store
    views = store.invoices(Question(owed_only=False))
    events = [store.timeline(view.invoice.key) for view in views]
    mutes = [view.mute for view in store.account_views()]
    return repr([views, events, mutes, store.pending(), bench.stormed])


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ORDERS, st.integers(0, 10**9))
def test_nothing_that_is_written_down_gets_past_the_gate(
    closed: Bench, order: Order, number: int
) -> None:
    before = everything(closed)
    asked = Asked(f"trigger:{number}", BEN, "button", Place("C1"), order)
    closed.clicks.take(asked)
    words = closed.clicks.carry_out(asked)
    assert words is None or words.startswith(("Only ", "I know no ", "No account", "2 invoices"))
    assert everything(closed) == before


WAYS: dict[str, Callable[[Bench], dict[str, object]]] = {
    "acknowledge": lambda bench: bench.click("acknowledge"),
    "give back": lambda bench: bench.click("unacknowledge", "acme-vps/7514880"),
    "a list": lambda bench: bench.click("acknowledge_all", json.dumps([str(KEY)])),
    "a storm, yes": lambda bench: bench.click("announce_storm", "shop|x"),
    "a storm, no": lambda bench: bench.click("hush_storm", "shop|x"),
    "the snooze menu": lambda bench: bench.choice("snooze", f"3d|{KEY}"),
    **{
        f"the form {form}": lambda bench, form=form: bench.submission(  # type: ignore[misc]
            form, str(KEY), {"day": "2026-12-01", "note": "x", "holder": ADA}
        )
        for form in Form
        if form is not Form.MORE
    },
}


@pytest.mark.parametrize("way", WAYS)
def test_no_control_and_no_form_leads_past_the_gate(closed: Bench, way: str) -> None:
    before = everything(closed)
    response = closed.send(WAYS[way](closed))
    assert response.status == 200
    if "form" in way:
        assert "Only <@U01ADA> and @finance-leads may" in response.body or (
            "Only @finance-leads may" in response.body
        )
    else:
        assert closed.wall.wait_for()[0]["text"].startswith("Only ")
    assert everything(closed) == before


@pytest.mark.parametrize(
    "line",
    [
        *("ack 7514881", "unack 7514880", "snooze 7514881 3d", "promise 7514881 fri"),
        *("paid 7514881", "dispute 7514881", "assign 7514881 me", "mute 7514881 3d"),
        *("mute shop 3d", "unmute shop", "note 7514881 x", "unmute 7514880"),
    ],
)
def test_no_command_leads_past_the_gate(closed: Bench, line: str) -> None:
    before = everything(closed)
    assert said(closed.send(closed.command(line))).startswith("Only ")
    assert everything(closed) == before


def test_a_form_that_somebody_may_not_use_is_not_opened(closed: Bench) -> None:
    assert isinstance(closed.handlers.sheet(Form.DISPUTE, str(KEY), ADA, None), str)
    assert isinstance(closed.handlers.sheet(Form.DISPUTE, str(KEY), CLEO, None), Sheet)
    more = closed.handlers.sheet(Form.MORE, str(KEY), ADA, None)
    assert isinstance(more, Sheet)
    assert Form.DISPUTE not in more.possible
    assert Form.SNOOZE in more.possible


def test_those_who_may_do_it(closed: Bench) -> None:
    ada = closed.click("acknowledge") | {"user": {"id": ADA}}
    closed.send(ada)
    assert "You have taken on" in closed.wall.wait_for()[0]["text"]
    cleo = closed.command("mute shop 3d") | {"user_id": CLEO}
    assert "The reminders of `shop` wait" in said(closed.send(cleo))
    assert closed.stock.store.invoice(InvoiceKey("shop", "18"))


def test_a_large_promise_is_refused_wherever_it_is_made(stock: Stock, wall: Wall) -> None:
    bench = Bench(stock, wall, roles=roles(manage=(LEADS,), USD="50.00"))
    large = "Only @finance-leads may"
    assert said(bench.send(bench.command("promise 7514881 fri"))).startswith(large)
    assert "will be paid on" in said(bench.send(bench.command("promise 7514883 fri")))
    assert isinstance(bench.handlers.sheet(Form.PROMISE, "7514881", BEN, None), str)
    assert isinstance(bench.handlers.sheet(Form.PROMISE, "7514881", CLEO, None), Sheet)
