"""The digest: on its day and hour one message for each channel, said once, also after an outage.

It covers the accounts that speak in the channel, from the last digest to the next. What is
told is decided when it is sent; here it is only put on the way.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.config.durations import Recurrence
from bot.config.settings import Settings
from state.messages import Draft, Kind
from state.model import Event, InvoiceKey, InvoiceView
from state.store import Question, Reader, Store

DAY = timedelta(days=1)
LONGEST = 8  # days between two occurrences of anything, and one for the clocks


def last_at(when: Recurrence, zone: str, now: datetime) -> datetime:
    """The last moment, up to now, at which a digest was due; in UTC."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = (today - DAY * back for back in range(LONGEST + 1))
    return next(at for at in _moments(when, zone, days) if at <= now)


def first_after(when: Recurrence, zone: str, moment: datetime) -> datetime:
    """The first moment after another at which a digest is due; in UTC."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    days = (today + DAY * ahead for ahead in range(LONGEST + 1))
    return next(at for at in _moments(when, zone, days) if at > moment)


def next_day(when: Recurrence, zone: str, moment: datetime) -> date:
    """The local day of the first digest after a moment."""
    return first_after(when, zone, moment).astimezone(ZoneInfo(zone)).date()


def next_at(settings: Settings, now: datetime) -> datetime | None:
    """When the next digest is due; None if nobody wants one."""
    when = settings.reminders.digest
    return None if when is None else first_after(when, settings.timezone, now)


def _moments(when: Recurrence, zone: str, days: Iterable[date]) -> Iterator[datetime]:
    for day in days:
        if when.weekday in (None, day.weekday()):
            # a local time that the clocks skip is taken at the offset before the change
            yield datetime.combine(day, when.at, ZoneInfo(zone)).astimezone(UTC)


def queue(store: Store, settings: Settings, now: datetime) -> int:
    """Queue the digests that have come due; how many. A new bot has nothing to look back on."""
    when, zone = settings.reminders.digest, settings.timezone
    began = store.began()
    if when is None or began is None:
        return 0
    moment = last_at(when, zone, now)
    if began >= moment:
        return 0
    since = max(last_at(when, zone, moment - timedelta(seconds=1)), began)
    channels = dict.fromkeys(one.account.channel for one in settings.accounts.values())
    told = {
        "since": since.isoformat(),
        "until": next_day(when, zone, moment).isoformat(),
        "zone": zone,
    }
    due = [_draft(channel, moment, told) for channel in channels]
    new = [draft for draft in due if store.item(draft.key) is None]
    return store.enqueue(new, now) if new else 0


def views(store: Reader, accounts: tuple[str, ...], events: Iterable[Event]) -> list[InvoiceView]:
    """What is owed in these accounts, and what is not any more but was in the news."""
    owed = store.invoices(Question(accounts=accounts))
    known = {view.invoice.key for view in owed}
    named = {InvoiceKey(event.account, event.number) for event in events if event.number}
    closed = tuple(sorted(named - known))
    return owed + (store.invoices(Question(keys=closed, owed_only=False)) if closed else [])


def _draft(channel: str, moment: datetime, told: dict[str, str]) -> Draft:
    return Draft(
        key=f"digest:{channel}:{moment.isoformat()}",
        kind=Kind.NOTE,
        channel=channel,
        account="",
        what="digest",
        details={"of": channel, **told},
    )
