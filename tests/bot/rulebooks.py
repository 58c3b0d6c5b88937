"""A configuration with accounts of every kind, and the rulebook that is made of it."""

from dataclasses import replace
from pathlib import Path

from bot.config.load import load
from bot.rules import Rulebook
from state.model import Direction, Invoice
from tests.builders import account, invoice

REMINDERS = """
timezone = "Europe/Berlin"

[reminders]
before = [7, 0]
after = [2]
repeat = 5
max_repeats = 3
business_days = true
holidays = "DE-BY"
quiet_below = { USD = "5.00", JPY = "700" }

[reminders.receivable]
before = []
quiet_below = { EUR = "20.00" }
"""
ACCOUNTS = """
[[accounts]]
name = "acme"
provider = "interserver"
username = "a@b.example"
password = { env = "KEY" }
currency = "USD"

[[accounts]]
name = "york"
provider = "interserver"
username = "c@d.example"
password = { env = "KEY" }

[accounts.reminders]
after = []
repeat = 30
business_days = false
hours = ["08:00", "16:00"]
timezone = "America/New_York"
quiet_below = {}

[[accounts]]
name = "shop"
provider = "whmcs"
url = "https://billing.shop.example"
identifier = { env = "KEY" }
secret = { env = "KEY" }

[accounts.reminders]
max_repeats = 0
"""
POLICIES = """
[[suspension]]
provider = "interserver"
suspend_after = 40

[[suspension]]
provider = "interserver"
module = "mail"
suspend_after = 30
hour = "01:00"
timezone = "America/Phoenix"

[[suspension]]
account = "acme"
suspend_after = 20
terminate_after = 25

[[suspension]]
account = "acme"
module = "vps"
suspend_after = 10
"""
ROUTES = """
[[routes]]
name = "soon offline"
direction = "payable"
severity = "critical"
channel = "#outage"
mention = "S0614TZR7"

[[routes]]
name = "large"
over = "500 USD"
channel = "#leads"

[[routes]]
name = "whisper"
severity = "overdue"
mention = "U024BE7LH"

[[routes]]
provider = "whmcs"
client = "blue fern"
channel = "#blue"
"""
ACME, YORK = account("acme", timezone="America/New_York"), account("york")
SHOP = account("shop", "whmcs", Direction.RECEIVABLE, "#shop")


def book(folder: Path, text: str = "") -> Rulebook:
    path = folder / "duewatch.toml"
    path.write_text(REMINDERS + text + ACCOUNTS, encoding="utf-8")
    return Rulebook(load(path, {}))


def of(module: str | None, key: str = "acme/7") -> Invoice:
    return replace(invoice(key), module=module)
