"""`duewatch doctor` and `duewatch test-alert`: does everything work, from end to end?"""

import os
from typing import Annotated

import typer

from bot import log
from bot.app import build
from bot.cli.shared import DEFAULT_CONFIG, ConfigPath, TextOrJson, data, settings
from bot.cli.writing import writer
from bot.clock import system_clock
from bot.config.tokens import read_tokens
from bot.doctor import report, trial
from bot.doctor.examine import examine
from bot.doctor.finding import Grade
from bot.formats import as_json
from bot.upkeep.lock import WriterLock


def doctor(
    output: Annotated[TextOrJson, typer.Option("--format")] = TextOrJson.TEXT,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Look at everything the bot depends on and say what is wrong and what to do.

    Asks every provider and Slack, and changes nothing, neither there nor here. Works
    while the bot runs, and without any Slack setting. Exit code 1 if there is a problem.

    Example: duewatch doctor
    """
    log.configure("CRITICAL")
    found = settings(config)
    findings = list(examine(found, os.environ, system_clock))
    if output is TextOrJson.JSON:
        data(as_json.document(report.as_data(findings)))
    else:
        data(report.as_text(findings))
    if any(one.grade is Grade.PROBLEM for one in findings):
        raise typer.Exit(1)


def send_test_alert(
    channel: Annotated[
        str | None, typer.Option(help="Where to; default: the channel of [slack].")
    ] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Send a message that is marked as a test on the way that every message goes.

    Says whether it arrived and where; exit code 1 with the reason when it did not. What
    was queued before it goes out too, as with `duewatch deliver`.

    Example: duewatch test-alert --channel "#ops"
    """
    log.configure("CRITICAL")
    found = settings(config)
    tokens = read_tokens(os.environ, found.slack.api_url)
    lock = WriterLock(found.database, "duewatch test-alert", system_clock)
    with writer(found, f"{found.slack.command} help, to see that it answers", lock) as store:
        core = build(found, store, system_clock, tokens)
        try:
            result = trial.run(core, channel or found.slack.channel)
        finally:
            core.engine.stop()
            core.chores.stop()
            core.alarm.stop()
    data(result.words)
    if not result.arrived:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(doctor)
    app.command("test-alert")(send_test_alert)
