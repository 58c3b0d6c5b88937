"""A bot that was away draws its newest messages anew: what they show and offer is of today."""

from datetime import datetime, timedelta

from state.messages import Draft, Kind
from state.model import InvoiceKey
from state.store import Store

LATELY = timedelta(days=7)  # older ones are redrawn with their next news
MOST = 200
APART = timedelta(seconds=1.5)  # Slack redraws about fifty a minute; news must not wait for it
_SLOT = timedelta(minutes=10)  # a bot that is restarted over and over does this once in it


def redraw(store: Store, now: datetime) -> int:
    """Queue the redrawing of what is owed and was shown lately; the number of messages."""
    shown = store.shown_since(now - LATELY, MOST)
    drafts = (_draft(key, home, now, place) for place, (key, home) in enumerate(shown))
    return store.enqueue(drafts, now)


def _draft(key: InvoiceKey, home: str, now: datetime, place: int) -> Draft:
    slot = int(now.timestamp() // _SLOT.total_seconds())
    return Draft(
        key=f"{key}:afresh:{slot}",
        kind=Kind.UPDATE,
        channel=home,
        account=key.account,
        number=key.number,
        what="update",
        not_before=now + place * APART,
    )
