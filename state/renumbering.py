"""What a person says about a storm, recorded: old numbers are closed by that word alone."""

import sqlite3

from state import queries
from state.changes import has_vanished
from state.log.events import record
from state.model import Event, InvoiceKey, InvoiceView, Standing
from state.people import caring
from state.queue.outbox import enqueue
from state.storms import Answer
from state.twins import closed_for


def answer(connection: sqlite3.Connection, said: Answer) -> bool:
    """Record an answer and what follows from it; False if the question was answered before."""
    if not enqueue(connection, [said.redraw], said.at):
        return False
    details = dict(said.details)
    record(connection, [Event(0, said.at, said.account, None, "storm_answered", said.by, details)])
    for old, new in said.twins.items():
        _renumber(connection, said, InvoiceKey(said.account, old), InvoiceKey(said.account, new))
    enqueue(connection, said.drafts, said.at)
    return True


def _renumber(
    connection: sqlite3.Connection, said: Answer, old: InvoiceKey, new: InvoiceKey
) -> None:
    """Close the old number, unless the provider has spoken of it again meanwhile.

    The steps of the new one were counted from its due date when it came, so none is said twice.
    """
    before, twin = queries.view(connection, old), queries.view(connection, new)
    if before is None or twin is None or not has_vanished(before.invoice):
        return
    connection.execute(
        """UPDATE invoices SET standing = ?, their_status = ?, next_step_at = NULL,
                  escalating_since = NULL, escalation_level = 0
           WHERE account = ? AND number = ?""",
        (Standing.VOID.value, closed_for(new.number), old.account, old.number),
    )
    _move_message(connection, old, new)
    details = {"number": f"{old.number} -> {new.number}"}
    moved = _move_care(connection, before, twin)
    record(
        connection,
        [
            Event(0, said.at, old.account, old.number, "renumbered", said.by, details),
            Event(0, said.at, new.account, new.number, "renumbered", said.by, details | moved),
        ],
    )


def _move_care(
    connection: sqlite3.Connection, before: InvoiceView, twin: InvoiceView
) -> dict[str, str]:
    """Whoever took on the old one has the new one, unless people decided about that already."""
    care = before.care
    if care is None:
        return {}
    caring.replace(connection, before.invoice.key, None)
    if twin.care is not None or twin.invoice.is_closed:
        return {}
    caring.replace(connection, twin.invoice.key, care)
    return {"care": care.state.value, "by": care.held_by}


def _move_message(connection: sqlite3.Connection, old: InvoiceKey, new: InvoiceKey) -> None:
    """The message of the old one shows the new one from now on, unless that has its own."""
    row = connection.execute(
        """UPDATE OR IGNORE living SET number = ? WHERE account = ? AND number = ?
           RETURNING item""",
        (new.number, old.account, old.number),
    ).fetchone()
    if row is not None:
        connection.execute(
            "UPDATE members SET number = ? WHERE item = ? AND account = ? AND number = ?",
            (new.number, row["item"], old.account, old.number),
        )
