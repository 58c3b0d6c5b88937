"""That the configuration says otherwise than before is written down: who may what above all."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from bot.config.sections import RolesSection
from bot.config.settings import Settings
from state.log.provenance import OPERATOR
from state.model import Event
from state.store import Store

KIND = "configured"
_DIGITS = 12  # enough to tell two apart, and too few to guess from


def note(store: Store, settings: Settings, now: datetime) -> None:
    """Record which parts of the configuration are not as they were at the last start."""
    new, before = prints(settings), store.configured()
    changed = [name for name, value in new.items() if before.get(name) != value]
    if changed:
        told = {"changed": " ".join(changed), "who_may": _who_may(settings.roles)}
        store.note(Event(0, now, "", None, KIND, OPERATOR, {**told, **new}))


def prints(settings: Settings) -> Mapping[str, str]:
    """A short hash of each part; secrets are in none of them.

    What makes an account another one, such as its provider, has entries of its own.
    """
    accounts = [
        (name, one.url, one.texts, one.lists, one.every, one.serves, one.reminders)
        for name, one in sorted(settings.accounts.items())
    ]
    parts = {
        "general": (settings.timezone, settings.locale, settings.slack, settings.check),
        "reminders": settings.reminders,
        "oncall": settings.oncall,
        "roles": settings.roles,
        "suspension": settings.suspensions,
        "routes": settings.routes,
        "accounts": accounts,
    }
    return {name: _print(repr(part)) for name, part in parts.items()}


def _print(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_DIGITS]


def _who_may(roles: RolesSection) -> str:
    """Who has which right, in plain words."""
    care, manage = roles.acknowledge, roles.manage or roles.acknowledge
    return f"acknowledge: {_named(care)}; manage: {_named(manage)}"


def _named(people: Iterable[str]) -> str:
    return ", ".join(people) or "everybody"
