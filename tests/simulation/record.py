"""What the bot wrote down, read from its file by our own words."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Self

Row = sqlite3.Row
Key = tuple[str, str]  # account and number


def at(micros: int) -> datetime:
    """An instant as it is kept."""
    return datetime.fromtimestamp(micros / 1_000_000, UTC)


def maybe_day(text: str | None) -> date | None:
    """A day as it is kept."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Record:
    """All that matters of one moment of the database."""

    invoices: dict[Key, Row]
    accounts: dict[str, Row]
    care: dict[Key, Row]
    outbox: list[Row]
    members: dict[int, list[Key]]
    living: dict[Key, Row]
    events: list[Row]
    clicks: dict[str, Row]

    @classmethod
    def of(cls, eyes: sqlite3.Connection) -> Self:
        """Read it."""

        def all_of(table: str, order: str = "1") -> list[Row]:
            return eyes.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()  # noqa: S608

        members: dict[int, list[Key]] = {}
        for row in all_of("members", "item, position"):
            members.setdefault(row["item"], []).append(key_of(row))
        return cls(
            invoices={key_of(row): row for row in all_of("invoices")},
            accounts={row["name"]: row for row in all_of("accounts")},
            care={key_of(row): row for row in all_of("care")},
            outbox=all_of("outbox", "id"),
            members=members,
            living={key_of(row): row for row in all_of("living")},
            events=all_of("events", "id"),
            clicks={row["id"]: row for row in all_of("clicks", "number")},
        )

    def said(self, key: Key) -> list[Row]:
        """What was really told of an invoice, alone or in a message that stands for several."""
        return self._said.get(key, [])

    @cached_property
    def _said(self) -> dict[Key, list[Row]]:
        sent = {row["key"] for row in self.outbox if row["state"] == "sent"}
        found: dict[Key, list[Row]] = {}
        for row in self.outbox:
            shown = row["state"] == "grouped" and row["reason"] in sent
            if row["kind"] != "update" and (row["state"] == "sent" or shown):
                for key in self.about(row):
                    found.setdefault(key, []).append(row)
        return found

    def pairs_asked_about(self) -> list[tuple[Row, dict[str, str]]]:
        """The questions whether invoices got other numbers: the old ones and the new ones."""
        found = [(row, details(row)) for row in self.outbox if row["what"] == "storm"]
        return [
            (row, dict(json.loads(told["members"])))
            for row, told in found
            if told["kind"] == "renumbered"
        ]

    def was_asked_about(self, key: Key) -> bool:
        """True if a question was sent that speaks of this new invoice."""
        return any(
            row["state"] == "sent" and row["account"] == key[0] and key[1] in pairs.values()
            for row, pairs in self.pairs_asked_about()
        )

    def events_of(self, key: Key) -> list[Row]:
        """The history of an invoice."""
        return self._histories.get(key, [])

    @cached_property
    def _histories(self) -> dict[Key, list[Row]]:
        found: dict[Key, list[Row]] = {}
        for row in self.events:
            found.setdefault(key_of(row), []).append(row)
        return found

    def by_token(self) -> dict[str, Row]:
        """The messages by what they carry in Slack; of several the one that was sent."""
        found: dict[str, Row] = {}
        for row in self.outbox:
            if row["token"] not in found or row["state"] == "sent":
                found[row["token"]] = row
        return found

    def about(self, row: Row) -> list[Key]:
        """The invoices that a message is about."""
        if row["number"] is not None:
            return [(row["account"], row["number"])]
        return self.members.get(row["id"], [])


def key_of(row: Row) -> Key:
    """Whose row it is."""
    return row["account"], row["number"]


def details(row: Row) -> dict[str, Any]:
    """What a row tells besides."""
    return dict(json.loads(row["details"]))
