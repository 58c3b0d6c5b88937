"""What `duewatch run` finds around it when a test starts it as a process of its own."""

import os
from pathlib import Path

from bot.demo.slack import APP_TOKEN, BOT_TOKEN, LocalSlack
from bot.demo.world import World

ROOT = Path(__file__).parent.parent


def environment(config: Path, world: World, slack: LocalSlack) -> dict[str, str]:
    """Credentials of the simulated providers and of the local Slack; no web endpoints."""
    environ = {
        **os.environ,
        **world.environment(),
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "DUEWATCH_CONFIG": str(config),
    }
    environ.pop("PORT", None)
    return environ
