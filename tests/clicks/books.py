"""What the bot recorded, read from its file: every click has one outcome, every note one event."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.clicks.people import Crowd


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the clicks that Slack was told we have."""

    outcomes: Counter[str]
    missing: tuple[str, ...]  # acknowledged and never written down
    notes_lost: tuple[str, ...]
    notes_doubled: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """True if each was carried out, once."""
        lost = self.missing or self.notes_lost or self.notes_doubled
        return not lost and set(self.outcomes) == {"done"}


def waiting(database: Path) -> int:
    """How many clicks were written down and not carried out yet."""
    with closing(_read_only(database)) as connection:
        found = connection.execute("SELECT count(*) FROM clicks WHERE done_at IS NULL")
        return int(found.fetchone()[0])


def known(database: Path) -> int:
    """How many invoices the bot knows."""
    if not database.exists():
        return 0
    with closing(_read_only(database)) as connection:
        tables = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'clicks'")
        if tables.fetchone() is None:
            return 0
        return int(connection.execute("SELECT count(*) FROM invoices").fetchone()[0])


def judge(database: Path, crowd: Crowd) -> Verdict:
    """Hold what was recorded against what was acknowledged."""
    with closing(_read_only(database)) as connection:
        outcomes = dict(connection.execute("SELECT id, outcome FROM clicks"))
        told = connection.execute("SELECT details FROM events WHERE kind = 'noted'")
        said = Counter(json.loads(row[0])["note"] for row in told)
    ids = set(crowd.acknowledged.values())
    return Verdict(
        Counter(str(outcomes[one]) for one in ids if one in outcomes),
        tuple(sorted(ids - set(outcomes))),
        tuple(sorted(crowd.notes - set(said))),
        tuple(sorted(note for note, times in said.items() if times > 1)),
    )


def _read_only(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
