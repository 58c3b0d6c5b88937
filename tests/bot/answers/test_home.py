"""The Home tab in the whole bot: what is mine, what needs somebody, filters, pages, fresh news."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.demo.world import World
from bot.slack.render.home_filters import CHOOSES
from tests.stories.house import PEOPLE, SETTINGS, House, house

CONFIG = SETTINGS + '\n[roles]\nacknowledge = ["U01ADA", "U02BEN"]\nmanage = ["U01ADA"]\n'
KEYS = [f"acme-vps/{number}" for number in range(7001, 7013)]


def furnished(world: World) -> None:
    world.add_account("acme-vps", "interserver")
    world.add_account("shop", "whmcs")
    books = world.account("acme-vps")
    for number in range(7001, 7013):
        books.add(str(number), "10.00", due=date(2026, 11, 18), module="vps", service=str(number))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, furnished, config=CONFIG) as made:
        made.pass_time()
        for person in PEOPLE.values():
            made.core.store.welcomed(person, made.clock())
        yield made


def opened(home: House, who: str) -> str:
    """Somebody looks at their Home tab; what they see."""
    return _drawn(home.slack.open_home(PEOPLE[who]))


def seen(home: House, who: str) -> str:
    """What stands on somebody's Home tab, without them looking at it anew."""
    return _drawn(home.slack.home_of(PEOPLE[who]))


def _drawn(view: dict[str, Any]) -> str:
    return json.dumps(view.get("blocks", []), ensure_ascii=False)


def press(home: House, who: str, control: str, value: str | None = None) -> None:
    view = home.slack.home_of(PEOPLE[who])
    assert home.slack.click_view(PEOPLE[who], view["id"], control, value) == {"ok": True}


def shows(home: House, who: str, words: str) -> None:
    home.slack.wait_for(lambda: words in seen(home, who))


def published(home: House) -> int:
    return int(home.slack.calls["views.publish"])


def beat(home: House) -> None:
    """What a tick does for Home tabs."""
    home.service.listening.home.refresh()


def test_what_is_mine_stands_apart_from_what_needs_somebody(home: House) -> None:
    assert "Nothing is yours" in opened(home, "Ada")
    assert "12 invoices need somebody" in seen(home, "Ada")
    home.order("Ada", f"ack {KEYS[0]}")
    home.order("Ada", f"promise {KEYS[1]} fri")
    home.order("Ben", f"assign {KEYS[2]} <@{PEOPLE['Ada']}>")
    mine, _, others = opened(home, "Ada").partition("9 invoices need somebody")
    assert "3 invoices are yours" in mine
    assert all(key in mine for key in KEYS[:3])
    assert not any(key in others for key in KEYS[:3])
    assert "Nothing is yours" in opened(home, "Ben")


def test_a_row_has_the_controls_of_its_message_and_the_tab_shows_what_came_of_it(
    home: House,
) -> None:
    opened(home, "Ben")
    press(home, "Ben", "acknowledge", KEYS[0])
    shows(home, "Ben", "1 invoice is yours")
    assert "It comes back" in seen(home, "Ben")
    press(home, "Ben", "unacknowledge", KEYS[0])
    shows(home, "Ben", "Nothing is yours")
    press(home, "Ben", "snooze", f"3d|{KEYS[0]}")
    shows(home, "Ben", "1 invoice is yours")
    press(home, "Ben", "more", f"promise|{KEYS[0]}")
    assert home.slack.wait_for(lambda: home.slack.modals(PEOPLE["Ben"]))


def test_the_menu_stands_as_before_when_a_day_is_asked_for(home: House) -> None:
    opened(home, "Ben")
    before = published(home)
    press(home, "Ben", "snooze", f"pick|{KEYS[0]}")
    assert home.slack.wait_for(lambda: home.slack.modals(PEOPLE["Ben"]))
    home.slack.wait_for(lambda: published(home) > before)


def test_the_buttons_turn_the_pages(home: House) -> None:
    assert "Page 1 of 3" in opened(home, "Ada")
    press(home, "Ada", "home_page_needing_2")
    shows(home, "Ada", "Page 2 of 3")
    assert KEYS[5] in seen(home, "Ada")
    assert KEYS[0] not in seen(home, "Ada")
    press(home, "Ada", "home_page_needing_3")
    shows(home, "Ada", "Page 3 of 3")
    assert "home_page_needing_4" not in seen(home, "Ada")
    assert "Page 1 of 3" in opened(home, "Ada"), "whoever comes back begins at the beginning"


def test_filters_stay_for_each_person_also_over_a_restart(home: House) -> None:
    opened(home, "Ada")
    press(home, "Ada", f"{CHOOSES}direction", "receivable")
    shows(home, "Ada", "Nothing overdue or due within 7 days needs anybody")
    press(home, "Ada", f"{CHOOSES}when", "open")
    shows(home, "Ada", "Nothing open needs anybody")
    assert "12 invoices need somebody" in opened(home, "Ben")
    home.move_out()
    home.move_in()
    assert "Nothing open needs anybody" in opened(home, "Ada")
    press(home, "Ada", f"{CHOOSES}everything")
    shows(home, "Ada", "12 invoices need somebody")
    press(home, "Ada", f"{CHOOSES}account", "shop")
    shows(home, "Ada", "Nothing overdue or due within 7 days needs anybody")


def test_whoever_may_not_decide_sees_who_may_and_no_controls(home: House) -> None:
    drawn = opened(home, "Cleo")
    assert "Only <@U01ADA> and <@U02BEN> may take care of invoices." in drawn
    assert '"acknowledge"' not in drawn
    assert '"snooze"' not in drawn
    assert KEYS[0] in drawn


def test_the_menu_offers_only_what_its_reader_may_do(home: House) -> None:
    assert "Dispute…" in opened(home, "Ada")
    drawn = opened(home, "Ben")
    assert "Dispute…" not in drawn
    assert "Promise a day…" in drawn


def test_those_who_look_see_news_by_themselves_and_not_too_often(home: House) -> None:
    opened(home, "Ben")
    home.order("Ada", f"ack {KEYS[0]}")
    beat(home)
    assert "12 invoices need somebody" in seen(home, "Ben"), "it was drawn a moment ago"
    home.clock.forward(seconds=21)
    beat(home)
    shows(home, "Ben", "11 invoices need somebody")
    before = published(home)
    home.clock.forward(seconds=21)
    beat(home)
    assert published(home) == before, "nothing has happened"


def test_a_check_that_finds_something_is_seen_too(home: House) -> None:
    opened(home, "Ben")
    home.world.account("acme-vps").pay("7001")
    home.pass_time(minutes=31)
    beat(home)
    shows(home, "Ben", "11 invoices need somebody")


def test_nobody_is_redrawn_for_who_looked_long_ago_or_never(home: House) -> None:
    opened(home, "Ben")
    home.clock.forward(minutes=61)
    home.order("Ada", f"ack {KEYS[0]}")
    before = published(home)
    beat(home)
    assert published(home) == before


def test_an_answer_above_the_tab_is_not_swept_away_by_news(home: House) -> None:
    opened(home, "Ben")
    press(home, "Ben", "acknowledge", KEYS[0])
    shows(home, "Ben", "It comes back")
    home.order("Ada", f"ack {KEYS[1]}")
    home.clock.forward(seconds=21)
    beat(home)
    shows(home, "Ben", "10 invoices need somebody")
    assert "It comes back" in seen(home, "Ben")
    home.order("Ada", f"ack {KEYS[2]}")
    home.clock.forward(seconds=61)
    beat(home)
    shows(home, "Ben", "9 invoices need somebody")
    assert "It comes back" not in seen(home, "Ben")


def test_a_bot_that_was_away_draws_what_people_look_at_anew(home: House) -> None:
    opened(home, "Ben")
    home.move_out()
    before = published(home)
    home.move_in()
    beat(home)
    home.slack.wait_for(lambda: published(home) > before)


def test_slacks_own_chart_is_shown_where_it_is_taken_and_bars_of_letters_elsewhere(
    home: House,
) -> None:
    assert '"data_visualization"' in opened(home, "Ada")
    home.slack.faults.refuse_new_blocks = True
    before = published(home)
    drawn = opened(home, "Ada")
    assert published(home) == before + 2, "it is drawn again without"
    assert '"data_visualization"' not in drawn
    assert "`████████████` Overdue · 120.00 USD" in drawn
    opened(home, "Ben")
    assert published(home) == before + 3, "and is not tried again"


def test_before_any_check_nothing_is_called_fine(tmp_path: Path) -> None:
    with house(tmp_path, furnished) as unchecked:
        drawn = opened(unchecked, "Ada")
        assert "Nothing is known yet: none of these accounts was ever checked." in drawn
        assert "Nothing overdue" not in drawn
        assert "*acme-vps* · never checked yet · next check at once" in drawn
