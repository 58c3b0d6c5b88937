"""The schema, in numbered steps that are applied once each and never edited afterwards.

Instants are whole microseconds since 1970 UTC, dates are ISO text, money is whole minor
units beside an ISO code. Tables are STRICT: what does not fit is refused, not converted.
"""

import sqlite3
from collections.abc import Iterable

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from state.clients import introduce
from state.file.schema import APPLICATION_ID
from state.links import STEP as LINKS
from state.log.chronicle import CHRONICLE, CONFIGURED
from state.migrations import ledger, outbox, people
from state.migrations.audit import link_history
from state.people.home_tabs import STEP as HOME_TABS
from state.tallies import CLIENTS, INDEXES, QUICKER, TALLIES

MIGRATIONS = Migrations("duewatch")


@MIGRATIONS(name="1-ledger-and-outbox")
def ledger_and_outbox(db: Database) -> None:
    """Accounts, invoices, care, history, outbox, and what Slack delivered."""
    tables = (*ledger.TABLES, *outbox.TABLES)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _apply(db, 1, (*tables, *outbox.INDEXES, *ledger.APPEND_ONLY))


@MIGRATIONS(name="2-care-and-escalation")
def care_and_escalation(db: Database) -> None:
    """What people decide in full, escalation, muted accounts, and who is on call."""
    _apply(db, 2, people.CARE_AND_ESCALATION)


@MIGRATIONS(name="3-clicks")
def clicks(db: Database) -> None:
    """What people asked for in Slack, kept until it is carried out."""
    _apply(db, 3, people.CLICKS)


@MIGRATIONS(name="4-answers")
def answers(db: Database) -> None:
    """What is owed counted by day, who the clients are, and indexes for look-ups."""
    _apply(db, 4, (*TALLIES, *INDEXES, CLIENTS))
    rows = db.execute("SELECT DISTINCT client FROM invoices WHERE client IS NOT NULL").fetchall()
    introduce(db.conn, (str(row[0]) for row in rows))


@MIGRATIONS(name="5-links")
def links(db: Database) -> None:
    """Invoices by the address of their page, the newest messages, and who was welcomed."""
    _apply(db, 5, LINKS)


@MIGRATIONS(name="6-chronicle")
def chronicle(db: Database) -> None:
    """What happened lately, found by its moment."""
    _apply(db, 6, CHRONICLE)


@MIGRATIONS(name="7-audit")
def audit(db: Database) -> None:
    """The history, each line linked to the one before it, with its source and reason."""
    link_history(db.conn)
    _apply(db, 7, ())


@MIGRATIONS(name="8-home-tabs")
def home_tabs(db: Database) -> None:
    """What people chose to see on their Home tab, and when they looked."""
    _apply(db, 8, HOME_TABS)


@MIGRATIONS(name="9-quicker-tallies")
def quicker_tallies(db: Database) -> None:
    """A first check is counted once, and its invoices are passed over singly."""
    _apply(db, 9, QUICKER)


@MIGRATIONS(name="10-configured")
def configured(db: Database) -> None:
    """What was last recorded of the configuration, found at once."""
    _apply(db, 10, CONFIGURED)


@MIGRATIONS(name="11-backlog")
def backlog(db: Database) -> None:
    """Of what waits, that which may be told together is found without the rest."""
    _apply(db, 11, outbox.BACKLOG)


@MIGRATIONS(name="12-crowds")
def crowds(db: Database) -> None:
    """Of what waits, the lines of one account are found without those of others."""
    _apply(db, 12, outbox.CROWDS)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the steps that this database has not seen yet, each in a transaction of its own."""
    MIGRATIONS.apply(Database(connection, strict=True, execute_plugins=False))


def _apply(db: Database, version: int, statements: Iterable[str]) -> None:
    for statement in statements:
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {version:d}")
