"""Files that the bot sends: an export to save, and charts as pictures where Slack draws none."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.office import Desk, Office

pytestmark = pytest.mark.browser


def test_an_export_lies_in_the_direct_messages_and_can_be_saved(ada: Desk) -> None:
    expect(ada.ask("export receivable")).to_contain_text("Making the file")
    expect(ada.told()).to_contain_text("The file is in your direct messages with me.")
    ada.page.get_by_test_id("app").click()
    ada.page.get_by_test_id("tab-messages").click()
    card = ada.page.get_by_test_id("file").last
    expect(card).to_contain_text(".csv")
    with ada.page.expect_download() as saved:
        card.get_by_role("link", name="Download").click()
    lines = saved.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("key,")
    assert any("shop/301" in line and "Tuva Bank" in line for line in lines)


def test_a_slack_without_charts_gets_them_as_pictures(
    sit_down: Callable[..., Desk], office: Office
) -> None:
    desk = sit_down("U02BEN", "billing")
    office.house.slack.faults.refuse_new_blocks = True
    try:
        desk.ask("aging")
        expect(desk.told()).to_contain_text("The chart is in your direct messages with me.")
    finally:
        office.house.slack.faults.refuse_new_blocks = False
    expect(desk.told()).to_contain_text("by days past due")
    desk.page.get_by_test_id("app").click()
    desk.page.get_by_test_id("tab-messages").click()
    picture = desk.page.locator(".file-picture").first
    expect(picture).to_have_attribute("alt", re.compile("^Bar chart, We owe USD"))
    expect(picture).to_have_js_property("naturalWidth", 1200)
