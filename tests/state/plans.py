"""How SQLite answers a question: by which indexes, or by walking through a table."""

import sqlite3
from collections.abc import Callable

from state.database import SqliteStore


def plans(store: SqliteStore, ask: Callable[[sqlite3.Connection], object]) -> str:
    """How SQLite answers what is really asked."""
    asked: list[str] = []
    with store._readers.moment() as connection:
        connection.set_trace_callback(asked.append)
        ask(connection)
        connection.set_trace_callback(None)
        return "; ".join(
            row["detail"]
            for sql in asked
            for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")
        )
