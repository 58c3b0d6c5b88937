"""Messages to be queued: a line, a redraw, an alert, news of an account.

Pure. Every draft has a key that names the occasion, so the same occasion is never queued
twice and a later one of the same sort is not swallowed.
"""

from collections.abc import Mapping
from datetime import datetime

from providers.base import ProviderError
from state.messages import Draft, Kind
from state.model import Account, Invoice, InvoiceView


def failing(account: Account, error: ProviderError, retry_at: datetime, now: datetime) -> Draft:
    """Queue the news that an account cannot be checked."""
    details = {"kind": error.kind, "error": str(error), "retry_at": retry_at.isoformat()}
    return about(account, "failing", now, details)


def recovered(account: Account, since: datetime | None, now: datetime) -> Draft:
    """Queue the news that an account can be checked again.

    It names the message that told of the failure: without that one it is not news.
    """
    details = {}
    if since is not None:
        details = {"since": since.isoformat(), "failing": _key(account, "failing", since)}
    return about(account, "recovered", now, details)


def _key(account: Account, what: str, at: datetime) -> str:
    return f"{account.name}:{what}:{at.isoformat()}"


def about(
    account: Account, what: str, now: datetime, details: Mapping[str, str] | None = None
) -> Draft:
    """Queue a message about an account as a whole."""
    key = _key(account, what, now)
    return Draft(key, Kind.ACCOUNT, account.channel, account.name, what=what, details=details or {})


def reply(
    account: Account,
    invoice: Invoice,
    what: str,
    now: datetime,
    details: Mapping[str, str] | None = None,
    *,
    broadcast: bool = False,
) -> Draft:
    """Queue a line in the thread of the invoice's living message."""
    return Draft(
        key=f"{invoice.key}:{what}:{now.isoformat()}",
        kind=Kind.REPLY,
        channel=account.channel,
        account=account.name,
        number=invoice.key.number,
        what=what,
        details=details or {},
        broadcast=broadcast,
    )


def update(account: Account, invoice: Invoice, now: datetime) -> Draft:
    """Queue the redrawing of the invoice's living message."""
    return Draft(
        key=f"{invoice.key}:update:{now.isoformat()}",
        kind=Kind.UPDATE,
        channel=account.channel,
        account=account.name,
        number=invoice.key.number,
        what="update",
    )


def alert(
    view: InvoiceView, key: str, channel: str, what: str, details: Mapping[str, str]
) -> Draft:
    """Queue a message about an invoice elsewhere: to a person, or to another channel."""
    return Draft(
        key=key,
        kind=Kind.ALERT,
        channel=channel,
        account=view.account.name,
        number=view.invoice.key.number,
        what=what,
        details=details,
    )
