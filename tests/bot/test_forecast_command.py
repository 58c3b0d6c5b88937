"""`duewatch simulate` from outside: what people and programs see."""

from tests.bot.test_command_line import Shell
from tests.bot.test_command_line import shell as shell  # noqa: PLC0414 -- a fixture

FIELDS = {"at", "channel", "thread", "broadcast", "key", "what", "calls", "because", "text"}


def test_the_coming_days_in_words(shell: Shell) -> None:
    shell.run("check")
    done = shell.run("simulate", "--days", "30")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    days = [line for line in lines if line and not line.startswith(" ")]
    assert len(days) >= 3
    assert any("  09:00  #billing" in line and "`acme-vps/101`" in line for line in lines)


def test_the_coming_days_for_a_program(shell: Shell) -> None:
    shell.run("check")
    found = shell.json("simulate", "--days", "30")["messages"]
    assert all(set(one) == FIELDS for one in found)
    assert [one["at"] for one in found] == sorted(one["at"] for one in found)
    assert {one["key"] for one in found} >= {"acme-vps/100", "acme-vps/101", "shop/4105"}


def test_nothing_is_changed_and_nothing_left_behind(shell: Shell) -> None:
    shell.run("check")
    before = shell.json("list")["invoices"]
    first, second = (shell.run("simulate").stdout.splitlines()[1:] for _ in range(2))
    assert first == second
    assert shell.json("list")["invoices"] == before
    names = {one.name for one in shell.folder.iterdir()} - {"d.db-wal", "d.db-shm"}
    assert names == {"d.db", "d.db.lock", "duewatch.toml"}


def test_days_that_make_no_sense_are_a_wrong_use(shell: Shell) -> None:
    for days in ("0", "-3", "never"):
        assert shell.run("simulate", "--days", days).returncode == 2


def test_without_a_database_it_says_how_to_make_one(shell: Shell) -> None:
    done = shell.run("simulate")
    assert done.returncode == 2
    assert "`duewatch check` makes it" in done.stderr
