"""What a provider wrote can only be read: in a spreadsheet, calendar, terminal, script, graph."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.check import Checked
from bot.doctor.finding import Finding, Grade
from bot.doctor.report import as_text as report
from bot.formats import as_csv, as_ics, as_json, as_text, audit, checks
from bot.listing import Listing
from bot.web.metrics import Figures
from state.log.chain import Entry
from state.model import (
    Account,
    Appeared,
    Care,
    CareState,
    Event,
    Invoice,
    InvoiceKey,
    InvoiceView,
    Line,
)
from state.store import AccountView, Late
from tests.builders import account, invoice
from tests.security.hostile import TEXTS, WORDS

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
OURS = account()
KEYS = TEXTS.filter(lambda text: bool(text.strip()))
SEARCH = settings(max_examples=60, deadline=None)


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    """An invoice all of whose words are hostile."""
    return replace(
        invoice("acme/7", "12.50 USD", "2026-11-16"),
        key=InvoiceKey("acme", draw(KEYS)),
        description=draw(TEXTS),
        client=draw(st.none() | TEXTS),
        service=draw(st.none() | TEXTS),
        their_status=draw(TEXTS),
        url=draw(st.none() | TEXTS | TEXTS.map("https://x.example/{}".format)),
        lines=(Line(draw(TEXTS), None),),
    )


@st.composite
def views(draw: st.DrawFn) -> InvoiceView:
    care = Care(CareState.ACKNOWLEDGED, "U01ADA", NOW, None, draw(TEXTS))
    return InvoiceView(draw(invoices()), account(), draw(st.none() | st.just(care)), NOW, NOW)


def bare(view: InvoiceView) -> InvoiceView:
    """The same with words that mean no harm."""
    calm = replace(
        view.invoice,
        key=InvoiceKey("acme", "7"),
        description="Hosting",
        client=None if view.invoice.client is None else "Example",
        service=None if view.invoice.service is None else "web1",
        their_status="unpaid",
        url=None,
        lines=(Line("Disk", None),),
    )
    care = replace(view.care, note="PO 4711") if view.care else None
    return replace(view, invoice=calm, care=care)


def health(error: str | None, of: Account = OURS) -> AccountView:
    failing = NOW if error else None
    return AccountView(of, error is None, NOW, NOW, 0, failing, None, error, (), baselined=True)


# spreadsheets ------------------------------------------------------------------------------

RUN = re.compile("[\\s\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20]")


def is_run(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula."""
    return RUN.match(cell) is not None and not cell.startswith("'")


def cells(written: str, separator: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator):
        yield from row


@SEARCH
@given(st.lists(views(), min_size=1, max_size=3))
def test_no_cell_of_a_csv_is_a_formula_wherever_a_program_cuts_it(shown: list[InvoiceView]):
    written = as_csv.invoices([(view, TODAY) for view in shown])
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert len(rows) == len(shown)
    assert [cell for row in rows for cell in row.values() if is_run(cell)] == []
    # a program that cuts at semicolons sees no quotes where ours begin a cell
    for line in written.split("\r\n"):
        assert [cell for cell in line.split(";")[1:] if is_run(cell)] == []
    assert [cell for cell in cells(written, ";") if is_run(cell)] == []


@SEARCH
@given(views())
def test_an_invoice_is_one_line_of_a_csv_and_nothing_of_it_paints_a_screen(shown: InvoiceView):
    written = as_csv.invoices([(shown, TODAY)])
    assert written.count("\n") == written.count("\r") == written.count("\r\n") == 2
    assert painted(written.replace("\r\n", "")) == []


@pytest.mark.parametrize(
    "words", ["Hosting, 2 slices", 'a "quoted" word', "10-20 €", "Zażółć", "web1;web2"]
)
def test_ordinary_words_stay_as_they_are_in_a_csv(words: str):
    assert as_csv.text(words) == words


@SEARCH
@given(TEXTS, TEXTS)
def test_no_cell_of_the_audit_log_is_a_formula(reason: str, number: str):
    details = json.dumps({"note": reason})
    entry = Entry(1, 0, "acme", number, "noted", reason, "slack", reason, details, b"")
    written = "".join(audit.as_csv([entry]))
    assert [cell for cell in cells(written, ",") if is_run(cell)] == []
    assert painted(written.replace("\r\n", "")) == []
    (line,) = "".join(audit.as_jsonl([entry])).splitlines()
    assert json.loads(line)["reason"] == reason


# calendars ---------------------------------------------------------------------------------

PROPERTIES = {
    *("BEGIN", "END", "PRODID", "VERSION", "X-WR-CALNAME", "UID", "DTSTAMP", "SUMMARY"),
    *("DESCRIPTION", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "URL", "TRANSP"),
}


def unfolded(written: str) -> list[str]:
    """The content lines, as RFC 5545 puts them together."""
    return written.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


@SEARCH
@given(st.lists(views(), min_size=1, max_size=3))
def test_no_word_becomes_a_line_of_a_calendar(shown: list[InvoiceView]):
    written = as_ics.calendar(shown, NOW)
    lines = unfolded(written)
    assert {line.partition(":")[0] for line in lines} <= PROPERTIES
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(shown)
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert written.count("\r") == written.count("\n") == written.count("\r\n")
    assert painted(written.replace("\r\n", "")) == [], "readers that cut at odd line ends too"


@SEARCH
@given(views())
def test_a_calendar_program_reads_back_what_was_said(shown: InvoiceView):
    book = icalendar.Calendar.from_ical(as_ics.calendar([shown], NOW))
    (event,) = book.walk("VEVENT")
    assert event.decoded("dtstart") == shown.invoice.due
    assert str(event["summary"]).startswith("Pay 12.50 USD: acme/")
    assert set(event) <= {"UID", "DTSTAMP", "SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "URL"} | {
        "TRANSP"
    }
    assert str(event.get("url", "https://")).startswith(("https://", "http://"))


# terminals ---------------------------------------------------------------------------------


def painted(text: str) -> list[str]:
    """What a terminal would obey, or show where nobody expects it."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    found = [one for one in text if unicodedata.category(one) in kinds]
    return [repr(one) for one in found if one not in ("\n", "\u200d")]


@SEARCH
@given(st.lists(views(), min_size=1, max_size=3), st.none() | TEXTS)
def test_a_list_on_a_terminal_has_a_line_for_each_invoice_and_paints_nothing(
    shown: list[InvoiceView], error: str | None
):
    made = Listing(tuple((view, TODAY) for view in shown), (health(error),), ())
    calm = Listing(tuple((bare(view), TODAY) for view in shown), (health(error),), ())
    table = as_text.table(made, NOW, 200)
    assert painted(table) == []
    assert table.count("\n") == as_text.table(calm, NOW, 200).count("\n")


@SEARCH
@given(views(), TEXTS)
def test_an_invoice_on_a_terminal_has_the_lines_it_should_and_paints_nothing(
    shown: InvoiceView, words: str
):
    history = [Event(1, NOW, "acme", "7", "noted", words, {"note": words})]
    told = as_text.details(shown, TODAY, history, [(shown, TODAY)], [Line(words, None)])
    calm = as_text.details(bare(shown), TODAY, history, [(bare(shown), TODAY)], [Line("x", None)])
    assert painted(told) == []
    link = 1 if shown.invoice.url else 0
    assert told.count("\n") in (calm.count("\n"), calm.count("\n") + link)


@SEARCH
@given(invoices(), TEXTS)
def test_a_check_on_a_terminal_is_a_line_for_each_account_and_change(found: Invoice, error: str):
    went = [Checked("acme", (Appeared(found),)), Checked("shop", (), error=error)]
    lines = list(checks.as_lines(went, {}))
    assert len(lines) == 3
    assert [line for line in lines if painted(line) or "\n" in line] == []


@SEARCH
@given(TEXTS)
def test_what_the_doctor_says_is_a_line_for_each_finding_and_advice(words: str):
    text = report([Finding(Grade.PROBLEM, words, words, words)])
    assert painted(text) == []
    assert len(text.split("\n")) == 4


# programs ----------------------------------------------------------------------------------


@SEARCH
@given(views(), TEXTS)
def test_json_stays_json_and_says_exactly_what_was_said(shown: InvoiceView, error: str):
    accounts = [as_json.account(health(error))]
    whole = {"invoices": [as_json.invoice(shown, TODAY)], "accounts": accounts}
    written = as_json.document(whole)
    assert json.loads(written) == whole
    assert painted(written) == []
    assert written.count("\n") == 7


class Shelf:
    """A store of which only the accounts matter."""

    def __init__(self, *views: AccountView) -> None:
        self._views = views

    def account_views(self) -> list[AccountView]:
        return list(self._views)


class Accounts(Figures):
    """Of the figures those that have names in them."""

    def collect(self) -> Iterator[Metric]:
        yield from self._accounts()


@SEARCH
@given(TEXTS, TEXTS)
def test_a_label_of_prometheus_holds_what_was_said_and_forges_nothing(name: str, provider: str):
    shelf: Any = Shelf(health(None, account(name, provider)))
    page = Accounts(shelf, lambda: NOW, lambda: Late(0, 0, None)).page().decode()
    read = {one.name: one.samples for one in text_string_to_metric_families(page)}
    names = ("up", "data_age_seconds", "failures", "unread_rows")
    assert set(read) == {f"duewatch_account_{name}" for name in names}
    for (sample,) in read.values():
        assert sample.labels == {"account": name, "provider": provider}


def test_the_hostile_words_are_hostile():
    """Or the searches above would find nothing because there is nothing to find."""
    assert any(is_run(word) for word in WORDS)
    assert any(painted(word) for word in WORDS)
    assert any("\n" in word for word in WORDS)
