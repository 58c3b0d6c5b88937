"""Socket Mode: keep a connection to Slack, also when Slack is away at the start."""

import contextlib
import logging
import threading

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk.errors import SlackClientError
from websocket import WebSocketException

from bot.slack.ours import NotKnownYet, Ours

log = structlog.get_logger()

RETRY_SECONDS = 5.0


class Socket:
    """One Socket Mode connection. `start` returns at once and keeps trying.

    With `ours` it connects when Slack has said which payloads are to be listened to.
    """

    def __init__(
        self, app: App, app_token: str, ours: Ours | None = None, retry: float = RETRY_SECONDS
    ) -> None:
        self._ours = ours
        self._retry = retry
        self._handler = SocketModeHandler(app, app_token, logger=logging.getLogger("slack_bolt"))
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._connect, name="socket-mode", daemon=True)

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    @property
    def connected(self) -> bool:
        """True while a connection is open."""
        return bool(self._handler.client.is_connected())

    def _connect(self) -> None:
        while not self._stopped.is_set():
            try:
                if self._ours is not None:
                    self._ours.learn()
                self._handler.connect()  # type: ignore[no-untyped-call]
            except NotKnownYet as why:
                log.warning("slack_unreachable", error=str(why), retry_in=self._retry)
                self._stopped.wait(self._retry)
            except (SlackClientError, OSError) as error:
                log.warning("slack_unreachable", error=type(error).__name__, retry_in=self._retry)
                self._stopped.wait(self._retry)
            else:
                log.info("slack_connected")
                return

    def stop(self) -> None:
        """Close the connection for good."""
        self._stopped.set()
        client = self._handler.client
        client.auto_reconnect_enabled = False
        open_ = client.current_session.sock if client.current_session else None
        if open_ is not None:
            # ends the wait for the next message, which would else hold up closing for ten seconds
            with contextlib.suppress(WebSocketException, OSError):  # it may be closing already
                open_.send_close()
                open_.abort()  # type: ignore[no-untyped-call]
        self._handler.close()  # type: ignore[no-untyped-call]
        if open_ is not None:
            open_.shutdown()  # type: ignore[no-untyped-call]
