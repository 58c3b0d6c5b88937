"""Messages about an account as a whole: first sight, failing, recovered, a plain note."""

from collections.abc import Mapping
from datetime import datetime

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.care import noted
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.text import account_words, code, escape, instant, person, span
from state.model import Direction
from state.store import (
    AccountView,
)

Details = Mapping[str, str]


def message(
    what: str,
    details: Mapping[str, str],
    account: AccountView,
    now: datetime,
    *,
    command: str = "/invoices",
) -> Message:
    """One event of an account told; ValueError for an event that has no words here.

    `details` by event: baseline has open, overdue, totals and perhaps invoices (all on
    record); failing has kind, error and retry_at; recovered has since; note has text; account_muted
    has by, until and perhaps note; account_unmuted by; mute_ended by and since.
    """
    match what:
        case "baseline":
            said = _baseline(details, account, command)
        case "failing":
            said = _failing(details, account, now)
        case "recovered":
            said = _recovered(details, account, now)
        case "account_muted":
            said = _muted(details, account)
        case "account_unmuted":
            said = _unmuted(details, account)
        case "mute_ended":
            said = _mute_ended(details, account)
        case "note":
            said = [f"🔔 {escape(details.get('text', ''), 2_000)}"]
        case _:
            raise ValueError(f"no words for the event {what!r} of account {account.account.name}")
    text = slack.fitting("\n".join(said), slack.MAX_SECTION)
    return Message(text, (slack.section(mrkdwn(text)),))


def _baseline(details: Details, account: AccountView, command: str) -> list[str]:
    known, name, now = _number(details, "invoices"), _name(account), _open(details, account)
    if known is None:
        told = _("*Now watching* {account}: {open}", account=name, open=now)
    else:
        told = _n(
            "*Now watching* {account}, {number} invoice on record: {open}",
            "*Now watching* {account}, {number} invoices on record: {open}",
            known,
            account=name,
            open=now,
        )
    listing = code(f"{command} account {account.account.name}")
    more = _(
        "From now on every change is announced; {command} lists what is open already.",
        command=listing,
    )
    return [f"👋 {told}", more]


def _open(details: Details, account: AccountView) -> str:
    """`3 open invoices, 1 overdue; we owe 37.50 USD.`"""
    number = _number(details, "open")
    if not number:
        return _("nothing is open.") if number == 0 else _("its open invoices are recorded.")
    parts = [_n("{number} open invoice", "{number} open invoices", number)]
    overdue = _number(details, "overdue")
    if overdue is not None:
        late = _n("{number} overdue", "{number} overdue", overdue)
        parts.append(late if overdue else _("none overdue"))
    return f"{', '.join(parts)}{_totals(details, account)}."


def _totals(details: Details, account: AccountView) -> str:
    if not (totals := escape(details.get("totals", ""), 600)):
        return ""
    if account.account.direction is Direction.PAYABLE:
        return _("; we owe {totals}", totals=totals)
    return _("; our clients owe us {totals}", totals=totals)


def _number(details: Details, name: str) -> int | None:
    text = details.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() else None


def _failing(details: Details, account: AccountView, now: datetime) -> list[str]:
    why = _why(details.get("kind", ""))
    error = details.get("error") or ""
    reason = (
        _("Reason: {error}", error=escape(error, 1_000)) if error else _("No reason was given.")
    )
    told = _("*Cannot check* {account}: {why}.", account=_name(account), why=why)
    parts = (_to_do(details.get("kind", "")), _known(account), _again(details, now))
    known = " ".join(part for part in parts if part)
    return [f"⚠️ {told}", reason, known]


def _why(kind: str) -> str:
    match kind:
        case "unreachable":
            return _("it cannot be reached")
        case "rate_limited":
            return _("it asks us to wait")
        case "auth_rejected":
            return _("it refuses our login")
        case "unreadable":
            return _("its answer cannot be trusted")
        case _other:
            return _("the check failed")


def _to_do(kind: str) -> str:
    """What a person can do; a provider's own words need not be in their language."""
    match kind:
        case "auth_rejected":
            return _("Correct the credentials; until then it is tried only rarely.")
        case "unreadable":
            return _("Look at their site, and report the answer if it stays.")
        case _other:
            return ""


def _known(account: AccountView) -> str:
    if account.checked_at is None:
        return _("It was never checked, so nothing is known about its invoices.")
    return _(
        "Its invoices are as of {moment}; nothing about them was changed. "
        "Reminders of them wait until it answers, except where services are about to stop.",
        moment=instant(account.checked_at),
    )


def _again(details: Details, now: datetime) -> str:
    retry = _moment(details.get("retry_at", ""))
    if retry is None:
        return ""
    return _("Next try {moment}.", moment=instant(retry)) if retry > now else _("Next try at once.")


def _recovered(details: Details, account: AccountView, now: datetime) -> list[str]:
    since = _moment(details.get("since", ""))
    said = [_("*Answers again*: {account}.", account=_name(account))]
    if since is not None:
        lasted, begun = span(now - since), instant(since)
        said.append(
            _("It could not be checked for {span}, since {moment}.", span=lasted, moment=begun)
        )
    return [f"🟢 {' '.join(said)}"]


def _muted(details: Details, account: AccountView) -> list[str]:
    until = _moment(details.get("until", ""))
    facts = {"person": _by(details), "account": _name(account)}
    if until:
        told = _("*Muted* by {person} until {end}: {account}.", **facts, end=instant(until))
    else:
        told = _("*Muted* by {person}: {account}.", **facts)
    said = [_("Its reminders wait; new invoices are still announced.")]
    said += [noted(details["note"])] if details.get("note") else []
    return [f"🔕 {told}", " ".join(said)]


def _unmuted(details: Details, account: AccountView) -> list[str]:
    facts = {"person": _by(details), "account": _name(account)}
    told = _("*Not muted any more* by {person}: {account}. Its reminders go on.", **facts)
    return [f"🔔 {told}"]


def _mute_ended(details: Details, account: AccountView) -> list[str]:
    name, since = _name(account), _moment(details.get("since", ""))
    who, begun = _by(details), instant(since) if since else ""
    if details.get("by") and begun:
        told = _(
            "*The mute by {person} of {moment} is over*: {account}.",
            person=who,
            moment=begun,
            account=name,
        )
    elif details.get("by"):
        told = _("*The mute by {person} is over*: {account}.", person=who, account=name)
    elif begun:
        told = _("*The mute of {moment} is over*: {account}.", moment=begun, account=name)
    else:
        told = _("*The mute is over*: {account}.", account=name)
    after = _("Its reminders go on.")
    return [f"⏰ {told} {after}"]


def _by(details: Details) -> str:
    return person(details.get("by") or _("somebody"))


def _moment(text: str) -> datetime | None:
    """An aware ISO instant; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _name(account: AccountView) -> str:
    return escape(account_words(account.account))
