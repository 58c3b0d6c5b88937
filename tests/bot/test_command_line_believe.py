"""`duewatch check ACCOUNT --believe` from outside."""

from datetime import UTC, datetime

import pytest

from bot.upkeep.lock import WriterLock
from tests.bot.test_command_line import Shell, today
from tests.bot.test_command_line import shell as shell  # noqa: PLC0414 -- a fixture


@pytest.fixture(name="refused")
def _refused(shell: Shell) -> Shell:
    """A shop that deleted all but one of its invoices, and really meant it."""
    shop = shell.world.account("shop")
    for number in range(4106, 4110):
        shop.add(str(number), "9.00", due=today())
    assert shell.run("check").returncode == 0
    for number in range(4106, 4110):
        shop.delete(str(number))
    return shell


def test_the_refusal_names_the_command_and_the_command_takes_the_answer_over(refused: Shell):
    done = refused.run("check", "shop")
    assert done.returncode == 1
    assert "shop: FAILED: the answer is not believable." in done.stdout
    assert "`duewatch check shop --believe` takes it over (stop the bot for it)" in done.stdout
    done = refused.run("check", "shop", "--believe")
    assert done.returncode == 0
    assert done.stdout.startswith("shop: 4 changes, 5 open\n  vanished  shop/4106")
    assert done.stderr == (
        "shop: believed on your word; expected 5 known unpaid invoices; 4 of them are missing "
        "(4106, 4107, 4108, 4109) and nothing says why\n"
    )
    standings = {one["standing"] for one in refused.json("list", "all")["invoices"]}
    assert standings == {"open", "unknown"}, "nothing is paid by absence"
    assert refused.run("check", "shop").stdout == "shop: no change, 5 open\n"


def test_nothing_is_believed_of_accounts_that_nobody_named(refused: Shell):
    done = refused.run("check", "--believe")
    assert (done.returncode, done.stdout) == (2, "")
    assert "name the accounts" in done.stderr
    assert refused.run("check", "shop").returncode == 1


def test_a_dry_run_shows_what_would_be_believed_and_writes_nothing(refused: Shell):
    before = refused.json("list", "all")
    assert refused.run("check", "shop", "--dry-run").returncode == 1
    done = refused.run("check", "shop", "--dry-run", "--believe")
    assert done.returncode == 0
    assert done.stdout.count("vanished") == 4
    assert refused.json("list", "all") == before


def test_while_the_bot_runs_it_is_said_to_stop_it(refused: Shell):
    with WriterLock(refused.folder / "d.db", "duewatch run", lambda: datetime.now(UTC)):
        done = refused.run("check", "shop", "--believe")
        plain = refused.run("check", "shop")
    assert (done.returncode, done.stdout) == (1, "")
    assert "`duewatch run` (process " in done.stderr
    assert "/invoices check; to take over what it refuses, stop it first" in done.stderr
    assert "stop it first" not in plain.stderr


def test_what_cannot_be_asked_is_not_believed_either(refused: Shell):
    refused.world.account("shop").fault = "html"
    done = refused.run("check", "shop", "--believe")
    assert done.returncode == 1
    assert "in place of an answer of WHMCS came" in done.stdout
