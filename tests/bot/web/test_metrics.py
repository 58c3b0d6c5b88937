"""Figures for Prometheus, read with Prometheus' own parser."""

from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bot.web.metrics import Figures
from state.messages import Draft, Kind
from state.model import Unread
from state.store import Late
from tests.bot.stock import NOW, SHOP, VPS, Stock, claim

Labels = tuple[tuple[str, str], ...]


def samples(stock: Stock, late: Late = Late(0, 0, None)) -> dict[str, dict[Labels, float]]:  # noqa: B008 -- frozen
    page = Figures(stock.store, lambda: NOW, lambda: late).page().decode()
    found: dict[str, dict[Labels, float]] = {}
    for family in text_string_to_metric_families(page):
        assert family.documentation, f"{family.name} says what it is"
        assert family.type == "gauge"
        for sample in family.samples:
            found.setdefault(sample.name, {})[_labels(sample)] = sample.value
    return found


def _labels(sample: Sample) -> Labels:
    return tuple(sorted(sample.labels.items()))


def of(account: str, provider: str) -> Labels:
    return (("account", account), ("provider", provider))


def sums(direction: str, currency: str) -> Labels:
    return (("currency", currency), ("direction", direction))


def test_accounts_are_up_or_down_with_the_age_of_their_data(stock: Stock):
    found = samples(stock)
    assert found["duewatch_account_up"] == {
        of("acme-vps", "interserver"): 1,
        of("nyc-voxel", "voxel"): 0,
        of("shop", "whmcs"): 1,
    }
    assert found["duewatch_account_failures"][of("nyc-voxel", "voxel")] == 1
    ages = found["duewatch_account_data_age_seconds"]
    assert ages[of("acme-vps", "interserver")] == 240
    assert of("nyc-voxel", "voxel") not in ages, "it never gave any data"


def test_amounts_are_per_direction_and_currency_and_never_mixed(stock: Stock):
    stock.listed(SHOP, [claim(20, "7.00 USD", "2026-11-01", "Tuva")], NOW)
    found = samples(stock)
    assert found["duewatch_open_amount"] == {
        sums("payable", "USD"): 119.5,
        sums("receivable", "EUR"): 105,
        sums("receivable", "USD"): 7,
    }
    assert found["duewatch_overdue_amount"] == {
        sums("payable", "USD"): 111.5,
        sums("receivable", "EUR"): 20,
        sums("receivable", "USD"): 7,
    }
    assert found["duewatch_open_invoices"][sums("payable", "USD")] == 5, "of unknown amount too"


def test_rows_that_could_not_be_understood_are_counted(stock: Stock):
    stock.listed(VPS, at=NOW, unread=[Unread("row 3", "no amount"), Unread("row 4", "no date")])
    unread = samples(stock)["duewatch_account_unread_rows"]
    assert unread[of("acme-vps", "interserver")] == 2
    assert unread[of("shop", "whmcs")] == 0


def test_what_waits_and_what_is_late_is_counted(stock: Stock):
    stock.store.enqueue([Draft("a", Kind.NOTE, "#ops", ""), Draft("b", Kind.NOTE, "#ops", "")], NOW)
    before = samples(stock)
    assert before["duewatch_messages_waiting"] == {(): stock.store.pending()}
    assert before["duewatch_messages_waiting"][()] >= 2
    assert before["duewatch_messages_late"] == {(): 0}
    late = samples(stock, Late(3, 2, NOW - timedelta(minutes=6)))
    assert late["duewatch_messages_late"] == {(): 3}
    assert late["duewatch_reminders_late"] == {(): 2}


def test_an_empty_state_is_a_valid_page(empty: Stock):
    found = samples(empty)
    assert "duewatch_open_amount" not in found
    assert set(found["duewatch_account_up"].values()) == {0}


def test_names_of_accounts_and_amounts_only_and_no_clients(stock: Stock):
    page = Figures(stock.store, lambda: NOW, lambda: Late(0, 0, None)).page().decode()
    assert "Example GmbH" not in page
    assert "7514880" not in page
