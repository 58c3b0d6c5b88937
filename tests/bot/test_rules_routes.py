"""Routes: where an invoice is spoken of, and to whom."""

from dataclasses import replace
from pathlib import Path

import pytest

from state.rules.severity import Severity
from tests.bot.rulebooks import ACME, ROUTES, SHOP, YORK, book
from tests.builders import invoice


def test_without_a_route_everything_is_said_in_the_accounts_channel(tmp_path: Path):
    rulebook = book(tmp_path)
    for severity in Severity:
        assert rulebook.route(invoice("shop/7"), SHOP, severity).channel == "#shop"
    assert rulebook.home(invoice("shop/7"), SHOP).mention is None


def test_the_first_route_that_fits_wins(tmp_path: Path):
    rulebook, owed = book(tmp_path, ROUTES), invoice("acme/7", "900.00 USD")
    names = {severity: rulebook.route(owed, ACME, severity).name for severity in Severity}
    assert names[Severity.CALM] == names[Severity.OVERDUE] == "large"
    assert names[Severity.CRITICAL] == names[Severity.LAST_CALL] == "soon offline"


def test_the_living_message_stays_where_it_is_when_it_gets_grave(tmp_path: Path):
    rulebook = book(tmp_path, ROUTES)
    assert rulebook.home(invoice("acme/7", "900.00 USD"), ACME).channel == "#leads"
    assert rulebook.home(invoice("acme/7", "1.00 USD"), ACME).channel == "#billing"
    grave = rulebook.route(invoice("acme/7", "1.00 USD"), ACME, Severity.SUSPENDED)
    assert (grave.channel, grave.mention) == ("#outage", "<!subteam^S0614TZR7>")


def test_a_route_without_a_channel_mentions_somebody_at_home(tmp_path: Path):
    found = book(tmp_path, ROUTES).route(invoice("acme/7"), ACME, Severity.OVERDUE)
    assert (found.name, found.channel, found.mention) == ("whisper", "#billing", "<@U024BE7LH>")
    calm = book(tmp_path, ROUTES).route(invoice("acme/7"), ACME, Severity.DUE)
    assert (calm.channel, calm.mention) == ("#billing", None)


@pytest.mark.parametrize(
    ("open_", "channel"),
    [
        ("500.01 USD", "#leads"),
        ("500.00 USD", "#billing"),  # over means more than
        ("99999.00 EUR", "#billing"),  # nobody knows how many dollars that is
        (None, "#billing"),
    ],
)
def test_an_amount_is_compared_in_its_own_currency_only(
    tmp_path: Path, open_: str | None, channel: str
):
    owed = invoice("acme/7", open_, total="900 USD")
    assert book(tmp_path, ROUTES).home(owed, ACME).channel == channel


@pytest.mark.parametrize(
    ("client", "channel"), [("The BLUE Fern Ltd", "#blue"), ("Fern", "#shop"), (None, "#shop")]
)
def test_a_route_finds_a_client_by_part_of_its_name(
    tmp_path: Path, client: str | None, channel: str
):
    owed = replace(invoice("shop/7"), client=client)
    assert book(tmp_path, ROUTES).home(owed, SHOP).channel == channel


def test_a_route_for_one_account_leaves_the_others_alone(tmp_path: Path):
    rulebook = book(tmp_path, '[[routes]]\naccount = "york"\nchannel = "#york"\n')
    assert rulebook.home(invoice("york/7"), YORK).channel == "#york"
    assert rulebook.home(invoice("acme/7"), ACME).channel == "#billing"
    assert rulebook.home(invoice("york/7"), YORK).name == "route number 1"
