"""The command line: thin. Each command reads its options, asks the product, prints."""

import sys

import typer

from bot.cli import asking, checking, running, setup
from bot.cli.shared import say
from bot.faults import ConfigError
from bot.lock import Held
from bot.tokens import TokenError
from state.database import StateError

app = typer.Typer(
    name="duewatch",
    help="Watches invoices at hosting providers and tells Slack before they hurt.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
running.register(app)
checking.register(app)
asking.register(app)
setup.register(app)


def main() -> None:
    """Run a command; a user's mistake ends in words and exit code 2, never in a traceback."""
    try:
        app()
    except ConfigError as error:
        for fault in error.faults:
            say(f"{error.path}: {fault}")
        sys.exit(2)
    except (TokenError, StateError) as error:
        say(str(error))
        sys.exit(2)
    except Held as error:
        say(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our output went away, as `head` does
        sys.stderr.close()
        sys.exit(1)
