"""A Slack of our own: it takes what Slack takes and refuses what Slack refuses.

`LocalSlack.start()` runs it in a thread, with the Web API, Socket Mode, signed HTTP
delivery and the demo's page; its methods let a test or a story play the people.
"""

from bot.demo.slack.errors import SlackError
from bot.demo.slack.faults import FOREVER, Faults
from bot.demo.slack.installed import Installed
from bot.demo.slack.parts import Panel
from bot.demo.slack.seed import (
    APP_TOKEN,
    BOT_TOKEN,
    BOT_USER,
    SIGNING_SECRET,
    Shortcut,
    SlashCommand,
)
from bot.demo.slack.server import LocalSlack

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "BOT_USER",
    "FOREVER",
    "SIGNING_SECRET",
    "Faults",
    "Installed",
    "LocalSlack",
    "Panel",
    "Shortcut",
    "SlackError",
    "SlashCommand",
]
