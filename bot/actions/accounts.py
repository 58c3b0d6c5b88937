"""Muting a whole account: its reminders wait, new invoices and failures are still said."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.slack.render.text import ago, code, instant, person
from state.messages import Draft, Kind
from state.model import Account, Mute
from state.store import AccountView, Declined, Store

_CLOSE = timedelta(hours=1)  # two ends as near as this were meant to be one


def mute_account(store: Store, view: AccountView, wanted: Mute) -> Declined | Mute:
    """Let the reminders of an account's invoices wait; who is late is told who was first."""
    name = code(view.account.name)
    if wanted.until <= wanted.at:
        return Declined(f"{instant(wanted.until)} has passed already; name a later moment.")
    before = _in_force(view, wanted.at)
    if before and abs(before.until - wanted.until) < _CLOSE:
        who = "you" if before.by == wanted.by else person(before.by)
        until, past = instant(before.until), ago(before.at, wanted.at)
        return Declined(f"{name} was already muted by {who} until {until}, {past}.")
    details = {"by": wanted.by, "until": wanted.until.isoformat(), "note": wanted.note or ""}
    draft = about(view.account, "account_muted", wanted.at, details)
    store.mute(view.account.name, wanted, wanted.at, [draft], by=wanted.by)
    return wanted


def unmute_account(store: Store, view: AccountView, by: str, at: datetime) -> Declined | None:
    """Let the reminders of an account go on; None when they do."""
    if _in_force(view, at) is None:
        return Declined(f"{code(view.account.name)} is not muted; its reminders go out.")
    draft = about(view.account, "account_unmuted", at, {"by": by})
    store.mute(view.account.name, None, at, [draft], by=by)
    return None


def about(account: Account, what: str, at: datetime, details: Mapping[str, str]) -> Draft:
    """Queue news of an account in its channel; empty details are left out."""
    told = {name: value for name, value in details.items() if value}
    key = f"{account.name}:{what}:{at.isoformat()}"
    return Draft(key, Kind.ACCOUNT, account.channel, account.name, what=what, details=told)


def _in_force(view: AccountView, at: datetime) -> Mute | None:
    return view.mute if view.mute and view.mute.until > at else None
