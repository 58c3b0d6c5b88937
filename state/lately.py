"""Messages of the last days that still show something owed: a bot that was away redraws them."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from state.model import InvoiceKey
from state.rows import micros
from state.tallies import OWED

# The newest come first, and `created_at` rises with the number of an item, so whoever reads
# these may stop at the first that is too old; what is closed is given for that as well.
_NEWEST = f"""
SELECT l.account, l.number, l.channel, l.ts, o.channel AS home, o.created_at,
       i.{OWED} AND a.watched AS owed
FROM living AS l INDEXED BY living_item
CROSS JOIN outbox AS o ON o.id = l.item
CROSS JOIN invoices AS i ON i.account = l.account AND i.number = l.number
CROSS JOIN accounts AS a ON a.name = l.account
ORDER BY l.item DESC
"""  # noqa: S608 -- our own words


def shown_since(
    connection: sqlite3.Connection, since: datetime, most: int
) -> list[tuple[InvoiceKey, str]]:
    """One owed invoice of each message posted since then, and the channel it is queued for.

    The newest messages first, and no more than `most` of them.
    """
    found: dict[tuple[str, str], tuple[InvoiceKey, str]] = {}
    for row in _newest(connection, since):
        if len(found) == most:
            break
        key = InvoiceKey(row["account"], row["number"])
        found.setdefault((row["channel"], row["ts"]), (key, row["home"]))
    return list(found.values())


def _newest(connection: sqlite3.Connection, since: datetime) -> Iterator[sqlite3.Row]:
    for row in connection.execute(_NEWEST):
        if row["created_at"] < micros(since):
            return
        if row["owed"]:
            yield row
