"""What it means when WHMCS refuses, and what the operator has to do about it.

Pure but for the error types. WHMCS explains itself in a message; the status code says less.
"""

import re

from providers.base import AuthRejected, ProviderError, Unreadable
from providers.values import text

NOT_FOUND = "invoice id not found"

_AUTH = (
    "authentication failed",
    "invalid or missing credentials",
    "invalid password",
    "administrator account disabled",
    "access denied",
    "ip banned",
)
_HTML = re.compile(r"<(!doctype html|html|head|body|title)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)


def refused(account: str, reason: str) -> ProviderError:
    """The error for an answer that says `error`, from its message."""
    said = reason.lower()
    if said.startswith("invalid ip"):
        return AuthRejected(
            f"{account}: WHMCS does not accept requests from our address ({reason}); add it to"
            " the API IP access list there, or set the account's accesskey"
        )
    if said.startswith("invalid permissions"):
        return AuthRejected(
            f"{account}: the API credential may not do this ({reason}); allow GetInvoices and"
            " GetInvoice in its API role"
        )
    if said.startswith(_AUTH):
        return AuthRejected(
            f"{account}: WHMCS refused the credentials ({reason}); check identifier, secret and"
            " accesskey"
        )
    if said.startswith(("invalid api action", "api function not found")):
        return Unreadable(f"{account}: this WHMCS is too old for what we ask ({reason})")
    return Unreadable(f"{account}: WHMCS answered with an error: {reason}")


def not_an_answer(account: str, status: int, body: bytes, why: str) -> ProviderError:
    """The error for a body that is no answer of the API at all."""
    what = _describe(body, why)
    if status in (401, 403):
        return AuthRejected(
            f"{account}: WHMCS or a firewall before it refused us with status {status} and"
            f" {what}; check the credentials and whether our address is let through"
        )
    return Unreadable(
        f"{account}: in place of an answer of WHMCS came {what} (status {status}); check the"
        " account's url, the folder that holds includes/api.php"
    )


def _describe(body: bytes, why: str) -> str:
    start = body[:20_000].decode("utf-8", "replace").strip()
    if not start:
        return "an empty body"
    if start.lower().startswith("<whmcsapi"):
        return "XML, though JSON was asked for"
    if start.startswith("<") and re.search(
        r"<(!doctype html|html|head|body|title)", start, re.IGNORECASE
    ):
        return _page(start)
    if '"result"' in start and not start.startswith("{"):
        return "something else before the JSON, such as a PHP notice"
    return f"something odd: {why}"


def _page(start: str) -> str:
    title = _TITLE.search(start)
    called = f" titled {text(title[1], 80)!r}" if title and title[1].strip() else ""
    for word in ("maintenance", "login"):
        if word in start.lower():
            return f"a {word} page{called}"
    return f"a web page{called}"
