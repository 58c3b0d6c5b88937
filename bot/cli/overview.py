"""What `duewatch --help` shows: a line for each command, none of which is loaded for it."""

import typer

LINES = {
    "demo": "Run the whole bot on this machine, beside a Slack of its own.",
    "run": "Run the bot: checks, reminders, deliveries, Slack.",
    "check": "Check accounts once and print what changed.",
    "deliver": "Send what is queued, once, and say what went out.",
    "list": "List invoices, with the age of the data of each account.",
    "show": "Show one invoice: its lines, decisions and history.",
    "why": "Say which rule said what about an invoice, and what is next.",
    "simulate": "Print the messages of the coming days if nothing changed.",
    "doctor": "Look at everything the bot depends on and say what is wrong.",
    "test-alert": "Send a test message on the way that every message goes.",
    "backup": "Write a copy of the database, also while the bot runs.",
    "audit": "Print the log of every change and action.",
    "verify": "Prove that nobody has edited the log.",
    "config": "Validate the configuration or print a first one.",
    "manifest": "Print the Slack app manifest to paste at api.slack.com.",
}


def register(app: typer.Typer) -> None:
    """Add the names and lines of all commands; these ones do nothing."""
    for name, line in LINES.items():
        app.command(name, help=line)(lambda: None)
