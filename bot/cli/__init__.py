"""The command line: thin. Each command reads its options, asks the product, prints."""

import gc
import importlib
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli.shared import OutputError, data, let_go_of_output, say, speak_utf8
from bot.cli.usage import PlainWords
from bot.config.faults import ConfigError
from bot.config.tokens import TokenError
from bot.web.endpoint import EndpointError
from state.database import StateError

# command -> module; only the one that is asked for is loaded, so that questions are quick
HOMES = {
    "demo": "demonstrating",
    "run": "running",
    "check": "checking",
    "deliver": "checking",
    "list": "asking",
    "show": "asking",
    "why": "explaining",
    "simulate": "foretelling",
    "doctor": "doctoring",
    "test-alert": "doctoring",
    "backup": "keeping",
    "audit": "auditing",
    "verify": "auditing",
    "config": "setup",
    "manifest": "setup",
}


def command_line(words: Sequence[str]) -> typer.Typer:
    """Build the application for these words; without a command it only names them all."""
    app = typer.Typer(
        name="duewatch",
        help="Watches invoices at hosting providers and tells Slack before they hurt.\n\n"
        "Example: duewatch demo",
        cls=PlainWords,
        context_settings={"help_option_names": ["--help", "-h"]},
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_general)  # one command alone would else lose its name
    first = next((word for word in words if not word.startswith("-")), "")
    home = HOMES.get(first, "overview")
    gc.disable()  # what is loaded stays
    importlib.import_module(f"bot.cli.{home}").register(app)
    gc.freeze()
    if home != "asking":  # ten thousand invoices and then the end: there is nothing to collect
        gc.enable()
    return app


def _show_version(wanted: bool) -> None:  # noqa: FBT001 -- typer hands in what was typed
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 -- questions need not wait for it

        data(f"duewatch {version('duewatch')}")
        raise typer.Exit


def _general(
    _version: Annotated[  # noqa: FBT002 -- a flag
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run a command; a user's mistake ends in words and exit code 2, never in a traceback."""
    speak_utf8()
    try:
        command_line(sys.argv[1:])()
    except ConfigError as error:
        for fault in error.faults:
            say(f"{error.path}: {fault}")
        sys.exit(2)
    except (TokenError, EndpointError, StateError) as error:
        say(str(error))
        sys.exit(2)
    except OutputError as error:
        say(str(error))
        let_go_of_output()
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our output went away, as `head` does
        sys.stderr.close()
        sys.exit(1)
