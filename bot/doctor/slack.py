"""Slack: the tokens, what they allow, and the channels."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.config.tokens import TokenError, Tokens, read_run_tokens, read_tokens
from bot.doctor import channels
from bot.doctor.case import Case
from bot.doctor.finding import Finding, ok, problem, warning
from bot.manifest import SCOPES
from bot.slack.inspection import Inspection, Introduction, try_socket
from bot.slack.messenger import SlackRefused
from bot.web.endpoint import EndpointError, read_endpoint

TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105 -- the name of a variable


def slack(case: Case) -> Iterator[Finding]:
    """All that concerns Slack; without a token only that it was not looked at."""
    if not case.environ.get(TOKEN, "").strip():
        yield warning("Slack", f"was not looked at: {TOKEN} is not set", f"set {TOKEN} and repeat")
        return
    yield from channels.fallback(case.settings)
    try:
        tokens = read_tokens(case.environ, case.settings.slack.api_url)
    except TokenError as error:
        yield problem(TOKEN, str(error))
        return
    yield from _access(case, tokens)
    yield from listening(case, tokens)


def _access(case: Case, tokens: Tokens) -> Iterator[Finding]:
    inspection = Inspection(tokens.bot, tokens.api_url)
    try:
        told = inspection.introduce()
    except SlackRefused as error:
        yield problem(TOKEN, str(error), "scopes and channels were not looked at")
        return
    case.told.note(urlsplit(tokens.api_url).hostname or "Slack", told.date, case.clock())
    yield ok(TOKEN, f"is taken; the bot is {told.user} in {told.team}")
    yield from scopes(told)
    try:
        yield from channels.judged(channels.wanted(case.settings), inspection.places())
    except SlackRefused as error:
        yield problem("channels", f"could not be looked at: {error}")


def scopes(told: Introduction) -> Iterator[Finding]:
    """What the code needs against what the token may do."""
    where = "scopes of the app"
    if told.scopes is None:
        yield warning(where, "Slack did not say which it has", "compare with `duewatch manifest`")
        return
    missing = [scope for scope in SCOPES if scope not in told.scopes]
    if missing:
        yield problem(
            where,
            f"missing: {', '.join(missing)}",
            "paste `duewatch manifest` at api.slack.com/apps, your app, App Manifest, and install"
            " the app again",
        )
    else:
        yield ok(where, f"all {len(SCOPES)} that are needed are there")
    if more := sorted(told.scopes - set(SCOPES)):
        yield warning(where, f"more than needed: {', '.join(more)}", "remove them from the app")


def listening(case: Case, tokens: Tokens) -> Iterator[Finding]:
    """Whether commands and clicks can reach the bot."""
    try:
        read_run_tokens(case.environ, case.settings.slack.api_url)
        read_endpoint(case.environ)
    except (TokenError, EndpointError) as error:
        yield problem("listening", str(error), "without it `duewatch run` does not start")
        return
    if tokens.app is None:
        yield ok(
            "listening",
            "over HTTP on $PORT; whether SLACK_SIGNING_SECRET is right shows at the first command",
        )
        return
    try:
        try_socket(tokens.app, tokens.api_url)
    except SlackRefused as error:
        yield problem("SLACK_APP_TOKEN", str(error))
    else:
        yield ok("SLACK_APP_TOKEN", "is taken; Socket Mode can be opened")
