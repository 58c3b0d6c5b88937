"""Every screen of the whole bot, light and dark, wide and narrow, judged by axe-core."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.judge import NARROW_THREAD, Judge
from tests.browser.office import Desk, Office
from tests.browser.patience import settles

pytestmark = pytest.mark.browser
NARROW = 390
LOOKS = [(1280, "light"), (1280, "dark"), (NARROW, "light")]
FORMS = {
    "Promise a day…": "Promise a day",
    "It is paid, wait…": "It is paid",
    "Assign…": "Assign",
    "Dispute…": "Dispute",
    "Note, mute and more…": "Care for an invoice",
}
Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def key(office: Office) -> str:
    """An invoice with a history."""
    made = office.bill()
    for words in ("ack {} PO 4711", "unack {}", "note {} asked the vendor"):
        office.house.order("Ada", words.format(made))
    office.bills(2)
    return made


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_messages_threads_and_answers(sit_down: Sit, key: str, width: int, theme: str) -> None:
    desk = sit_down("U01ADA", "billing", width=width, height=900, theme=theme)
    judge = Judge(desk.page)
    for words in ("overdue", "aging", "cash 30d", "accounts", f"show {key}", f"why {key}", "help"):
        expect(desk.ask(words)).to_be_visible()
    judge.look("channel with answers")
    desk.message(key).get_by_test_id("replies").click()
    expect(desk.page.get_by_test_id("thread-list")).to_contain_text("asked the vendor")
    judge.look("thread", tolerated=NARROW_THREAD if width == NARROW else frozenset())
    desk.page.get_by_test_id("thread-close").click()
    assert judge.found == []
    settles(lambda: overflowing(desk), [])


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_forms_and_menus(sit_down: Sit, key: str, width: int, theme: str) -> None:
    desk = sit_down("U01ADA", "billing", width=width, height=900, theme=theme)
    judge = Judge(desk.page)
    desk.message(key).locator('[data-action-id="more"]').click()
    judge.look("the menu of a message", ".menu")
    desk.page.keyboard.press("Escape")
    for entry, title in FORMS.items():
        desk.press(key, "more", entry)
        expect(desk.form(title)).to_be_in_viewport(ratio=1)
        judge.look(title, "dialog")
        desk.page.keyboard.press("Escape")
        expect(desk.page.get_by_test_id("modal")).to_have_count(0)
    desk.press(key, "snooze", "Choose a date…")
    expect(desk.form("Snooze")).to_be_visible()
    judge.look("snooze", "dialog")
    desk.page.keyboard.press("Escape")
    desk.page.locator("#composer").get_by_test_id("shortcuts").click()
    judge.look("shortcuts", ".menu")
    desk.page.get_by_test_id("act-as").click()
    judge.look("act as", ".menu")
    assert judge.found == []


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.usefixtures("key")
def test_the_home_tab(sit_down: Sit, width: int, theme: str) -> None:
    desk = sit_down("U02BEN", "app/home", width=width, height=900, theme=theme)
    expect(desk.page.get_by_test_id("home")).to_contain_text("need somebody")
    judge = Judge(desk.page)
    judge.look("home")
    assert judge.found == []
    settles(lambda: overflowing(desk), [])


def overflowing(desk: Desk) -> list[str]:
    """What reaches beyond the window at the right, where nobody can scroll to."""
    found = desk.page.evaluate(
        """() => [...document.querySelectorAll("main *, aside:not([hidden]) *")]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .filter((one) => !one.closest(".table-scroll, .visually-hidden, pre"))
          .map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 60)}`)"""
    )
    return [str(one) for one in found]
