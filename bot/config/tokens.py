"""Slack's tokens: from the environment only, never from the configuration file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SLACK = "https://slack.com/api/"


class TokenError(Exception):
    """A token is missing or in the wrong place; the text says which and where to find it."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the environment holds; `app` is None in HTTP mode, `signing` in Socket Mode."""

    bot: str = field(repr=False)
    app: str | None = field(repr=False)
    signing: str | None = field(repr=False)
    api_url: str


def read_tokens(environ: Mapping[str, str], api_url: str | None) -> Tokens:
    """Read the tokens that sending needs. Raises TokenError."""
    bot = environ.get("SLACK_BOT_TOKEN", "").strip()
    if not bot:
        raise TokenError(
            "SLACK_BOT_TOKEN is not set: it begins with xoxb- and stands at "
            "api.slack.com/apps, your app, OAuth & Permissions"
        )
    if not bot.startswith("xoxb-"):
        raise TokenError("SLACK_BOT_TOKEN does not begin with xoxb-: that is another kind of token")
    return Tokens(
        bot=bot,
        app=environ.get("SLACK_APP_TOKEN", "").strip() or None,
        signing=environ.get("SLACK_SIGNING_SECRET", "").strip() or None,
        api_url=_with_slash(environ.get("SLACK_API_URL") or api_url or SLACK),
    )


def read_run_tokens(environ: Mapping[str, str], api_url: str | None) -> Tokens:
    """Read the tokens that listening needs as well. Raises TokenError."""
    tokens = read_tokens(environ, api_url)
    if tokens.app is None and tokens.signing is None:
        raise TokenError(
            "set SLACK_APP_TOKEN (begins with xapp-) for Socket Mode, "
            "or SLACK_SIGNING_SECRET and PORT for HTTP mode"
        )
    if tokens.app is None and not environ.get("PORT"):
        raise TokenError("without SLACK_APP_TOKEN the bot listens over HTTP: set PORT")
    if tokens.app is not None and not tokens.app.startswith("xapp-"):
        raise TokenError("SLACK_APP_TOKEN does not begin with xapp-: that is another kind of token")
    return tokens


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"
