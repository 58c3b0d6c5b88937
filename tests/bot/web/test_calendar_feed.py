"""`/calendar.ics`: due dates for whoever has the token, cheap to ask for again and again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import icalendar
import pytest

from bot.web.calendar_feed import CalendarFeed, Page
from state.database import open_reader
from tests.bot.stock import NOW, VPS, Stock, bill

TOKEN = "b7c1e0d2f3a4958677"


class Asker:
    """A calendar program at the feed, on a clock moved by hand."""

    def __init__(self, stock: Stock, token: str | None = TOKEN) -> None:
        self.now = NOW
        self.reader = open_reader(stock.path)
        self.feed = CalendarFeed(self.reader, self.time, token)

    def time(self) -> datetime:
        return self.now

    def get(self, headers: dict[str, str] | None = None, **query: str) -> Page:
        return self.feed.answer({"token": TOKEN, **query}, headers or {})


@pytest.fixture
def asker(stock: Stock) -> Iterator[Asker]:
    made = Asker(stock)
    yield made
    made.reader.close()


def days(page: Page) -> dict[str, date]:
    book = icalendar.Calendar.from_ical(page.body.decode())
    return {
        str(one["UID"]).removesuffix("@duewatch"): one.decoded("dtstart")
        for one in book.walk("VEVENT")
    }


def test_every_due_date_of_what_is_owed_is_a_day(asker: Asker):
    page = asker.get()
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = days(page)
    assert found["acme-vps/7514880"] == date(2026, 11, 16)
    assert found["shop/19"] == date(2026, 11, 22)
    assert "acme-vps/7514884" not in found, "without a due date there is no day"
    assert len(found) == 7


def test_account_and_direction_narrow_it_down(asker: Asker):
    assert {key.split("/")[0] for key in days(asker.get(account="shop"))} == {"shop"}
    assert {key.split("/")[0] for key in days(asker.get(direction="payable"))} == {"acme-vps"}
    assert days(asker.get(account="shop", direction="payable")) == {}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"account": "nobody"}, b"account: there is no such account"),
        ({"direction": "sideways"}, b"direction: write payable or receivable"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_in_words(
    asker: Asker, query: dict[str, str], words: bytes
):
    page = asker.feed.answer({"token": TOKEN, **query}, {})
    assert (page.status, page.body.strip()) == (400, words)


@pytest.mark.parametrize("given", ["", "wrong", TOKEN[:-1], f"{TOKEN} ", "é", "\udce9"])
def test_a_wrong_token_opens_nothing_and_is_not_repeated(asker: Asker, given: str):
    page = asker.feed.answer({"token": given}, {})
    assert page.status == 403
    assert b"VCALENDAR" not in page.body
    assert page.body == b"this address needs the right token\n"
    assert asker.feed.answer({}, {}).status == 403


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_configured_token_there_is_no_calendar(stock: Stock, token: str | None):
    asker = Asker(stock, token)
    assert asker.get().status == 404
    assert asker.feed.answer({"token": ""}, {}).status == 404
    asker.reader.close()


def test_the_token_is_not_shown(asker: Asker):
    assert TOKEN not in repr(asker.feed)


def test_what_has_not_changed_is_not_sent_again(asker: Asker):
    first = asker.get()
    asker.now += timedelta(days=1)
    tagged = asker.get({"if-none-match": f'"other", W/{first.headers["ETag"]}'})
    assert (tagged.status, tagged.body) == (304, b"")
    assert tagged.headers == first.headers
    assert asker.get({"if-none-match": "*"}).status == 304
    assert asker.get({"if-modified-since": first.headers["Last-Modified"]}).status == 304
    assert asker.get().body == first.body, "the same to the byte, whatever the time"


def test_a_change_is_sent_at_once_with_another_tag_and_time(asker: Asker, stock: Stock):
    first = asker.get()
    asker.now += timedelta(minutes=5)
    stock.listed(VPS, [bill(9, "3.00 USD", "2026-12-24")])
    known = {"if-none-match": first.headers["ETag"]}
    second = asker.get(known)
    assert (second.status, "acme-vps/9" in days(second)) == (200, True)
    assert second.headers["ETag"] != first.headers["ETag"]
    modified = parsedate_to_datetime(second.headers["Last-Modified"])
    assert modified == asker.now
    earlier = format_datetime(modified - timedelta(seconds=1), usegmt=True)
    assert asker.get({"if-modified-since": earlier}).status == 200


def test_the_tag_counts_where_both_are_given(asker: Asker):
    first = asker.get()
    both = {"if-none-match": '"other"', "if-modified-since": first.headers["Last-Modified"]}
    assert asker.get(both).status == 200
    assert asker.get({"if-modified-since": "the day before yesterday"}).status == 200
