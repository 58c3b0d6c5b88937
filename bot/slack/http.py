"""HTTP mode: signed requests of Slack through Bolt, without a web framework in sight."""

import hashlib
import hmac
import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from slack_bolt import App, BoltRequest

Answer = tuple[int, str, dict[str, str]]  # status, body, headers

WINDOW = timedelta(minutes=5)  # how far a request's time may be from ours
_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_TAKEN: Answer = (200, "", {})
_REFUSED: Answer = (401, "", {})


class Door:
    """Lets in what Slack has signed within the last minutes, and each of it once.

    See https://docs.slack.dev/authentication/verifying-requests-from-slack/. Bolt verifies too,
    but raises on timestamps that are no numbers and would let one request in again and again.
    """

    def __init__(self, app: App, secret: str, clock: Callable[[], datetime]) -> None:
        if not secret:
            raise ValueError("without a signing secret nothing can be verified")
        self._app = app
        self._secret = secret.encode()
        self._clock = clock
        self._seen: dict[str, int] = {}  # signature -> the time it was made for
        self._lock = threading.Lock()

    def answer(self, body: bytes, headers: dict[str, str]) -> Answer:
        """Answer one request; `headers` by their names in lower case.

        A repeated one is acknowledged and not handled: Slack itself may deliver twice, and
        somebody who has overheard it learns nothing.
        """
        stamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not (_STAMP.fullmatch(stamp) and self._is_genuine(body, stamp, signature)):
            return _REFUSED
        if not self._is_first(signature, int(stamp)):
            return _TAKEN
        handled = False
        try:
            answer = self._dispatch(body, headers)
            handled = answer[0] < 500
        finally:
            if not handled:  # what went wrong may come again
                with self._lock:
                    self._seen.pop(signature, None)
        return answer

    def _is_genuine(self, body: bytes, stamp: str, signature: str) -> bool:
        if abs(self._clock().timestamp() - int(stamp)) > WINDOW.total_seconds():
            return False
        if not _SIGNATURE.fullmatch(signature):
            return False  # compare_digest would raise on letters beyond ASCII
        signed = b"v0:" + stamp.encode() + b":" + body
        made = hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"v0={made}", signature)

    def _is_first(self, signature: str, stamp: int) -> bool:
        """Whether it comes for the first time; what is too old to come again is forgotten."""
        oldest = self._clock().timestamp() - WINDOW.total_seconds()
        with self._lock:
            self._seen = {one: at for one, at in self._seen.items() if at >= oldest}
            if signature in self._seen:
                return False
            self._seen[signature] = stamp
            return True

    def _dispatch(self, body: bytes, headers: dict[str, str]) -> Answer:
        request = BoltRequest(body=body.decode("utf-8", "replace"), headers=dict(headers))
        response = self._app.dispatch(request)
        return response.status, response.body, dict(response.first_headers_without_set_cookie())
