"""The second and third step: what people decide in full, who is called, and their clicks."""

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

CARE_AND_ESCALATION = (*_CARE_IN_FULL, *_ESCALATION, *_NOTES_AND_MUTE, _ONCALL, *_SAID_OF)

# `number` keeps the order in which they came; two may come within a microsecond.
CLICKS = (
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
