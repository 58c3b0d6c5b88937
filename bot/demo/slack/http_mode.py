"""HTTP mode: payloads posted to the app's own address, signed as Slack signs them.

See https://docs.slack.dev/authentication/verifying-requests-from-slack/.
"""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import Clock, SignatureVerifier

from bot.demo.slack import seed
from bot.demo.slack.sockets import ACK_SECONDS, Acked, Delivery, Failed, Retry


def deliver(url: str, kind: str, payload: dict[str, Any], retry: Retry | None) -> Delivery:
    """Post a payload and read the app's answer; blocks for up to three seconds."""
    body, content_type = _encode(kind, payload)
    headers = {"Content-Type": content_type, **_signature(body)}
    if retry is not None:
        headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
    try:
        return _post(url, body, headers)
    except TimeoutError:
        return Failed("operation_timeout")
    except (OSError, HTTPException):
        return Failed("dispatch_failed")


def _encode(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _signature(body: bytes) -> dict[str, str]:
    timestamp = str(int(Clock().now()))  # the app compares it with the real time
    verifier = SignatureVerifier(seed.SIGNING_SECRET)
    signature = verifier.generate_signature(timestamp=timestamp, body=body)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}


def _post(url: str, body: bytes, headers: dict[str, str]) -> Delivery:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=ACK_SECONDS)
    try:
        connection.request("POST", parts.path or "/", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            return Failed("dispatch_failed")
        return _acked(content, answer.getheader("Content-Type", ""))
    finally:
        connection.close()


def _acked(content: bytes, content_type: str) -> Delivery:
    if not content.strip():
        return Acked()
    if not content_type.startswith("application/json"):
        return Acked({"text": content.decode("utf-8", "replace")})
    try:
        answer = json.loads(content)
    except ValueError:
        return Failed("invalid_command_response")
    return Acked(answer if isinstance(answer, dict) else {})
