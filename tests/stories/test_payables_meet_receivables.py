"""A reseller sees beside a server's invoice which client invoices hang on it."""

from datetime import date
from pathlib import Path

import pytest

from bot.config.faults import ConfigError
from bot.config.load import load
from bot.config.settings import Settings
from bot.demo.world import World
from bot.formats import as_json, as_text
from bot.serves import Serving
from state.model import InvoiceKey
from tests.stories.house import SETTINGS, House, house

LINK = """
[[accounts.serves]]
service = "vps1000"
account = "shop"
client = "blue fern"
product = "web hosting"
"""


def furnish(world: World) -> None:
    acme = world.add_account("acme-vps", "interserver")
    shop = world.add_account("shop", "whmcs", currency="EUR")
    acme.add("1", "5.00", due=date(2026, 12, 20), description="Other", service="7")
    fern, due = "Blue Fern Bakery", date(2026, 11, 25)
    shop.add("40", "9.00", due=due, client="Kestrel", description="Web hosting S")
    shop.add("41", "23.80", due=due, client=fern, description="Web hosting S")
    shop.add("42", "8.00", due=due, client=fern, description="Domain")


class Linked(House):
    """A house whose first account, acme-vps, names what its server earns."""

    def settings(self) -> Settings:
        super().settings()
        path = self.folder / "duewatch.toml"
        accounts = path.read_text().split("[[accounts]]")
        accounts[1] += LINK
        path.write_text("[[accounts]]".join(accounts))
        return load(path, self.world.environment())


def said(home: House) -> str:
    return str(home.about("acme-vps/2"))


def test_the_living_message_names_the_client_invoices_and_follows_their_payment(tmp_path: Path):
    with house(tmp_path, furnish, kind=Linked) as home:
        home.pass_time()
        home.world.account("acme-vps").add(
            "2", "12.00", due=date(2026, 12, 1), description="VPS", service="1000"
        )
        home.pass_time(minutes=31)
        assert "Clients pay for it with" in said(home)
        assert "shop/41" in said(home)
        assert "Blue Fern Bakery: 23.80 EUR, due soon" in said(home)
        assert "shop/40" not in said(home), "another client"
        assert "shop/42" not in said(home), "another product"

        home.world.account("shop").pay("41")
        home.pass_time(minutes=31)
        assert "Blue Fern Bakery: 23.80 EUR, paid" in said(home)

        shown = home.slack.command("U01ADA", "#billing", "/invoices show acme-vps/2")
        assert "shop/41" in str(shown["blocks"])
        _shown_on_the_command_line(home)


def _shown_on_the_command_line(home: House) -> None:
    store = home.core.store
    view = store.invoice(InvoiceKey("acme-vps", "2"))
    assert view is not None
    theirs = Serving(home.core.settings.links, store).hanging_on(view)
    today = home.clock().date()
    rows = [(one, today) for one in theirs]
    found = as_json.details(view, today, [], rows)
    assert [(one["key"], one["standing"]) for one in found["serves"]] == [("shop/41", "paid")]
    assert "Clients pay for it with\n  shop/41" in as_text.details(view, today, [], rows)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('account = "shop"', 'account = "shpo"', "there is no account 'shpo'; did you mean shop?"),
        ('account = "shop"', 'account = "acme-vps"', "acme-vps is not a receivable account"),
        ('client = "blue fern"\nproduct = "web hosting"', "", "name the `client` or the `product`"),
    ],
)
def test_a_link_that_leads_nowhere_is_a_fault(tmp_path: Path, old: str, new: str, fault: str):
    world = World(lambda: None)  # type: ignore[arg-type,return-value]
    world.add_account("acme-vps", "interserver")
    world.add_account("shop", "whmcs")
    first, second, third = world.snapshot_config("http://127.0.0.1:1").split("[[accounts]]")
    text = "[[accounts]]".join([first, second + LINK.replace(old, new), third])
    path = tmp_path / "duewatch.toml"
    path.write_text(f"{SETTINGS}\n{text}")
    with pytest.raises(ConfigError, match="serves") as caught:
        load(path, world.environment())
    assert fault in str(caught.value)
