"""A messenger with a token and a clock of its own, and the answers of Slack it meets most."""

from datetime import datetime

from bot.slack.messenger import Messenger
from bot.slack.render.message import Message, mrkdwn, section
from state.messages import (
    Post,
)
from tests.bot.slack.samples import NOW
from tests.bot.slack.wire import Act, answer

BOT = "xoxb-not-a-real-token"
MESSAGE = Message("said", (section(mrkdwn("*shown*")),))
POSTED = answer({"ok": True, "channel": "C01BILLING", "ts": "1795183200.000100"})
CHANNELS = answer({"ok": True, "channels": [{"id": "C01BILLING", "name": "billing"}]})
NOTHING = answer({"ok": True, "messages": []})
FOUND = Post("C01BILLING", "1795183200.000100")


def refusal(code: str, **facts: object) -> Act:
    return answer({"ok": False, "error": code, **facts})


def messenger(url: str, timeout: int = 5, now: datetime = NOW) -> Messenger:
    return Messenger(BOT, url, lambda: now, timeout)
