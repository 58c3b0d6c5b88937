"""The seventh step: every line of the history is linked to the one before it.

What was recorded before gets its links now, some lines at a time, so that a long history needs
no more memory than a short one. From then on only new lines are linked.
"""

import sqlite3

from state.log.chain import Head, first_link
from state.log.events import line, linked, set_head
from state.migrations.ledger import APPEND_ONLY
from state.rows import read_event

_BATCH = 5_000  # lines

# Who this database is, how many lines there are, and the link of the last one: without these
# nobody would notice that the newest lines are gone.
_AUDIT = """
CREATE TABLE audit (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    origin BLOB NOT NULL,
    entries INTEGER NOT NULL,
    last INTEGER NOT NULL,
    head BLOB NOT NULL
) STRICT
"""

_COLUMNS = (
    "ALTER TABLE events ADD COLUMN source TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE events ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE events ADD COLUMN link BLOB NOT NULL DEFAULT x''",
)

_FOR_GOOD = (
    """CREATE TRIGGER audit_stays BEFORE DELETE ON audit
       BEGIN SELECT raise(ABORT, 'the history is append-only'); END""",
    """CREATE TRIGGER audit_grows BEFORE UPDATE ON audit
       WHEN new.entries < old.entries OR new.last < old.last OR new.origin <> old.origin
       BEGIN SELECT raise(ABORT, 'the history is append-only'); END""",
)


def link_history(connection: sqlite3.Connection) -> None:
    """Give every line its source, its reason and its link, and keep where they end."""
    for trigger in ("events_stay", "events_keep_their_words"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in (*_COLUMNS, _AUDIT):
        connection.execute(statement)
    origin = connection.execute("SELECT randomblob(16)").fetchone()[0]
    connection.execute("INSERT INTO audit VALUES (1, ?, 0, 0, ?)", (origin, first_link(origin)))
    head = Head(0, 0, first_link(origin))
    while (further := _link_some(connection, head)) != head:
        head = further
    set_head(connection, head)
    for statement in (*APPEND_ONLY, *_FOR_GOOD):
        connection.execute(statement)


def _link_some(connection: sqlite3.Connection, head: Head) -> Head:
    """Link the next lines behind the head; the new head."""
    found = connection.execute(
        "SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ?", (head.last, _BATCH)
    ).fetchall()
    linked_rows, before = [], head.link
    for row in found:
        written = line(row["id"], row["at"], read_event(row), row["details"])
        before = linked(before, written)
        source, reason = written[6:8]
        linked_rows.append((source, reason, before, row["id"]))
    connection.executemany(
        "UPDATE events SET source = ?, reason = ?, link = ? WHERE id = ?", linked_rows
    )
    last = found[-1]["id"] if found else head.last
    return Head(head.entries + len(found), last, before)
