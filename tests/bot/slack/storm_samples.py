"""Questions about storms, and the same with an answer."""

from datetime import timedelta

from bot.slack.render import storm
from bot.slack.render.message import Message
from tests.bot.slack.samples import HOSTING, NOW, SHOP

RENUMBERED = {
    "kind": "renumbered",
    "count": "12",
    "owed": "13",
    "instant": NOW.isoformat(),
    "example": "7001",
    "old": "7001",
    "new": "90001",
}
CURRENCY = RENUMBERED | {
    "kind": "currency",
    "field": "open",
    "old": "12.50 USD",
    "new": "11.00 EUR",
}
AMENDED = RENUMBERED | {
    "kind": "amended",
    "field": "due",
    "old": "2026-12-01",
    "new": "2026-12-24",
}
LATER = NOW + timedelta(minutes=5)


def _pair(name: str, details: dict[str, str]) -> dict[str, Message]:
    yes = storm.answered(details, SHOP, "U01ADA", LATER, yes=True)
    no = storm.answered(details, SHOP, "U01ADA", LATER, yes=False)
    asked = storm.question(details, SHOP)
    return {f"storm_{name}": asked, f"storm_{name}_yes": yes, f"storm_{name}_no": no}


def messages() -> dict[str, Message]:
    return {
        **_pair("renumbered", RENUMBERED),
        **_pair("currency", CURRENCY),
        "storm_amended": storm.question(AMENDED, HOSTING),
    }
