"""Muting a whole account: its reminders wait, new invoices and failures are still said."""

from datetime import datetime, timedelta

from bot.drafts import about
from bot.slack.language import _
from bot.slack.render.text import ago, code, instant, person
from state.model import Mute
from state.store import AccountView, Declined, Store

_CLOSE = timedelta(hours=1)  # two ends as near as this were meant to be one


def mute_account(store: Store, view: AccountView, wanted: Mute, source: str) -> Declined | Mute:
    """Let the reminders of an account's invoices wait; who is late is told who was first."""
    name = code(view.account.name)
    if wanted.until <= wanted.at:
        past = instant(wanted.until)
        return Declined(_("{moment} has passed already; name a later moment.", moment=past))
    before = _in_force(view, wanted.at)
    if before and abs(before.until - wanted.until) < _CLOSE:
        return Declined(_already(name, before, wanted))
    details = {"by": wanted.by, "until": wanted.until.isoformat()}
    details |= {"note": wanted.note} if wanted.note else {}
    draft = about(view.account, "account_muted", wanted.at, details)
    store.mute(view.account.name, wanted, wanted.at, [draft], source=source)
    return wanted


def unmute_account(
    store: Store, view: AccountView, by: str, at: datetime, source: str
) -> Declined | None:
    """Let the reminders of an account go on; None when they do."""
    if _in_force(view, at) is None:
        name = code(view.account.name)
        return Declined(_("{account} is not muted; its reminders go out.", account=name))
    draft = about(view.account, "account_unmuted", at, {"by": by})
    store.mute(view.account.name, None, at, [draft], by=by, source=source)
    return None


def _already(name: str, before: Mute, wanted: Mute) -> str:
    who = _("you") if before.by == wanted.by else person(before.by)
    return _(
        "{account} was already muted by {person} until {end}, {ago}.",
        account=name,
        person=who,
        end=instant(before.until),
        ago=ago(before.at, wanted.at),
    )


def _in_force(view: AccountView, at: datetime) -> Mute | None:
    return view.mute if view.mute and view.mute.until > at else None
