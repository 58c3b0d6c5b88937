"""Links people paste: which of them the app has registered, and what it shows for them.

See https://docs.slack.dev/messaging/unfurling-links-in-messages.
"""

import re
import secrets
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from bot.demo.slack import events, seed
from bot.demo.slack.errors import SlackError
from bot.demo.slack.occasions import Offer
from bot.demo.slack.parts import Parts
from bot.demo.slack.posting import attachment
from bot.demo.slack.seed import Channel
from bot.demo.slack.timeline import Message

_LINK = re.compile(r"https?://[^\s<>|]+")
_AFTER = ".,;:!?)]}*_~'\""


def links_in(text: str) -> list[str]:
    """Return the addresses in a text, each once, as they stand there."""
    found = (one.rstrip(_AFTER) for one in _LINK.findall(text))
    return list(dict.fromkeys(found))


def registered(url: str, domains: tuple[str, ...]) -> str | None:
    """Return the registered domain an address belongs to, its own or one above it."""
    host = (urlsplit(unescape(url)).hostname or "").lower()
    fitting = (one for one in domains if host == one or host.endswith(f".{one}"))
    return next(fitting, None)


def offer(parts: Parts, channel: Channel, message: Message) -> None:
    """Tell the app about links of its domains in a message somebody wrote."""
    domains = parts.options.app.unfurl_domains
    links = [
        {"domain": domain, "url": url}
        for url in links_in(message["text"])
        if (domain := registered(url, domains)) is not None
    ]
    if not links:
        return
    unfurl_id = f"{channel.id}.{message['ts']}.{secrets.token_hex(16)}"
    urls = tuple(one["url"] for one in links)
    parts.unfurls[unfurl_id] = Offer(channel, message["ts"], urls)
    event: dict[str, Any] = {
        "type": "link_shared",
        "channel": channel.id,
        "is_bot_user_member": seed.BOT_USER in channel.members,
        "user": message["user"],
        "message_ts": message["ts"],
        "unfurl_id": unfurl_id,
        "source": "conversations_history",
        "links": links,
        "event_ts": parts.workspace.ts(),
    }
    if "thread_ts" in message:
        event["thread_ts"] = message["thread_ts"]
    events.send(parts, event)


def attach(parts: Parts, given: Offer, unfurls: Mapping[str, Any]) -> None:
    """Show the app's previews under the message; those of an earlier call are replaced."""
    message = parts.timeline.find(given.channel, given.ts, "cannot_find_message")
    previews = {one["app_unfurl_url"]: one for one in message.get("attachments", [])}
    for key, content in unfurls.items():
        url = _link(given, message, key)
        number = previews[url]["id"] if url in previews else len(previews) + 1
        previews[url] = _preview(parts, url, content, number)
    changed = {**message, "attachments": list(previews.values())}
    parts.timeline.change(given.channel, given.ts, changed)


def _link(given: Offer, message: Message, key: str) -> str:
    for url in given.links:
        if unescape(key) == unescape(url):
            return url
    there = {unescape(one) for one in links_in(message["text"])}
    raise SlackError("cannot_unfurl_url" if unescape(key) in there else "cannot_unfurl_message")


def _preview(parts: Parts, url: str, content: object, number: int) -> dict[str, Any]:
    if not isinstance(content, dict) or not content:
        raise SlackError("cannot_parse_attachment")
    try:
        made = attachment(parts, content, number)
    except SlackError as error:
        raise SlackError("cannot_parse_attachment", error.messages) from None
    ours = {"app_unfurl_url": url, "is_app_unfurl": True, "app_id": seed.APP_ID}
    return {**made, **ours, "bot_id": seed.BOT_ID, "from_url": url}
