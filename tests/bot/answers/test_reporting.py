"""Figures and files: by the team's calendar, over what was asked for, as large as they may be."""

import csv
import io
from datetime import datetime, timedelta

import pytest

from bot.answers.reporting import Reports
from bot.slack.asked import Inquiry
from bot.slack.commands import Report, parse
from bot.slack.reply import Reply
from state.rules.suspension import Suspension
from tests.bot.slack.block_kit import faults
from tests.bot.slack.render.rich_judge import rich_faults
from tests.bot.stock import NOW, Stock

LATE = NOW.replace(hour=23, minute=30)  # the next day has begun in Berlin


def told(stock: Stock, typed: str, at: datetime = NOW, **facts: object) -> Reply:
    query = parse(typed)
    assert isinstance(query, Report)
    reports = Reports(stock.store, lambda: at, **facts)  # type: ignore[arg-type]
    return reports.told(query, "U02BEN", at)


def test_cash_counts_from_the_day_it_is_for_the_team(stock: Stock) -> None:
    assert "until Fri 27 Nov 2026" in told(stock, "cash 7d", LATE).plain.text
    berlin = told(stock, "cash 7d", LATE, zone="Europe/Berlin")
    assert "until Sat 28 Nov 2026" in berlin.plain.text


def test_a_file_is_named_by_the_clock_of_the_team(stock: Stock) -> None:
    file = told(stock, "export overdue", LATE, zone="Europe/Berlin").file
    assert file
    assert file.name == "invoices-overdue-2026-11-21-003000.csv"


def test_a_file_holds_what_the_list_of_the_same_words_counts(stock: Stock) -> None:
    for words in ("open", "overdue", "payable", "receivable due 14d", "acme-vps"):
        reply = told(stock, f"export {words}")
        rows = csv.DictReader(
            io.StringIO(reply.file.content.decode("utf-8-sig")) if reply.file else []
        )
        assert reply.plain.text.startswith(f"{len(list(rows))} invoice")


def test_a_file_that_would_be_too_large_is_refused_with_what_to_do(stock: Stock) -> None:
    reply = told(stock, "export payable", most=3, command="/bills")
    assert reply.file is None
    assert "5 invoices are more than a file from here may hold, which is 3 (payable)" in (
        reply.plain.text
    )
    assert "`/bills export overdue`" in reply.plain.text
    assert "We owe 119.50 USD" in reply.plain.text
    assert faults(reply.plain) == []


@pytest.mark.parametrize("typed", ["summary", "aging", "cash 30d", "summary receivable"])
def test_both_ways_of_drawing_say_the_same(stock: Stock, typed: str) -> None:
    reply = told(stock, typed)
    assert reply.rich
    assert rich_faults(reply.rich) == []
    assert faults(reply.plain) == []
    assert reply.rich.text.splitlines()[0] == reply.plain.text.splitlines()[0]
    pictures = reply.pictures()
    assert len({picture.name for picture in pictures}) == len(pictures) > 0
    assert all(picture.content.startswith(b"\x89PNG") for picture in pictures)
    assert all(picture.described.startswith("Bar chart, ") for picture in pictures)


def test_every_answer_sums_up_each_direction_and_says_how_old_it_is(stock: Stock) -> None:
    for typed in ("summary", "aging", "export"):
        words = told(stock, typed).plain.text
        assert "We owe 119.50 USD and 1 unknown amount." in words
        assert "Owed to us 105.00 EUR." in words
        assert "nyc-voxel failing" in words
        assert "Data 4 minutes old." in words


def test_where_nothing_is_found_there_are_no_pictures_and_no_file(stock: Stock) -> None:
    for typed in ("summary mine", "aging mine", "cash mine", "export mine"):
        reply = told(stock, typed)
        assert (reply.rich, reply.file, list(reply.pictures())) == (None, None, [])


def test_a_name_that_nobody_has_is_asked_about(stock: Stock) -> None:
    assert (
        "did you mean `/invoices account acme-vps`"
        in told(stock, "cash account acme-vsp").plain.text
    )


def test_what_was_written_down_is_read_again(stock: Stock) -> None:
    reports = Reports(stock.store, lambda: NOW)
    asked = Inquiry("export open payable", NOW - timedelta(hours=1))
    file = reports.reply(asked, "U02BEN").file
    assert file
    assert file.name.endswith("-110000.csv"), "named after the moment at which it was asked"
    with pytest.raises(ValueError, match="no question for figures"):
        reports.reply(Inquiry("ack 7", NOW), "U02BEN")


@pytest.mark.parametrize(
    "typed",
    ["summary", "summary receivable", "summary acme-vps", "summary unclaimed", "summary mine"],
)
def test_a_summary_of_very_many_invoices_says_what_one_of_few_says(
    stock: Stock, typed: str
) -> None:
    assert told(stock, typed, many=0).plain == told(stock, typed).plain


@pytest.mark.parametrize("after", [(0, 0), (0, 3), (1, 5), (None, 4), (3, None), (9, 20)])
def test_a_summary_of_very_many_knows_what_is_grave_before_it_is_due(
    stock: Stock, after: tuple[int | None, int | None]
) -> None:
    stock.store.count_down(lambda *_: Suspension(*after, "UTC"), lambda: NOW)
    assert told(stock, "summary", many=0).plain == told(stock, "summary").plain


def test_where_nothing_stops_soon_nobody_looks_ahead(stock: Stock) -> None:
    stock.store.count_down(lambda *_: Suspension(9, 20, "UTC"), lambda: NOW, lambda _: None)
    assert told(stock, "summary", many=0).plain == told(stock, "summary").plain
