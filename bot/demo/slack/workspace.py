"""The workspace: people, channels, identifiers and its own time."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

from bot.demo.slack import seed
from bot.demo.slack.errors import SlackError
from bot.demo.slack.seed import Channel, Group, User


class Workspace:
    """Who and what there is. Its clock may be moved; message times still only grow."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.users: dict[str, User] = {user.id: user for user in seed.USERS}
        self.channels: dict[str, Channel] = {one.id: one for one in seed.channels()}
        self.groups: tuple[Group, ...] = seed.GROUPS
        self.locale = "en-US"  # the language of its people, in which the page writes moments
        for user in seed.USERS:
            if not user.is_bot:
                self.direct(user.id)  # the app's Messages tab is there from the start
        self._last_ts = 0
        self._numbers: Iterator[int] = count(1)

    def now(self) -> float:
        """Unix seconds on the workspace's clock."""
        return self.clock().timestamp()

    def ts(self) -> str:
        """Return a message time that was never given before and is later than all others."""
        self._last_ts = max(round(self.now() * 1_000_000), self._last_ts + 1)
        seconds, micros = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def number(self, prefix: str) -> str:
        """Return an identifier that was not used before, such as `V00012`."""
        return f"{prefix}{next(self._numbers):05d}"

    def secret(self) -> str:
        """Return text nobody can guess."""
        return secrets.token_hex(12)

    def user(self, user_id: str) -> User:
        """Return a person by id."""
        try:
            return self.users[user_id]
        except KeyError:
            raise SlackError("user_not_found") from None

    def channel(self, channel_id: str) -> Channel:
        """Return a channel by id, as long as the bot may know that it exists."""
        channel = self.channels.get(channel_id)
        if channel is None or (channel.is_private and seed.BOT_USER not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def channel_named(self, reference: str) -> Channel:
        """Return a channel by id or name; a person's id means their direct messages."""
        if reference in self.users:
            return self.direct(reference)
        name = reference.removeprefix("#")
        for channel in self.channels.values():
            if channel.name == name and channel.im_user is None:
                return self.channel(channel.id)
        return self.channel(reference)

    def direct(self, user_id: str) -> Channel:
        """Return the direct messages between a person and the bot."""
        self.user(user_id)
        for channel in self.channels.values():
            if channel.im_user == user_id:
                return channel
        made = Channel(f"D{user_id[1:]}", user_id, "", {user_id, seed.BOT_USER}, im_user=user_id)
        self.channels[made.id] = made
        return made

    def open_for_bot(self, channel: Channel) -> None:
        """Refuse where the bot may not write."""
        if channel.is_archived:
            raise SlackError("is_archived")
        if seed.BOT_USER not in channel.members:
            raise SlackError("not_in_channel")

    def audience(self, channel: Channel) -> set[str] | None:
        """Return whose pages hear about a channel; None means everybody's."""
        return channel.members if channel.is_private or channel.im_user else None
