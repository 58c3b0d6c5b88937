"""A file to be uploaded: its name, its letters, and no cell that a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.answers.export import as_file
from state.model import InvoiceKey
from tests.bot.slack.samples import TODAY, payable, receivable, view

MOMENT = datetime(2026, 11, 20, 10, 0, 5, tzinfo=ZoneInfo("Europe/Berlin"))


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_file_is_named_after_what_was_asked_and_the_moment():
    assert as_file([], "overdue payable acme-vps", MOMENT).name == (
        "invoices-overdue-payable-acme-vps-2026-11-20-100005.csv"
    )
    assert as_file([], "", MOMENT + timedelta(minutes=1)).name == "invoices-2026-11-20-100105.csv"


@pytest.mark.parametrize(
    "asked", ["../../etc/passwd", 'a"; b\r\nX: y', "Größe <!channel>", "/" * 900]
)
def test_no_question_makes_a_name_that_does_harm(asked: str):
    name = as_file([], asked, MOMENT).name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert name.count(".") == 1
    assert len(name) < 100


def test_the_file_holds_the_invoices_in_their_order():
    rows = [(view(receivable("2")), TODAY), (view(payable("1")), TODAY)]
    file = as_file(rows, "open", MOMENT)
    assert file.rows == 2
    assert [row["key"] for row in cells(file.content)] == ["shop/2", "acme-vps/1"]
    assert [row["open"] for row in cells(file.content)] == ["240.00", "12.50"]


def test_a_spreadsheet_reads_umlauts():
    told = view(replace(payable(), description="Grüße aus Köln"))
    file = as_file([(told, TODAY)], "", MOMENT)
    assert file.content.startswith(b"\xef\xbb\xbf")
    assert cells(file.content)[0]["description"] == "Grüße aus Köln"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", " =", '"='])
@pytest.mark.parametrize("field", ["description", "client", "service", "their_status", "url"])
def test_no_cell_can_be_taken_for_a_formula(field: str, sign: str):
    evil = f'{sign}HYPERLINK("https://x.example")'
    facts: dict[str, Any] = {field: evil}
    told = view(replace(receivable(), **facts))
    (row,) = cells(as_file([(told, TODAY)], "", MOMENT).content)
    assert row[field] == f"'{evil.strip()}"


@pytest.mark.parametrize("sign", ["\t", "\r", "\n", "\x00"])
def test_what_nobody_sees_is_not_in_a_cell(sign: str):
    told = view(replace(receivable(), description=f"{sign}Hosting{sign}=1+1"))
    (row,) = cells(as_file([(told, TODAY)], "", MOMENT).content)
    assert row["description"] == "Hosting =1+1"


def test_a_number_of_the_provider_is_no_formula_either():
    told = view(replace(payable(), key=InvoiceKey("acme-vps", "-1+1")))
    (row,) = cells(as_file([(told, TODAY)], "", MOMENT).content)
    assert row["number"] == "'-1+1"
