"""What happened in a period, across accounts: what a digest looks back on."""

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime

from state.model import Event
from state.rows import instant, micros, read_event

# Written like the index's own condition: that is how SQLite recognises it.
_NEWS = "kind IN ('appeared', 'reopened', 'amended', 'settled', 'vanished')"
# What nobody is told of, since it is for the audit log alone: what became of each message, what the
# configuration changed, who was not allowed.
BEHIND = """kind IN ('message_sent', 'message_refused', 'message_dropped', 'message_grouped',
    'adopted', 'care_closed', 'not_allowed', 'click_failed',
    'watched', 'reconfigured', 'unwatched', 'configured', 'welcomed')"""
_FIRST = f"SELECT at FROM events WHERE NOT {BEHIND} ORDER BY id LIMIT 1"  # noqa: S608 -- our own
# So that the last one is found without looking at all that was recorded since.
CONFIGURED = ("CREATE INDEX events_configured ON events (id) WHERE kind = 'configured'",)
CHRONICLE = (f"CREATE INDEX events_news ON events (at) WHERE {_NEWS}",)


def began(connection: sqlite3.Connection) -> datetime | None:
    """When the history begins; None as long as nothing was recorded."""
    row = connection.execute(_FIRST).fetchone()
    return None if row is None else instant(row["at"])


def news_since(
    connection: sqlite3.Connection, accounts: Collection[str], since: datetime
) -> list[Event]:
    """What was recorded of invoices of these accounts after that moment, oldest first."""
    rows = connection.execute(
        f"""SELECT * FROM events WHERE {_NEWS} AND at > :since
            AND account IN (SELECT value FROM json_each(:accounts)) ORDER BY at, id""",  # noqa: S608 -- our own words
        {"since": micros(since), "accounts": json.dumps(sorted(accounts))},
    )
    return [read_event(row) for row in rows]


def configured(connection: sqlite3.Connection) -> dict[str, str]:
    """What was last recorded of the configuration; empty before it ever was."""
    row = connection.execute(
        """SELECT details FROM events INDEXED BY events_configured
           WHERE kind = 'configured' ORDER BY id DESC LIMIT 1"""
    ).fetchone()
    return {} if row is None else dict(json.loads(row["details"]))
