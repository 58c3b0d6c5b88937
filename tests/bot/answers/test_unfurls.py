"""Links to invoices that people paste, in the whole bot: their state stands below them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.answers.unfurls import MOST_DOMAINS, domains
from bot.demo.slack import Installed
from bot.demo.world import World
from bot.manifest import manifest
from bot.slack.render.message import Message
from state.model import InvoiceKey
from tests.bot.slack.block_kit import faults
from tests.stories.house import PEOPLE, House, house

KEY = "acme-vps/7001"
PAGE = "https://my.interserver.net/view_invoice?id="


def furnished(world: World) -> None:
    world.add_account("acme-vps", "interserver")
    world.add_account("shop", "whmcs")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    app = Installed.from_manifest(
        manifest("/invoices", links=["my.interserver.net", "127.0.0.1", "hosting.example"])
    )
    with house(tmp_path, furnished, app=app) as made:
        made.pass_time()
        due = date(2026, 12, 1)
        made.world.account("acme-vps").add("7001", "24.00", due=due, module="vps", service="2611")
        made.world.account("shop").add("311", "90.00", due=due, client="Tuva Bank")
        made.pass_time(minutes=31)
        yield made


def pasted(home: House, text: str, channel: str = "#billing") -> dict[str, Any]:
    """What somebody wrote, once everything that was heard before has been answered."""
    said = home.slack.say(PEOPLE["Ada"], channel, text)
    return dict(said)


def previews(home: House, said: dict[str, Any], channel: str = "#billing") -> list[dict[str, Any]]:
    found = next(m for m in home.slack.history(channel) if m["ts"] == said["ts"])
    return list(found.get("attachments", []))


def preview(home: House, said: dict[str, Any]) -> str:
    (shown,) = home.slack.wait_for(lambda: previews(home, said))
    return str(shown["blocks"])


def link_of(home: House, key: str) -> str:
    found = home.core.store.invoice(InvoiceKey.parse(key))
    assert found
    assert found.invoice.url
    return found.invoice.url


def test_a_link_shows_how_the_invoice_stands(home: House) -> None:
    shown = preview(home, pasted(home, f"who pays {PAGE}7001?"))
    assert "24.00 USD to InterServer" in shown
    assert "Due Tue 1 Dec 2026" in shown
    assert "'action_id': 'acknowledge'" in shown


def test_the_address_that_the_provider_gives_leads_to_its_invoice(home: House) -> None:
    link = link_of(home, "shop/311")
    assert "&id=311" in link
    assert "Tuva Bank" in preview(home, pasted(home, f"see {link}"))


def test_what_a_client_sees_is_the_same_invoice_by_its_number(home: House) -> None:
    base = link_of(home, "shop/311").partition("/admin")[0]
    assert "Tuva Bank" in preview(home, pasted(home, f"{base}/viewinvoice.php?id=311"))


def test_closed_ones_are_shown_without_a_button(home: House) -> None:
    home.world.account("acme-vps").pay("7001")
    home.pass_time(minutes=31)
    shown = preview(home, pasted(home, f"{PAGE}7001"))
    assert "Paid" in shown
    assert "acknowledge" not in shown


def test_the_button_below_a_link_takes_the_invoice_on_and_shows_it(home: House) -> None:
    said = pasted(home, f"{PAGE}7001")
    preview(home, said)
    user = PEOPLE["Ben"]
    assert home.slack.click(user, "#billing", said["ts"], "acknowledge", KEY) == {"ok": True}
    home.slack.wait_for(lambda: "Acknowledged by" in preview(home, said))
    assert "'action_id'" not in preview(home, said)
    home.deliver()
    assert "acknowledged" in home.shown(KEY)
    assert "You have taken on" in home.slack.ephemerals(user)[-1]["text"]


def test_other_links_are_left_alone(home: House) -> None:
    links = [
        f"{PAGE}7999",  # no such invoice
        "https://my.interserver.net/view_vps?id=7001",  # a server, whose number says nothing
        "https://my.interserver.net/view_invoice",
        "https://hosting.example/viewinvoice.php?id=311",  # nobody's host
        "https://my.interserver.net:99999/invoice?id=7001",
    ]
    said = pasted(home, "\n".join(links))
    preview(home, pasted(home, f"{PAGE}7001"))  # what came before has been looked at
    assert previews(home, said) == []
    assert home.slack.calls["chat.unfurl"] == 1


def test_a_number_that_two_accounts_of_a_host_have_is_nobodys(tmp_path: Path) -> None:
    def two(world: World) -> None:
        furnished(world)
        world.add_account("acme-web", "interserver")

    with house(tmp_path, two) as home:
        home.pass_time()
        for name in ("acme-vps", "acme-web"):
            home.world.account(name).add("7001", "24.00", due=date(2026, 12, 1))
        home.world.account("acme-web").add("7002", "24.00", due=date(2026, 12, 1))
        home.pass_time(minutes=31)
        show = home.service.listening.handlers.unfurl
        assert show(f"{PAGE}7001") is None
        assert show(f"{PAGE}7002") is not None


def test_nothing_is_shown_where_the_bot_is_not_or_for_what_it_says_itself(home: House) -> None:
    elsewhere = pasted(home, f"{PAGE}7001", "#finance-leads")
    preview(home, pasted(home, f"{PAGE}7001"))
    assert previews(home, elsewhere, "#finance-leads") == []
    assert all(m.get("attachments", []) == [] for m in home.messages() if m.get("bot_id"))


def test_a_refusal_of_slack_is_recorded_and_the_next_link_is_shown(home: House) -> None:
    refuse = home.slack.faults.refuse
    refuse["chat.unfurl"] = "cannot_unfurl_url"
    with capture_logs() as told:
        pasted(home, f"{PAGE}7001")
        home.slack.wait_for(lambda: told)
    assert [(one["event"], one["error"]) for one in told] == [("listener_failed", "NotUnfurled")]
    refuse.clear()
    assert preview(home, pasted(home, f"{PAGE}7001"))


def test_what_providers_write_is_no_markup_below_a_link(home: House) -> None:
    books = home.world.account("acme-vps")
    books.add("7003", "9.00", due=date(2026, 12, 1), description="<!channel> *now* <http://x|y>")
    home.pass_time(minutes=31)
    shown = home.service.listening.handlers.unfurl(f"{PAGE}7003")
    assert shown
    assert "<!channel>" not in str(shown)
    assert "<http" not in str(shown)
    assert faults(Message("x", tuple(shown))) == []


def test_the_domains_are_those_of_the_accounts_as_far_as_they_are_known(home: House) -> None:
    accounts = [*home.core.settings.accounts.values()]
    assert domains(accounts) == ["my.interserver.net", "127.0.0.1"]
    shop = home.core.settings.accounts["shop"]
    many = [replace(shop, url=f"https://whmcs{number}.example/billing") for number in range(9)]
    assert len(domains(many)) == MOST_DOMAINS
    assert domains([replace(shop, url="https://whmcs.example:8443/x")]) == ["whmcs.example"]
    assert manifest("/invoices", links=domains(accounts))["features"]["unfurl_domains"]
    assert "unfurl_domains" not in manifest("/invoices")["features"]
