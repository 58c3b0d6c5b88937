"""How aging, cash, summary, export and digest look, with Slack's newest blocks and without."""

from dataclasses import replace

import pytest

from bot.slack.language import speaking
from bot.slack.render.answer_aging import aging_charts
from bot.slack.render.answer_cash import cash_answer, cash_charts
from bot.slack.render.answer_summary import summary_charts
from bot.slack.render.chart import MAX_LABEL, MAX_TITLE, Chart
from state.figures.aging import aging
from state.figures.cash import cash
from state.figures.summary import summary
from tests.bot.slack.figure_samples import (
    ANSWERS,
    PLAIN,
    RICH,
    aged,
    cashed,
    digested,
)
from tests.bot.slack.golden_files import FOLDER, require_same
from tests.bot.slack.render.books import ours, shelf, stops, theirs, today
from tests.bot.slack.render.rich_judge import plain_faults, rich_faults
from tests.bot.slack.samples import NOW, SHOP, TODAY, health, money


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_looks_as_it_should(name: str):
    message = ANSWERS[name](shelf(), RICH)
    require_same(f"answer_{name}", message)
    assert rich_faults(message) == []


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_without_the_newest_blocks_tells_the_same(name: str):
    rich, plain = ANSWERS[name](shelf(), RICH), ANSWERS[name](shelf(), PLAIN)
    require_same(f"answer_{name}_plain", plain)
    assert plain_faults(plain) == []
    assert plain.text == rich.text  # what is heard does not depend on what Slack can draw


@pytest.mark.parametrize("name", ANSWERS)
def test_where_nothing_is_owed_one_line_says_so(name: str):
    message = ANSWERS[name]([], RICH)
    require_same(f"answer_{name}_nothing", message)
    assert rich_faults(message) == []
    assert len(message.blocks) <= 2


@pytest.mark.parametrize("name", ["aging", "cash", "summary"])
def test_what_was_never_looked_at_is_not_called_clear(name: str):
    unread = replace(RICH, accounts=[health(SHOP, checked_at=None, healthy=None)])
    assert ANSWERS[name]([], unread).text.startswith("Nothing is known yet.")


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("holds", ["", "_nothing"])
def test_an_answer_in_german_looks_as_it_should(name: str, holds: str):
    with speaking("de"):
        message = ANSWERS[name]([] if holds else shelf(), RICH)
    require_same(f"answer_{name}{holds}", message, FOLDER / "de")
    assert rich_faults(message) == []


def test_german_words_fit_below_their_bars():
    with speaking("de"):
        drawn = [
            *aging_charts(aging(shelf(), today), RICH),
            *cash_charts(cash(shelf(), TODAY, 200, today), 200, RICH),
            *summary_charts(summary(shelf(), NOW, today), RICH, today),
        ]
    assert drawn
    assert [one.title for one in drawn if len(one.title) > MAX_TITLE] == []
    assert [bar.label for one in drawn for bar in one.bars if len(bar.label) > MAX_LABEL] == []


def test_a_quiet_week_is_one_line():
    calm = digested([ours(1, "12.00 USD", -30)])
    assert len(calm.blocks) == 1
    assert "\n" not in calm.text
    assert calm.text.startswith(
        "Quiet since Fri 13 Nov 2026: nothing changed, nothing falls due until Fri 27 Nov 2026"
    )


def test_a_week_is_not_called_quiet_while_an_account_cannot_be_checked():
    failing = replace(health(), healthy=False, failing_since=NOW, error="no answer")
    told = digested([ours(1, "12.00 USD", -30)], replace(RICH, accounts=[failing]))
    assert told.text.startswith("Digest since Fri 13 Nov 2026")
    assert "Nothing changed." in told.text
    assert "failing since" in told.text


@pytest.mark.parametrize("name", ["summary", "digest"])
def test_a_row_tells_when_services_stop(name: str):
    message = ANSWERS[name]([stops(ours(1, "5.00 USD", 3), 1)], RICH)
    rows = [block["text"]["text"] for block in message.blocks if "text" in block]
    assert any("services stop tomorrow, Sat 21 Nov" in row for row in rows)
    assert "services stop tomorrow, Sat 21 Nov" in message.text


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_tells_the_age_of_its_data_and_names_failing_accounts(name: str):
    failing = replace(health(SHOP), healthy=False, failing_since=NOW, error="no answer")
    for views in (shelf(), []):
        message = ANSWERS[name](views, replace(RICH, accounts=[health(), failing]))
        assert "Data 3 hours old." in message.text
        assert "shop failing since" in message.text
        assert "shop failing since" in str(message.blocks[-1])


@pytest.mark.parametrize("name", ["aging", "cash", "summary", "export"])
def test_the_filters_are_told_as_they_were_understood_and_do_no_harm(name: str):
    message = ANSWERS[name](shelf(), replace(RICH, about="payable, <!channel> *acme*"))
    assert "(payable, &lt;!channel&gt;" in message.text
    assert "<!channel>" not in str(message.blocks)
    assert rich_faults(message) == []


def test_what_we_need_and_what_we_expect_are_in_tables_of_their_own():
    views = [ours(1, "10.00 USD", -3), theirs(2, "90.00 USD", -3)]
    tables = [b for b in cashed(views).blocks if b["type"] == "data_table"]
    assert [table["caption"] for table in tables] == ["We need, by week", "We expect, by week"]
    assert [table["rows"][3][1]["text"] for table in tables] == ["10.00", "90.00"]


def test_a_long_outlook_ends_with_the_weeks_that_are_left():
    found = cash([ours(1, "10.00 USD", -3), ours(2, "7.00 USD", -360)], TODAY, 365, today)
    (chart,) = cash_charts(found, 365, RICH)
    assert len(chart.bars) == 20
    assert (chart.bars[-1].label, chart.bars[-1].amount) == ("35 more weeks", money("7.00 USD"))
    message = cash_answer(found, 365, RICH)
    assert "35 more weeks, until Sat 20 Nov 2027: 7.00 USD · 1 invoice." in message.text
    assert rich_faults(message) == []


def test_charts_are_of_one_direction_and_one_currency_each():
    found: list[Chart] = [
        *aging_charts(aging(shelf(), today), RICH),
        *cash_charts(cash(shelf(), TODAY, 30, today), 30, RICH),
        *summary_charts(summary(shelf(), NOW, today), RICH, today),
    ]
    assert [chart.title for chart in found] == [
        "We owe USD, by days past due",
        "Owed to us EUR, by days past due",
        "We need USD, by week",
        "We expect EUR, by week",
        "We owe USD, by due date",
        "Owed to us EUR, by due date",
    ]
    for chart in found:
        assert {bar.amount.currency.code for bar in chart.bars} == {chart.currency}
        assert chart.note == "As of 20 Nov 2026 14:00 UTC"


def test_a_chart_says_how_many_amounts_it_leaves_out():
    views = [ours(1, "10.00 USD", 3), ours(2, None, 3)]
    with_currency = replace(views[1], account=replace(views[1].account, currency="USD"))
    (chart,) = aging_charts(aging([views[0], with_currency], today), RICH)
    assert chart.note == "As of 20 Nov 2026 14:00 UTC, 1 unknown amount not included"


def test_there_is_no_chart_of_nothing():
    assert aging_charts(aging([ours(1, None, 3)], today), RICH) == []
    assert aging_charts(aging([ours(1, "0.00 USD", 3)], today), RICH) == []
    message = aged([ours(1, None, 3)])
    assert "1–30 days: 1 invoice of unknown amount." in message.text  # noqa: RUF001
    assert rich_faults(message) == []


def test_a_promise_shows_up_in_the_week_of_its_day():
    heard = cashed(shelf()).text
    assert "23–29 Nov (week 48): 12,555.50 USD · 2 invoices." in heard  # noqa: RUF001
