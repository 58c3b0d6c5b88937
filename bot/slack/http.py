"""HTTP mode: a signed request of Slack through Bolt, without a web framework in sight."""

from slack_bolt import App, BoltRequest


def dispatch(app: App, body: bytes, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
    """Answer one request; Bolt verifies the signature and its age."""
    if not headers.get("x-slack-request-timestamp", "").isascii():
        return 401, "", {}
    request = BoltRequest(body=body.decode("utf-8", "replace"), headers=dict(headers))
    response = app.dispatch(request)
    return response.status, response.body, dict(response.first_headers_without_set_cookie())
