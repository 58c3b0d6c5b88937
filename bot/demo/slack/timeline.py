"""Messages: what was said where, in which thread, and to whom alone."""

from collections.abc import Iterator
from typing import Any

from bot.demo.slack.errors import SlackError
from bot.demo.slack.feed import Feed
from bot.demo.slack.seed import Channel
from bot.demo.slack.workspace import Workspace

Message = dict[str, Any]


def in_channel(message: Message) -> bool:
    """Tell whether a message stands in the channel itself, not only in a thread."""
    is_reply = message.get("thread_ts", message["ts"]) != message["ts"]
    return not is_reply or message.get("subtype") == "thread_broadcast"


class Timeline:
    """Keeps every message by channel and time, and tells the pages about changes."""

    def __init__(self, workspace: Workspace, feed: Feed) -> None:
        self._workspace = workspace
        self._feed = feed
        self._messages: dict[str, dict[str, Message]] = {}
        self._replies: dict[tuple[str, str], list[str]] = {}
        self.ephemerals: dict[str, list[Message]] = {}  # user -> only they see it

    def add(self, channel: Channel, message: Message) -> Message:
        """Put a message into its channel or thread; gives it a time."""
        message["ts"] = self._workspace.ts()
        self._messages.setdefault(channel.id, {})[message["ts"]] = message
        parent = message.get("thread_ts")
        if parent is not None:
            self._replies.setdefault((channel.id, parent), []).append(message["ts"])
        self._announce("message", channel, message)
        return message

    def get(self, channel: Channel, ts: str) -> Message | None:
        """Return a message as it is kept."""
        return self._messages.get(channel.id, {}).get(ts)

    def find(self, channel: Channel, ts: str, error: str = "message_not_found") -> Message:
        """Return a message as it is kept, or refuse."""
        message = self.get(channel, ts)
        if message is None:
            raise SlackError(error)
        return message

    def change(self, channel: Channel, ts: str, message: Message) -> None:
        """Put a changed message in the place of the old one."""
        self._messages[channel.id][ts] = message
        self._announce("message_changed", channel, message)

    def remove(self, channel: Channel, ts: str) -> None:
        """Take a message away; a parent's replies stay."""
        message = self._messages[channel.id].pop(ts)
        parent = message.get("thread_ts")
        if parent is not None and parent != ts:
            self._replies[channel.id, parent].remove(ts)
        event = {"type": "message_deleted", "channel": channel.id, "ts": ts, "thread_ts": parent}
        self._feed.tell(event, self._workspace.audience(channel))
        self._announce_thread(channel, message)

    def newest_first(self, channel: Channel) -> Iterator[Message]:
        """Every message of the channel itself, the newest first."""
        kept = self._messages.get(channel.id, {})
        return (self.shown(channel, one) for one in reversed(kept.values()) if in_channel(one))

    def replies(self, channel: Channel, parent: str) -> list[Message]:
        """Return the replies in a thread, the oldest first."""
        kept = self._messages.get(channel.id, {})
        return [self.shown(channel, kept[ts]) for ts in self._replies.get((channel.id, parent), [])]

    def shown(self, channel: Channel, message: Message) -> Message:
        """Return a message as Slack hands it out: a parent knows about its replies."""
        kept = self._messages.get(channel.id, {})
        replies = [kept[ts] for ts in self._replies.get((channel.id, message["ts"]), [])]
        if not replies:
            return dict(message)
        users = list(dict.fromkeys(reply["user"] for reply in replies))
        return {
            **message,
            "thread_ts": message["ts"],
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1]["ts"],
        }

    def whisper(self, user: str, channel: Channel, message: Message) -> Message:
        """Show a message to one person only."""
        whispered = {
            **message,
            "ts": self._workspace.ts(),
            "channel": channel.id,
            "is_ephemeral": True,
        }
        self.ephemerals.setdefault(user, []).append(whispered)
        event = {"type": "ephemeral", "channel": channel.id, "message": whispered}
        self._feed.tell(event, {user})
        return whispered

    def whispered(self, user: str, ts: str) -> Message | None:
        """Return a message only this person sees."""
        return next((one for one in self.ephemerals.get(user, []) if one["ts"] == ts), None)

    def rewhisper(self, user: str, ts: str, message: Message | None) -> None:
        """Replace a message only one person sees, or take it away."""
        kept = self.ephemerals.get(user, [])
        place = next((at for at, one in enumerate(kept) if one["ts"] == ts), None)
        if place is None:
            return
        old = kept.pop(place)
        event: dict[str, Any] = {"type": "message_deleted", "channel": old["channel"], "ts": ts}
        if message is not None:
            same = {key: old[key] for key in ("ts", "channel", "is_ephemeral")}
            kept.insert(place, {**message, **same})
            event |= {"type": "message_changed", "message": kept[place]}
        self._feed.tell(event, {user})

    def _announce(self, what: str, channel: Channel, message: Message) -> None:
        if in_channel(message) or what == "message_changed":
            shown = self.shown(channel, message)
            event = {"type": what, "channel": channel.id, "message": shown}
            self._feed.tell(event, self._workspace.audience(channel))
        self._announce_thread(channel, message)

    def _announce_thread(self, channel: Channel, message: Message) -> None:
        thread_ts = message.get("thread_ts")
        parent = None if thread_ts is None else self.get(channel, thread_ts)
        if thread_ts is None or parent is None:
            return
        event = {
            "type": "thread_changed",
            "channel": channel.id,
            "thread_ts": thread_ts,
            "message": self.shown(channel, parent),
        }
        self._feed.tell(event, self._workspace.audience(channel))
