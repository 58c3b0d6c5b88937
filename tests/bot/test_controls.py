"""What can be pressed, chosen and filled in, in the whole bot on a real Slack of its own."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.demo.world import World
from bot.slack.render.buttons import OPEN_MENU
from state.model import InvoiceKey
from tests.stories.house import PEOPLE, SETTINGS, House, house

KEY = "acme-vps/7001"
OTHER = "acme-vps/7002"
RULES = """
business_days = true
hours = ["09:00", "17:30"]

[[suspension]]
provider = "interserver"
suspend_after = 3
"""


ROLES = """
[roles]
acknowledge = ["@finance-oncall"]
manage = ["U01ADA"]
"""


def furnished(world: World) -> None:
    world.add_account("acme-vps", "interserver")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, furnished, config=SETTINGS + RULES) as made:
        made.pass_time()
        books = made.world.account("acme-vps")
        due = date(2026, 12, 1)
        books.add("7001", "24.00", due=due, description="Web", module="vps", service="2611")
        made.pass_time(minutes=31)
        books.add("7002", "240.00", due=due, description="Rack", module="vps", service="2612")
        made.pass_time(minutes=31)
        yield made


def opened(home: House, user: str = "Ben") -> dict[str, Any]:
    """The form that stands in front of somebody."""
    return dict(home.slack.wait_for(lambda: home.slack.modals(PEOPLE[user]))[-1])


def choose(home: House, control: str, value: str, user: str = "Ben", key: str = KEY) -> None:
    post = home.living(key)
    chosen = f"{value}|{key}"
    assert home.slack.click(PEOPLE[user], post.channel, post.ts, control, chosen) == {"ok": True}


def told(home: House, user: str = "Ben", number: int = 1) -> str:
    """The newest private words for somebody."""
    person = PEOPLE[user]
    home.slack.wait_for(lambda: len(home.slack.ephemerals(person)) >= number)
    home.deliver()
    return str(home.slack.ephemerals(person)[-1]["text"])


def words(view: dict[str, Any]) -> str:
    return str(view["blocks"])


def kinds(home: House, key: str = KEY) -> list[str]:
    return [event.kind for event in home.core.store.timeline(InvoiceKey.parse(key))]


def test_a_span_of_the_snooze_menu_is_taken_at_once(home: House) -> None:
    choose(home, "snooze", "3d")
    assert "`acme-vps/7001` is snoozed. It comes back" in told(home)
    assert "snoozed" in home.shown(KEY)


def test_a_day_is_chosen_in_a_form_that_says_what_follows(home: House) -> None:
    choose(home, "snooze", "pick")
    view = opened(home)
    assert "It comes back" in words(view)
    assert "23 Nov 2026 08:00 UTC" in words(view), "the first opening after the proposed day"
    user = PEOPLE["Ben"]
    assert home.slack.click_view(user, view["id"], "day", "2026-12-05") == {"ok": True}
    home.slack.wait_for(lambda: "7 Dec 2026 08:00 UTC" in words(opened(home)))
    assert "Mind that services stop on Fri 4 Dec 2026, before that." in words(opened(home))
    filled = {"day": "2026-12-05", "note": "card is new  then"}
    assert home.slack.submit(user, view["id"], filled) == {}
    assert "`acme-vps/7001` is snoozed." in told(home)
    found = home.core.store.invoice(InvoiceKey.parse(KEY))
    assert found
    assert found.care
    assert (found.care.note, found.care.source) == ("card is new then", "modal")


def test_the_menu_stands_as_before_when_a_day_is_asked_for(home: House) -> None:
    post, drawn = home.living(KEY), home.slack.calls["chat.update"]
    choose(home, "snooze", "pick")
    home.slack.wait_for(lambda: home.slack.calls["chat.update"] > drawn)
    home.deliver()
    assert home.living(KEY) == post
    assert kinds(home) == ["appeared"]


def test_a_day_that_will_not_do_is_refused_beside_it(home: House) -> None:
    choose(home, "more", "promise")
    view, user = opened(home), PEOPLE["Ben"]
    wrong = home.slack.submit(user, view["id"], {"day": "2026-11-19"})
    assert wrong == {"day": "Thu 19 Nov 2026 has passed already."}
    assert home.slack.submit(user, view["id"], {"day": "2099-11-19"}).keys() == {"day"}
    assert home.slack.submit(user, view["id"], {"day": "2026-12-06"}) == {}
    assert "services stop on Fri 4 Dec 2026, 2 days before that." in told(home)


@pytest.mark.parametrize(
    ("entry", "filled", "answer", "kind"),
    [
        ("waiting", {"note": "wire 17"}, "is paid; I wait", "waiting"),
        ("assign", {"holder": "U01ADA"}, "is with <@U01ADA> now", "assigned"),
        ("dispute", {"note": "billed twice"}, "is disputed", "disputed"),
    ],
)
def test_each_entry_of_more_opens_its_form(
    home: House, entry: str, filled: dict[str, object], answer: str, kind: str
) -> None:
    choose(home, "more", entry)
    assert home.slack.submit(PEOPLE["Ben"], opened(home)["id"], filled) == {}
    assert answer in told(home)
    assert kinds(home)[-1] == kind


@pytest.mark.parametrize(
    ("button", "filled", "kind"),
    [("form_note", {"note": "ask Cleo"}, "noted"), ("form_mute", {}, "muted")],
)
def test_the_last_entry_leads_to_everything_else(
    home: House, button: str, filled: dict[str, object], kind: str
) -> None:
    choose(home, "more", "more")
    view, user = opened(home), PEOPLE["Ben"]
    home.slack.click_view(user, view["id"], button, KEY)
    home.slack.wait_for(lambda: opened(home)["hash"] != view["hash"])
    assert home.slack.submit(user, opened(home)["id"], filled) == {}
    told(home)
    assert kinds(home)[-1] == kind


def test_words_that_are_only_blanks_are_no_note(home: House) -> None:
    choose(home, "more", "dispute")
    view = opened(home)
    assert home.slack.submit(PEOPLE["Ben"], view["id"], {"note": "  "}) == {
        "note": "Please write something."
    }


def test_a_form_for_what_was_paid_meanwhile_says_so(home: House) -> None:
    choose(home, "more", "promise")
    view = opened(home)
    home.world.account("acme-vps").pay("7001")
    home.pass_time(minutes=31)
    assert home.slack.submit(PEOPLE["Ben"], view["id"], {"day": "2026-12-01"}) == {}
    assert "is already paid; there is nothing to decide." in words(opened(home))


def test_the_shortcut_of_a_message_cares_for_its_invoice(home: House) -> None:
    post, user = home.living(KEY), PEOPLE["Ben"]
    home.slack.message_shortcut(user, post.channel, post.ts, "care_for_invoice")
    view = opened(home)
    assert "we owe InterServer 24.00 USD" in words(view)
    assert home.slack.click_view(user, view["id"], "acknowledge", KEY) == {"ok": True}
    home.slack.wait_for(lambda: "You have taken on `acme-vps/7001`" in words(opened(home)))
    assert kinds(home)[-1] == "acknowledged"


def test_the_shortcut_finds_the_invoice_in_what_somebody_wrote(home: House) -> None:
    said = home.slack.say("U01ADA", "#billing", f"who pays {OTHER}? And/or when?")
    home.slack.message_shortcut(PEOPLE["Ben"], "#billing", said["ts"], "care_for_invoice")
    assert "240.00 USD" in words(opened(home))


def test_the_shortcut_on_a_message_without_an_invoice_asks_which(home: House) -> None:
    said = home.slack.say("U01ADA", "#billing", "lunch?")
    user = PEOPLE["Ben"]
    home.slack.message_shortcut(user, "#billing", said["ts"], "care_for_invoice")
    view = opened(home)
    assert "I find no invoice in this message" in words(view)
    wrong = home.slack.submit(user, view["id"], {"reference": "7003"})
    assert wrong["reference"].startswith("I know no invoice 7003.")
    assert home.slack.submit(user, view["id"], {"reference": "7002"}) == {}
    assert "240.00 USD" in words(opened(home))


def test_an_invoice_is_found_from_anywhere(home: House) -> None:
    user = PEOPLE["Ben"]
    home.slack.shortcut(user, "find_invoice")
    view = opened(home)
    assert home.slack.submit(user, view["id"], {"reference": "7001"}) == {}
    view = opened(home)
    home.slack.click_view(user, view["id"], "form_promise", KEY)
    home.slack.wait_for(lambda: "It will be paid on" in words(opened(home)))
    assert home.slack.submit(user, opened(home)["id"], {"day": "2026-12-01"}) == {}
    # nobody can be whispered to where there is no channel: it comes as a direct message
    home.slack.wait_for(lambda: kinds(home)[-1] == "promised")


def test_a_click_on_a_message_that_nobody_remembers_adopts_it(home: House) -> None:
    post = home.living(KEY)
    home.core.store.forget_living(post)  # as a restored backup would
    answer = home.slack.click(PEOPLE["Ben"], post.channel, post.ts, "acknowledge", KEY)
    assert answer == {"ok": True}
    told(home)
    assert home.living(KEY) == post
    assert "acknowledged" in home.shown(KEY)
    assert len(home.thread(home.about(KEY))) == 1


def test_the_members_of_a_user_group_may_and_others_are_told_who_may(tmp_path: Path) -> None:
    with house(tmp_path, furnished, config=SETTINGS + ROLES) as home:
        home.pass_time()
        home.world.account("acme-vps").add("7001", "24.00", due=date(2026, 12, 1))
        home.pass_time(minutes=31)
        post = home.living(KEY)
        home.slack.click(PEOPLE["Ben"], post.channel, post.ts, "acknowledge", KEY)
        assert "Slack has not told me yet who that is" in told(home)
        home.core.chores.do()
        home.slack.click(PEOPLE["Ben"], post.channel, post.ts, "acknowledge", KEY)
        assert "You have taken on `acme-vps/7001`" in told(home, number=2)
        home.slack.click(PEOPLE["Cleo"], post.channel, post.ts, "unacknowledge", KEY)
        assert told(home, "Cleo") == (
            "Only @finance-oncall and <@U01ADA> may take care of invoices. Nothing was changed; "
            "please ask one of them."
        )
        home.slack.command(PEOPLE["Ben"], "#billing", "/invoices mute acme-vps 3d")
        assert told(home, number=3).startswith("Only <@U01ADA> may mute accounts")
        assert kinds(home) == ["appeared", "acknowledged"]


def test_the_bot_says_what_it_does_where_it_is_let_in(home: House) -> None:
    home.slack.invite_bot("#finance-leads")
    home.slack.wait_for(lambda: home.messages("#finance-leads"))
    home.deliver()
    said = home.messages("#finance-leads")[-1]["text"]
    assert said.startswith("👋 I watch the invoices of hosting and billing providers")
    assert "/invoices help shows everything else you can ask" in said


def test_an_invoice_of_a_group_has_all_its_controls_too(home: House) -> None:
    books = home.world.account("acme-vps")
    for number in range(7101, 7108):
        books.add(str(number), "5.00", due=date(2026, 12, 1), module="vps", service=str(number))
    home.pass_time(minutes=31)
    post = home.living("acme-vps/7103")
    assert post == home.living("acme-vps/7107"), "they share a message"
    user, key = PEOPLE["Ben"], "acme-vps/7103"
    assert home.slack.click(user, post.channel, post.ts, OPEN_MENU, key) == {"ok": True}
    assert "Snooze…" in str(opened(home)["blocks"])
    assert key in str(opened(home)["blocks"])
