"""Shortcuts: the app's entries in the composer's menu and in the menu of a message.

See https://docs.slack.dev/interactivity/implementing-shortcuts.
"""

from bot.demo.slack import payloads
from bot.demo.slack.errors import SlackError
from bot.demo.slack.occasions import Occasion
from bot.demo.slack.parts import Parts
from bot.demo.slack.seed import Channel
from bot.demo.slack.sockets import Delivery, Failed


async def begin(parts: Parts, user: str, callback_id: str) -> Delivery:
    """Choose a shortcut from the composer's menu."""
    _registered(parts, callback_id, on_message=False)
    trigger = parts.triggers.mint(Occasion(user))
    return await _send(parts, user, payloads.shortcut(parts.workspace, user, callback_id, trigger))


async def begin_on(
    parts: Parts, user: str, callback_id: str, channel: Channel, ts: str
) -> Delivery:
    """Choose a shortcut from a message's menu; nobody can on one that only they see."""
    _registered(parts, callback_id, on_message=True)
    message = parts.timeline.shown(channel, parts.timeline.find(channel, ts))
    # an answer to a shortcut is a new message beside the one it was chosen on
    occasion = Occasion(user, channel.id, thread_ts=message.get("thread_ts"))
    trigger = parts.triggers.mint(occasion)
    begun = payloads.shortcut(parts.workspace, user, callback_id, trigger)
    url = parts.response_urls.mint(occasion)
    return await _send(parts, user, payloads.message_action(begun, channel, message, url))


def _registered(parts: Parts, callback_id: str, *, on_message: bool) -> None:
    known = parts.options.app.shortcuts
    if not any(one.callback_id == callback_id and one.on_message == on_message for one in known):
        raise SlackError("unknown_shortcut")


async def _send(parts: Parts, user: str, payload: payloads.Payload) -> Delivery:
    outcome = await parts.deliver("interactive", payload)
    if isinstance(outcome, Failed):
        words = f"The app did not take this shortcut ({outcome.error})."
        parts.feed.tell({"type": "toast", "text": words, "error": outcome.error}, {user})
    return outcome
