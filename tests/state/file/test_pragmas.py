"""How SQLite is set, and that the page which explains it leaves nothing out."""

import re
from pathlib import Path

from state.database import open_store
from state.file import pragmas

PAGE = Path(__file__).parents[3] / "docs" / "state.md"


def test_every_setting_is_explained() -> None:
    table = (
        PAGE.read_text(encoding="utf-8").split("## How SQLite is configured")[1].split("\n## ")[0]
    )
    named = [setting.partition(" ")[0] for setting in pragmas._WRITER]
    assert len(named) > 5
    explained = set(re.findall(r"`(\w+)", table))
    assert [name for name in [*named, "synchronous"] if name not in explained] == []


def test_what_a_database_says_about_code_is_not_run(path: Path) -> None:
    with open_store(path) as store, store._writer.transaction() as connection:
        assert pragmas.number(connection, "trusted_schema") == 0
        assert pragmas.number(connection, "cell_size_check") == 1
        assert pragmas.number(connection, "journal_size_limit") == 64 * 2**20
