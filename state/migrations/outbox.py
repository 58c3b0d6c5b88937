"""The first tables, continued: what has to be said, where it stands, what Slack delivered."""

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
INDEXES = (
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

# Of all that waits in a channel few messages may become one with others, and fewer still are
# under way: taking the next one looks at these alone, however long the backlog is.
BACKLOG = (
    """CREATE INDEX outbox_of_kind ON outbox (channel, kind, broadcast, what)
       WHERE state IN ('new', 'unsure')""",
    """CREATE INDEX outbox_busy ON outbox (channel, lease_until, wait_until)
       WHERE state IN ('new', 'unsure')
         AND (lease_until IS NOT NULL OR wait_until IS NOT NULL)""",
)

# Lines are told together by account: of a channel's backlog only those of one are looked at.
CROWDS = (
    "DROP INDEX outbox_of_kind",
    """CREATE INDEX outbox_of_kind ON outbox (channel, kind, account, broadcast, what)
       WHERE state IN ('new', 'unsure')""",
)

TABLES = (_OUTBOX, _MEMBERS, _LIVING, _DELIVERIES)
