"""What arrives from Slack, handed on. Written down first, then acknowledged, then done and told.

Answers to questions ride in the acknowledgement itself. Slack delivers some payloads
twice; whatever changes something runs once, and every delivery is acknowledged.
"""

import re
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse

from bot.slack.asked import Inquiry
from bot.slack.calls import Calls
from bot.slack.listening import arrived
from bot.slack.listening.errands import Errands
from bot.slack.listening.forms import Forms
from bot.slack.listening.handlers import Handlers, Tab
from bot.slack.listening.home import HomeTab
from bot.slack.listening.inquiries import HANDS, Inquiries
from bot.slack.listening.pressing import Pressing
from bot.slack.listening.publishing import Publisher
from bot.slack.listening.shortcuts import CARE_FOR, FIND_ONE, Shortcuts
from bot.slack.listening.showing import Showing
from bot.slack.listening.telling import NotTold, Teller, private
from bot.slack.listening.typed import Typing
from bot.slack.listening.unfurling import Unfurling
from bot.slack.render.answer_help import note
from bot.slack.render.buttons import ALL, MORE, SNOOZE
from bot.slack.render.hints import PUT_AWAY
from bot.slack.render.home_filters import CHOOSES
from bot.slack.render.home_lists import PAGES
from bot.slack.render.modals.frame import DAY
from bot.slack.render.modals.menu import OPENS
from bot.slack.render.modals.sheet import CARE, FIND
from bot.slack.render.replies import sorry
from bot.slack.render.storm import ANNOUNCE, HUSH
from bot.slack.uploads import Uploads

__all__ = [
    "Handlers",
    "Listening",
    "NotTold",
    "Tab",
    "register",
]

Payload = dict[str, Any]


def register(
    app: App,
    handlers: Handlers,
    command: str = "/invoices",
    patience: float = 2.0,
    pool: Callable[[int, str], Executor] = ThreadPoolExecutor,
) -> "Listening":
    """Connect the command, the controls, forms, shortcuts, the Home tab and the error handler.

    `patience` are the seconds an answer may take before the acknowledgement goes without
    it; Slack gives a command up after three.
    """
    calls = Calls(app.client.token or "", app.client.base_url, timeout=10)
    publisher = Publisher(calls, handlers.home, handlers.failed)
    teller = Teller(calls, publisher.answer, handlers.failed)
    errands = Errands(handlers, teller, pool)
    forms = Forms(handlers, errands, calls, command)
    unfurling = Unfurling(handlers, errands, calls)
    showing = Showing(teller, Uploads(calls))
    inquiries = Inquiries(handlers, errands, teller, showing, pool(HANDS, "inquiry"), patience)
    pressing = Pressing(handlers, errands, teller, forms, unfurling, publisher, inquiries, command)
    home = HomeTab(handlers, errands, publisher, pool(1, "home"))
    _register_controls(app, pressing)
    _register_home(app, home)
    shortcuts = Shortcuts(handlers, errands, forms)
    app.command(command)(Typing(handlers, errands, inquiries, patience).on_command)
    app.action(DAY)(forms.on_day)
    app.view(CARE)(forms.on_submit)
    app.view(FIND)(forms.on_found)
    app.view(re.compile(""))(pressing.on_unknown)
    app.message_shortcut(CARE_FOR)(shortcuts.on_message)
    app.global_shortcut(FIND_ONE)(shortcuts.on_global)
    listening = Listening(handlers, errands, inquiries, home)
    app.action(re.compile(""))(pressing.on_unknown)
    app.event("link_shared")(unfurling.on_links)
    app.event("member_joined_channel")(listening.on_joined)
    app.error(listening.on_error)
    return listening


def _register_home(app: App, home: HomeTab) -> None:
    app.event("app_home_opened")(home.on_opened)
    app.action(PUT_AWAY)(home.on_put_away)
    app.action(re.compile(f"^{CHOOSES}"))(home.on_choose)
    app.action(re.compile(f"^{PAGES}"))(home.on_page)


def _register_controls(app: App, pressing: Pressing) -> None:
    app.action("acknowledge")(pressing.on_acknowledge)
    app.action("unacknowledge")(pressing.on_unacknowledge)
    app.action(ALL)(pressing.on_acknowledge_all)
    app.action(SNOOZE)(pressing.on_snooze)
    app.action(MORE)(pressing.on_more)
    app.action(re.compile(f"^{OPENS}"))(pressing.on_form)
    app.action(re.compile("^page"))(pressing.on_page)
    app.action(ANNOUNCE)(pressing.on_announce_storm)
    app.action(HUSH)(pressing.on_hush_storm)
    app.action("open_invoice")(pressing.on_link)


@dataclass(frozen=True, slots=True)
class Listening:
    """The bot's ears, and what is still to be done of what they heard."""

    handlers: Handlers
    errands: Errands
    inquiries: Inquiries
    home: HomeTab

    def resume(self) -> None:
        """Do and tell what a former process had written down; call it before listening."""
        for unsaid in self.handlers.untold():
            self.errands.make_up(unsaid)
        for asked in self.handlers.waiting():
            if isinstance(asked.order, Inquiry):
                self.inquiries.resume(asked, asked.order)
            else:
                self.errands.resume(asked)

    def again(self) -> None:
        """Try anew what the disk did not take; call it again and again."""
        self.errands.again()

    def stop(self) -> None:
        """Finish what is under way; call it when nothing more arrives."""
        self.inquiries.stop()
        self.home.stop()
        self.errands.stop()

    def on_joined(self, event: Payload, body: Payload, context: BoltContext) -> None:
        """Somebody came into a channel: if it is the bot itself, it says what it does."""
        came = event.get("user") == context.bot_user_id
        if came and not self.handlers.seen(arrived.delivery(body)):
            self.handlers.joined(str(event["channel"]))

    def on_error(
        self, error: Exception, body: Payload, response: BoltResponse | None
    ) -> BoltResponse | None:
        """A fault of ours before Slack was answered: record it, and tell where that is possible."""
        self.handlers.failed(error)
        if response is not None and "command" in body:
            return BoltResponse(status=200, body=private(note(sorry())))
        if arrived.user(body):
            self.errands.later(arrived.user(body), arrived.place(body), lambda: note(sorry()))
        return None
