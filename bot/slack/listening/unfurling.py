"""Links to invoices, pasted where the bot is: their state is shown below them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltContext

from bot.slack.calls import Calls
from bot.slack.listening import arrived
from bot.slack.listening.errands import Errands
from bot.slack.listening.handlers import Handlers
from bot.slack.refusals import Fault

Payload = dict[str, Any]

_MOST = 10  # links of one message that are shown


class NotUnfurled(Exception):
    """Slack would not show an invoice below its link."""


@dataclass(frozen=True, slots=True)
class Unfurling:
    """Shows invoices below links to them."""

    handlers: Handlers
    errands: Errands
    calls: Calls

    def on_links(self, event: Payload, body: Payload, context: BoltContext) -> None:
        """Somebody pasted links of our domains; Bolt has acknowledged already.

        Where the bot is not a member nobody has asked it to speak.
        """
        ours = event.get("user") == context.bot_user_id
        if ours or not event.get("is_bot_user_member", True):
            return
        if self.handlers.seen(arrived.delivery(body)):
            return
        urls = [str(link["url"]) for link in event.get("links", ())[:_MOST]]
        where = {name: event.get(name) for name in ("unfurl_id", "source")}
        if not all(where.values()):
            where = {"channel": event.get("channel"), "ts": event.get("message_ts")}
        self.errands.say(lambda: self._show(urls, where))

    def again(self, body: Payload) -> None:
        """Somebody has pressed a button below a link: show how it stands now."""
        clicked = body.get("container") or {}
        url = clicked.get("app_unfurl_url")
        if url:
            where = {"channel": clicked.get("channel_id"), "ts": clicked.get("message_ts")}
            self._show([str(url)], where)

    def _show(self, urls: Iterable[str], where: Payload) -> None:
        shown = {url: blocks for url in urls if (blocks := self.handlers.unfurl(url))}
        if not shown:
            return
        unfurls = {url: {"blocks": blocks} for url, blocks in shown.items()}
        answer = self.calls.ask(self.calls.web.chat_unfurl, "", **where, unfurls=unfurls)
        if isinstance(answer, Fault):
            self.handlers.failed(NotUnfurled(f"Slack refused to unfurl: {answer.reason}"))
