"""The first tables: accounts, what they bill, what people decided, and the history."""

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

APPEND_ONLY = (
    """CREATE TRIGGER events_stay BEFORE DELETE ON events
       BEGIN SELECT raise(ABORT, 'the history is append-only'); END""",
    """CREATE TRIGGER events_keep_their_words BEFORE UPDATE ON events
       BEGIN SELECT raise(ABORT, 'the history is append-only'); END""",
)

TABLES = (_ACCOUNTS, _INVOICES, _CARE, _EVENTS)
