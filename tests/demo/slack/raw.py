"""Calls without any SDK, to see exactly what goes over the line."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.demo.slack import BOT_TOKEN

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"


def send(
    url: str, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read()
    finally:
        connection.close()


def get(url: str) -> Json:
    return dict(json.loads(send(url)[2]))


def post_json(url: str, body: object, token: str | None = None) -> tuple[int, Json]:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    status, _, content = send(url, "POST", json.dumps(body).encode(), headers)
    return status, dict(json.loads(content))


def post_form(url: str, fields: dict[str, str]) -> Json:
    body = urlencode({"token": BOT_TOKEN, **fields}).encode()
    return dict(json.loads(send(url, "POST", body, {"Content-Type": FORM})[2]))
