"""The Bolt application, before any listener is registered."""

import logging
from concurrent.futures import Executor

from slack_bolt import App
from slack_sdk import WebClient


def new_app(
    token: str, api_url: str, signing_secret: str | None, listeners: Executor | None = None
) -> App:
    """Build it for HTTP mode with a signing secret, for Socket Mode without one.

    `listeners` runs what is registered; without one, Bolt's own threads do.
    """
    return App(
        logger=logging.getLogger(
            "slack_bolt"
        ),  # else it warns of a token that is in the environment
        client=WebClient(token, base_url=api_url),
        signing_secret=signing_secret,
        request_verification_enabled=signing_secret is not None,
        token_verification_enabled=False,  # Slack may be away at the start
        listener_executor=listeners,
    )
