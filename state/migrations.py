"""The schema, in numbered steps that are applied once each and never edited afterwards.

Instants are whole microseconds since 1970 UTC, dates are ISO text, money is whole minor
units beside an ISO code. Tables are STRICT: what does not fit is refused, not converted.
"""

import sqlite3

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from state.chronicle import CHRONICLE
from state.clients import introduce
from state.links import STEP as LINKS
from state.schema import APPLICATION_ID
from state.tallies import CLIENTS, INDEXES, TALLIES

MIGRATIONS = Migrations("duewatch")

_ACCOUNTS = """
CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    direction TEXT NOT NULL,
    channel TEXT NOT NULL,
    timezone TEXT NOT NULL,
    currency TEXT,
    watched INTEGER NOT NULL DEFAULT 1 CHECK (watched IN (0, 1)),
    next_check_at INTEGER NOT NULL,
    checked_at INTEGER,
    healthy INTEGER CHECK (healthy IN (0, 1)),
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    error_kind TEXT,
    error TEXT,
    unread TEXT NOT NULL DEFAULT '[]',
    digest TEXT,
    baselined INTEGER NOT NULL DEFAULT 0 CHECK (baselined IN (0, 1)),
    epoch INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER
) STRICT
"""

_INVOICES = """
CREATE TABLE invoices (
    account TEXT NOT NULL REFERENCES accounts (name),
    number TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('open', 'pending', 'paid', 'void', 'unknown')),
    their_status TEXT NOT NULL,
    total INTEGER,
    total_currency TEXT,
    open INTEGER,
    open_currency TEXT,
    issued TEXT,
    due TEXT,
    description TEXT NOT NULL,
    client TEXT,
    service TEXT,
    module TEXT,
    label TEXT,
    url TEXT,
    lines TEXT NOT NULL DEFAULT '[]',
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    next_step_at INTEGER,
    PRIMARY KEY (account, number),
    CHECK ((total IS NULL) = (total_currency IS NULL)),
    CHECK ((open IS NULL) = (open_currency IS NULL))
) STRICT, WITHOUT ROWID
"""

_CARE = """
CREATE TABLE care (
    account TEXT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    by TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER,
    note TEXT,
    PRIMARY KEY (account, number),
    FOREIGN KEY (account, number) REFERENCES invoices (account, number)
) STRICT, WITHOUT ROWID
"""

_EVENTS = """
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    account TEXT NOT NULL,
    number TEXT,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT
"""

_OUTBOX = """
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    place INTEGER,
    key TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    number TEXT,
    what TEXT NOT NULL,
    stage INTEGER,
    due TEXT,
    details TEXT NOT NULL,
    broadcast INTEGER NOT NULL CHECK (broadcast IN (0, 1)),
    not_before INTEGER,
    state TEXT NOT NULL DEFAULT 'new'
        CHECK (state IN ('new', 'unsure', 'sent', 'grouped', 'dropped', 'refused')),
    reason TEXT,
    created_at INTEGER NOT NULL,
    first_try INTEGER,
    tried_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER,
    wait_until INTEGER,
    settled_at INTEGER,
    post_channel TEXT,
    post_ts TEXT
) STRICT
"""

_MEMBERS = """
CREATE TABLE members (
    item INTEGER NOT NULL REFERENCES outbox (id),
    position INTEGER NOT NULL,
    account TEXT NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (item, position)
) STRICT, WITHOUT ROWID
"""

_LIVING = """
CREATE TABLE living (
    account TEXT NOT NULL,
    number TEXT NOT NULL,
    item INTEGER NOT NULL REFERENCES outbox (id),
    channel TEXT NOT NULL,
    ts TEXT NOT NULL,
    PRIMARY KEY (account, number)
) STRICT, WITHOUT ROWID
"""

_DELIVERIES = """
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""

# A partial index whose predicate column is not in it makes SQLite visit the table for each row,
# so `standing`, `watched` and `state` are named again at the end of theirs.
_INDEXES = (
    """CREATE INDEX accounts_due ON accounts (next_check_at, name, lease_until, watched)
       WHERE watched = 1""",
    """CREATE INDEX invoices_owed ON invoices
       (due, account, number, open, open_currency, standing)
       WHERE standing IN ('open', 'unknown')""",
    "CREATE INDEX invoices_step ON invoices (next_step_at) WHERE next_step_at IS NOT NULL",
    "CREATE INDEX care_until ON care (until) WHERE until IS NOT NULL",
    "CREATE INDEX events_of ON events (account, number, id)",
    """CREATE INDEX outbox_waiting ON outbox
       (channel, coalesce(place, id), id, place, lease_until, wait_until, not_before, kind, state)
       WHERE state IN ('new', 'unsure')""",
    "CREATE INDEX deliveries_at ON deliveries (at)",
)

_APPEND_ONLY = (
    """CREATE TRIGGER events_stay BEFORE DELETE ON events
       BEGIN SELECT raise(ABORT, 'the history is append-only'); END""",
    """CREATE TRIGGER events_keep_their_words BEFORE UPDATE ON events
       BEGIN SELECT raise(ABORT, 'the history is append-only'); END""",
)


@MIGRATIONS(name="1-ledger-and-outbox")
def ledger_and_outbox(db: Database) -> None:
    """Accounts, invoices, care, history, outbox, and what Slack delivered."""
    tables = (_ACCOUNTS, _INVOICES, _CARE, _EVENTS, _OUTBOX, _MEMBERS, _LIVING, _DELIVERIES)
    for statement in (*tables, *_INDEXES, *_APPEND_ONLY):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


_ONCALL = """
CREATE TABLE oncall (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    people TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT
"""

# `wakes_at` is when the reminder pass looks at the end of care: at `until`, or later where
# it may not speak then.
_CARE_IN_FULL = (
    "ALTER TABLE care ADD COLUMN holder TEXT",
    "ALTER TABLE care ADD COLUMN day TEXT",
    "ALTER TABLE care ADD COLUMN source TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE care ADD COLUMN wakes_at INTEGER",
    "UPDATE care SET wakes_at = until",
    "DROP INDEX care_until",
    "CREATE INDEX care_wakes ON care (wakes_at) WHERE wakes_at IS NOT NULL",
)

_ESCALATION = (
    "ALTER TABLE invoices ADD COLUMN escalating_since INTEGER",
    "ALTER TABLE invoices ADD COLUMN escalation_level INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE invoices ADD COLUMN held_since INTEGER",
    """CREATE INDEX invoices_oldest ON invoices (account, due, number, standing)
       WHERE standing IN ('open', 'unknown') AND due IS NOT NULL""",
)

_NOTES_AND_MUTE = (
    "ALTER TABLE accounts ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE accounts ADD COLUMN mute_until INTEGER",
    "ALTER TABLE accounts ADD COLUMN mute_by TEXT",
    "ALTER TABLE accounts ADD COLUMN mute_at INTEGER",
    "ALTER TABLE accounts ADD COLUMN mute_note TEXT",
    "CREATE INDEX accounts_muted ON accounts (mute_until) WHERE mute_until IS NOT NULL",
)

_SAID_OF = (
    "CREATE INDEX outbox_of ON outbox (account, number, id) WHERE number IS NOT NULL",
    "CREATE INDEX members_of ON members (account, number, item)",
)


@MIGRATIONS(name="2-care-and-escalation")
def care_and_escalation(db: Database) -> None:
    """What people decide in full, escalation, muted accounts, and who is on call."""
    for statement in (*_CARE_IN_FULL, *_ESCALATION, *_NOTES_AND_MUTE, _ONCALL, *_SAID_OF):
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


# `number` keeps the order in which they came; two may come within a microsecond.
_CLICKS = (
    """CREATE TABLE clicks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    outcome TEXT,
    done_at INTEGER,
    CHECK ((outcome IS NULL) = (done_at IS NULL))
) STRICT""",
    "CREATE INDEX clicks_waiting ON clicks (number, done_at) WHERE done_at IS NULL",
    "CREATE INDEX clicks_done ON clicks (done_at) WHERE done_at IS NOT NULL",
)


@MIGRATIONS(name="3-clicks")
def clicks(db: Database) -> None:
    """What people asked for in Slack, kept until it is carried out."""
    for statement in _CLICKS:
        db.execute(statement)
    db.execute("PRAGMA user_version = 3")


@MIGRATIONS(name="4-answers")
def answers(db: Database) -> None:
    """What is owed counted by day, who the clients are, and indexes for look-ups."""
    for statement in (*TALLIES, *INDEXES, CLIENTS):
        db.execute(statement)
    rows = db.execute("SELECT DISTINCT client FROM invoices WHERE client IS NOT NULL").fetchall()
    introduce(db.conn, (str(row[0]) for row in rows))
    db.execute("PRAGMA user_version = 4")


@MIGRATIONS(name="5-links")
def links(db: Database) -> None:
    """Invoices by the address of their page, the newest messages, and who was welcomed."""
    for statement in LINKS:
        db.execute(statement)
    db.execute("PRAGMA user_version = 5")


@MIGRATIONS(name="6-chronicle")
def chronicle(db: Database) -> None:
    """What happened lately, found by its moment."""
    for statement in CHRONICLE:
        db.execute(statement)
    db.execute("PRAGMA user_version = 6")


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the steps that this database has not seen yet, each in a transaction of its own."""
    MIGRATIONS.apply(Database(connection, strict=True, execute_plugins=False))
