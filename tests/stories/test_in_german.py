"""The same bot for a team that speaks German: `locale = "de"`, and nothing else is different.

What the channel shows is a golden file that a person can read; what people type stays English.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.demo.world import World
from bot.slack.language import speaking
from tests.stories.house import SETTINGS, House, house
from tests.stories.transcript import Transcript

KEY = "acme-vps/7001"
GERMAN = f"""
locale = "de"
{SETTINGS}

[[suspension]]
provider = "interserver"
suspend_after = 5
terminate_after = 12
hour = "01:00"
timezone = "America/New_York"
"""


def furnish(world: World) -> None:
    books = world.add_account("acme-vps", "interserver")
    books.add("7000", "1234.50", due=date(2026, 12, 20), description="Backups")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    # a bot speaks one language for all its life; this one must not teach it to other tests
    with speaking("en"), house(tmp_path, furnish, config=GERMAN) as built:
        yield built


def test_the_life_of_an_invoice_in_german(home: House):
    books, seen = home.world.account("acme-vps"), Transcript(home)
    home.pass_time()
    seen.step("Das Konto wird zum ersten Mal geprüft")
    books.add("7001", "24.00", due=date(2026, 12, 1), description="Web server")
    home.pass_time(minutes=31)
    seen.step("Eine Rechnung kommt hinzu")
    home.pass_time(days=4)
    seen.step("Eine Woche vor Fälligkeit")
    home.press("Ada", "acknowledge", KEY)
    seen.step("Ada übernimmt sie")
    books.amend("7001", amount="1030.00")
    home.pass_time(minutes=31)
    seen.step("Der Anbieter erhöht den Betrag: das beendet die Übernahme")
    home.order("Ben", f"promise {KEY} 2026-12-02 PO 4711")
    seen.step("Ben sagt die Zahlung zu")
    home.pass_time(days=9)
    seen.step("Die Zusage wird nicht eingehalten, und die Dienste werden bald gesperrt")
    books.pay("7001")
    home.pass_time(minutes=31)
    seen.step("Die Rechnung wird bezahlt")
    seen.matches("life_in_german")


def test_whoever_asks_is_answered_in_german(home: House):
    home.pass_time()
    home.world.account("acme-vps").add("7001", "24.00", due=date(2026, 12, 1), description="Web")
    home.pass_time(minutes=31)
    for typed, answer in {
        f"ack {KEY}": f"`{KEY}` ist übernommen. Wiedervorlage <!date^",
        f"ack {KEY} ": f"`{KEY}` ist bereits übernommen von Ihnen bis <!date^",
        f"snooze {KEY} 2026-12-20": "Achtung: Sperrung der Dienste schon davor, am So. 6. Dez.",
        f"unack {KEY}": f"`{KEY}` steht wieder allen offen; Erinnerungen gehen weiter.",
        f"assign {KEY} <@U02BEN>": f"`{KEY}` liegt jetzt bei <@U02BEN>. Rückgängig: `/invoices",
        f"show {KEY}": "Offen, zugewiesen: wir schulden InterServer 24,00 USD für ",
        f"why {KEY}": "[reminders]: 7, 3 und 1 Tage vor Fälligkeit, am Fälligkeitstag, 1, 3 und 7",
        "who": "Bereitschaft: niemand",
        "accounts": "1 Konto, keines gestört",
        "help": "Was Duewatch beantwortet",
        "overdue": "Nichts ist überfällig. Daten ",
        "summary": "2 offene Rechnungen, keine überfällig, ",
        "snooze": "Nicht verstanden: „snooze“: bitte eine Rechnung nennen: `/invoices snooze",
    }.items():
        assert answer in home.order("Ada", typed), typed


def test_the_bot_speaks_english_again_in_the_next_house(tmp_path: Path, home: House):
    home.pass_time()
    (tmp_path / "next").mkdir()
    with house(tmp_path / "next", furnish) as english:
        english.pass_time()
        assert "Now watching" in str(english.messages()[0]["text"])
