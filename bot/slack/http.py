"""HTTP mode: a signed request of Slack through Bolt, without a web framework in sight."""

from slack_bolt import App, BoltRequest


def dispatch(app: App, body: bytes, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
    """Answer one request; Bolt verifies the signature and its age."""
    stamp = headers.get("x-slack-request-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit()):
        return 401, "", {}  # Bolt would raise on it instead of refusing it
    request = BoltRequest(body=body.decode("utf-8", "replace"), headers=dict(headers))
    response = app.dispatch(request)
    return response.status, response.body, dict(response.first_headers_without_set_cookie())
