"""What the bot says of itself when it is let into a channel."""

from bot.clock import Clock
from state.messages import Draft, Kind
from state.store import Store

WHAT = "welcome"


def welcome(store: Store, clock: Clock, command: str, channel: str) -> bool:
    """Queue what it does and what to try; once a day for each channel. True if it is said now."""
    now = clock()
    draft = Draft(
        key=f"{WHAT}:{channel}:{now.date().isoformat()}",
        kind=Kind.NOTE,
        channel=channel,
        account="",
        what=WHAT,
        details={"text": words(command)},
    )
    return store.enqueue([draft], now) > 0


def words(command: str) -> str:
    """What it does, and the three things to try."""
    return (
        "👋 I watch the invoices of hosting and billing providers, and say what is new, due, "
        "overdue or paid. Three things to try: "
        f"{command} shows what needs attention now, {command} help shows what else you can ask, "
        "and the buttons below an invoice let you take it on, put it off or pass it to somebody."
    )
