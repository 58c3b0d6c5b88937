"""Whose payloads are listened to: those of the workspace and the app that our token belongs to.

Slack sends over an app's connection whatever concerns that app, wherever it is installed. With
the app token of another app, or with an app that a second workspace has installed, somebody who
has nothing to do with these invoices would be heard, and answered with our token.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.slack.calls import Answer, Calls
from bot.slack.listening.arrived import Origin, origin
from bot.slack.refusals import Fault, Verdict

log = structlog.get_logger()

Next = Callable[[], BoltResponse]


@dataclass(frozen=True, slots=True)
class Home:
    """Where the bot's token belongs, as far as Slack says; None is not compared."""

    team: str | None
    enterprise: str | None
    app: str | None

    def sent(self, payload: Origin) -> bool:
        """Whether a payload is from here.

        One without a workspace is from an organisation that has installed the app as a whole.
        """
        if self.app is not None and payload.app != self.app:
            return False
        if self.team is None:
            return True
        if payload.team is not None:
            return payload.team == self.team
        return self.enterprise is not None and payload.enterprise == self.enterprise


class NotKnownYet(Exception):
    """Slack has not said where the token belongs; the text says why."""


class Ours:
    """Asks Slack once where the token belongs, and lets only payloads from there through."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._home: Home | None = None
        self._told: Answer = {}  # what Slack said of our token
        self._lock = threading.Lock()
        self._strangers: set[Origin] = set()

    @property
    def token(self) -> str | None:
        """What we call Slack with."""
        return self._calls.web.token

    def learn(self) -> Home:
        """Ask Slack; at once when it has said. Raises NotKnownYet."""
        with self._lock:
            if self._home is None:
                self._home = self._ask()
            return self._home

    def identity(self) -> AuthorizeResult:
        """Who the bot is, in Bolt's words. Raises NotKnownYet."""
        home = self.learn()
        return AuthorizeResult(
            enterprise_id=home.enterprise,
            team_id=home.team,
            bot_user_id=_text(self._told.get("user_id")),
            bot_id=_text(self._told.get("bot_id")),
            bot_token=self.token,
        )

    def check(self, req: BoltRequest, next: Next) -> BoltResponse:  # noqa: A002 -- Bolt's name
        """Bolt's middleware: what is from elsewhere is acknowledged and goes no further."""
        if req.body.get("type") == "url_verification":  # of an address; it names nobody
            return next()
        try:
            home = self.learn()
        except NotKnownYet:
            return BoltResponse(status=503)  # Slack delivers events again; nobody is believed
        sender = origin(req.body)
        if home.sent(sender):
            return next()
        self._report(sender)
        return BoltResponse(status=200)

    def _report(self, sender: Origin) -> None:
        if sender not in self._strangers and len(self._strangers) < 100:
            self._strangers.add(sender)
            log.warning(
                "foreign_payload_ignored",
                team=sender.team,
                app=sender.app,
                hint="do SLACK_BOT_TOKEN and SLACK_APP_TOKEN belong to one app and workspace?",
            )

    def _ask(self) -> Home:
        told = self._calls.ask(self._calls.web.auth_test, "")
        if isinstance(told, Fault):
            raise NotKnownYet(told.reason)
        self._told = told
        home = Home(_text(told.get("team_id")), _text(told.get("enterprise_id")), self._app(told))
        if home.team is None or home.app is None:
            log.warning("slack_home_unclear", team=home.team, app=home.app)
        return home

    def _app(self, told: dict[str, object]) -> str | None:
        """The id of our app; None where Slack will not say."""
        bot = _text(told.get("bot_id"))
        if bot is None:
            return None
        about = self._calls.ask(self._calls.web.bots_info, "", bot=bot)
        if isinstance(about, Fault):
            if about.verdict is Verdict.AMBIGUOUS or about.passing:
                raise NotKnownYet(about.reason)
            return None
        described = about.get("bot")
        return _text(described.get("app_id")) if isinstance(described, dict) else None


def _text(told: object) -> str | None:
    return told if isinstance(told, str) and told else None
