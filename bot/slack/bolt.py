"""The Bolt application, before any listener is registered."""

import logging
from concurrent.futures import Executor

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.ours import Ours


def new_app(
    ours: Ours, api_url: str, signing_secret: str | None, listeners: Executor | None = None
) -> App:
    """Build it for HTTP mode with a signing secret, for Socket Mode without one.

    `ours` says whose payloads are listened to. Bolt would ask Slack itself, and acknowledge what
    it cannot handle while Slack has no answer: a click would be gone. `listeners` runs what is
    registered; without one, Bolt's own threads do.
    """
    app = App(
        # else it warns of a token that is in the environment
        logger=logging.getLogger("slack_bolt"),
        client=WebClient(base_url=api_url),
        signing_secret=signing_secret,
        request_verification_enabled=signing_secret is not None,
        before_authorize=ours.check,
        authorize=lambda: ours.identity(),  # noqa: PLW0108 -- Bolt would want a `self` from Slack
        listener_executor=listeners,
    )
    app.client.token = ours.token  # only now: Bolt warns of a token beside `authorize`
    return app
