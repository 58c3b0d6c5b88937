"""Shows an answer with figures: with Slack's newest blocks if it knows them, with its files."""

from datetime import datetime

from bot.slack.asked import Place
from bot.slack.listening.telling import Teller
from bot.slack.refusals import Fault
from bot.slack.render.answer_export import drawn_apart, not_sent, sent
from bot.slack.render.message import Message
from bot.slack.reply import File, Reply
from bot.slack.uploads import Uploads


class Showing:
    """Tries the newest blocks first. Where Slack refuses them, that is remembered.

    New blocks come to one workspace after the other; a bot serves one workspace, so what was
    refused once is not tried before the next start. Safe to use from any thread.
    """

    def __init__(self, teller: Teller, uploads: Uploads) -> None:
        self._teller = teller
        self._uploads = uploads
        self._plainly = False

    def show(
        self, user: str, place: Place, reply: Reply, asked_at: datetime, *, again: bool = False
    ) -> None:
        """Show it once. `again`: a former process may have sent its files before it ended."""
        if reply.file is not None:
            fault = self._send(user, (reply.file,), reply.plain.text, asked_at, again=again)
            told = sent(reply.plain) if fault is None else not_sent(reply.file.name, fault.code)
            self._teller.tell(user, place, told)
        elif reply.rich is None or not self._is_taken(user, place, reply.rich):
            self._teller.tell(user, place, self._plain(user, reply, asked_at, again=again))

    def _is_taken(self, user: str, place: Place, rich: Message) -> bool:
        """Whether Slack has shown it with its newest blocks; views never do."""
        if self._plainly or place.home or place.view:
            return False
        shown = self._teller.offer(user, place, rich)
        if shown is None:
            self._plainly = True
        return bool(shown)

    def _plain(self, user: str, reply: Reply, asked_at: datetime, *, again: bool) -> Message:
        """The answer without those blocks, and with a word on where its pictures are."""
        pictures = tuple(reply.pictures())
        if not pictures:
            return reply.plain
        words = reply.plain.text.partition("\n")[0]
        fault = self._send(user, pictures, words, asked_at, again=again)
        return drawn_apart(reply.plain) if fault is None else reply.plain

    def _send(
        self, user: str, files: tuple[File, ...], words: str, asked_at: datetime, *, again: bool
    ) -> Fault | None:
        return self._uploads.send(user, files, words, asked_at, again=again)
