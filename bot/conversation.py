"""Joins the listeners to what they need: answers, the desk, checks on demand."""

from collections.abc import Sequence

import structlog
from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import Desk
from bot.answer import Answers
from bot.app import Core
from bot.check import Checked
from bot.slack.listeners import Handlers, register
from bot.slack.render.answer_help import note
from bot.slack.render.message import Message
from bot.slack.render.text import code, plain
from bot.tokens import Tokens

log = structlog.get_logger()


def bolt_app(core: Core, tokens: Tokens) -> App:
    """Build the Bolt application with every listener registered."""
    app = App(
        client=WebClient(tokens.bot, base_url=tokens.api_url),
        signing_secret=tokens.signing,
        request_verification_enabled=tokens.app is None,
        token_verification_enabled=False,
    )
    register(app, handlers(core), core.settings.slack.command)
    return app


def handlers(core: Core) -> Handlers:
    """Everything that people may ask of this bot."""
    command = core.settings.slack.command
    answers = Answers(core.store, core.engine.clock, command)
    desk = Desk(core.store, core.engine.clock, core.settings.reminders.ack_expires, command)

    def soon(words: str) -> str:
        core.engine.speak()  # who clicks wants to see the message change
        return words

    return Handlers(
        answer=answers.answer,
        acknowledge=lambda *given: soon(desk.acknowledge(*given)),
        unacknowledge=lambda *given: soon(desk.unacknowledge(*given)),
        check=lambda account: check(core, account),
        seen=lambda delivery: core.store.seen_delivery(delivery, core.engine.clock()),
        home=answers.home,
        failed=_record,
    )


def check(core: Core, account: str | None) -> Message:
    """Check one account or all, and say what changed."""
    names = list(core.settings.accounts)
    if account is not None:
        named = [name for name in names if name.casefold() == account.casefold()]
        if not named:
            there = ", ".join(map(code, names))
            return note(f"There is no account {code(account, 80)}; there are {there}.")
        names = named
    checked = core.engine.check_now(names)
    core.engine.speak()
    return note("\n".join(_line(one) for one in checked))


def _line(checked: Checked) -> str:
    name = code(checked.account)
    if checked.error is not None:
        return f":x: {name} could not be checked: {plain(checked.error, 300)}"
    if checked.skipped is not None:
        return f":hourglass: {name}: {plain(checked.skipped, 300)}"
    count = len(checked.changes)
    return f":white_check_mark: {name}: {'no change' if not count else _counted(checked.changes)}"


def _counted(changes: Sequence[object]) -> str:
    kinds = [type(change).__name__.lower() for change in changes]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))


def _record(error: Exception) -> None:
    log.error("listener_failed", error=type(error).__name__, exc_info=error)
