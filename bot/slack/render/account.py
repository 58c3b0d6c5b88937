"""Messages about an account as a whole: first sight, failing, recovered, a plain note."""

from collections.abc import Mapping
from datetime import datetime

from bot.slack.render import message as slack
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.text import account_words, code, count, escape, instant, person, span
from state.model import Direction
from state.store import (
    AccountView,
)

Details = Mapping[str, str]

_FAILURES = {
    "unreachable": "it cannot be reached",
    "rate_limited": "it asks us to wait",
    "auth_rejected": "it refuses our login",
    "unreadable": "its answer cannot be trusted",
}


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
            who = person(details.get("by") or "somebody")
            said = [f"🔔 *Not muted any more* by {who}: {_name(account)}. Its reminders go on."]
        case "mute_ended":
            said = _mute_ended(details, account)
        case "note":
            said = [f"🔔 {escape(details.get('text', ''), 2_000)}"]
        case _:
            raise ValueError(f"no words for the event {what!r} of account {account.account.name}")
    text = slack.fitting("\n".join(said), slack.MAX_SECTION)
    return Message(text, (slack.section(mrkdwn(text)),))


def _baseline(details: Details, account: AccountView, command: str) -> list[str]:
    known = _number(details, "invoices")
    seen = f", {count(known, 'invoice')} on record" if known is not None else ""
    listing = code(f"{command} account {account.account.name}")
    return [
        f"👋 *Now watching* {_name(account)}{seen}: {_open(details, account)}",
        f"From now on every change is announced; {listing} lists what is open already.",
    ]


def _open(details: Details, account: AccountView) -> str:
    """`3 open invoices, 1 overdue; we owe 37.50 USD.`"""
    number = _number(details, "open")
    if not number:
        return "nothing is open." if number == 0 else "its open invoices are recorded."
    overdue = _number(details, "overdue")
    late = f", {overdue or 'none'} overdue" if overdue is not None else ""
    payable = account.account.direction is Direction.PAYABLE
    whose = "we owe" if payable else "our clients owe us"
    totals = details.get("totals")
    amounts = f"; {whose} {escape(totals, 600)}" if totals else ""
    return f"{count(number, 'open invoice')}{late}{amounts}."


def _number(details: Details, name: str) -> int | None:
    text = details.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() else None


def _failing(details: Details, account: AccountView, now: datetime) -> list[str]:
    why = _FAILURES.get(details.get("kind", ""), "the check failed")
    checked = account.checked_at
    known = "It was never checked, so nothing is known about its invoices."
    if checked is not None:
        known = (
            f"Its invoices are as of {instant(checked)}; nothing about them was changed. "
            "Reminders of them wait until it answers, except where services are about to stop."
        )
    retry = _moment(details.get("retry_at", ""))
    again = ""
    if retry is not None:
        again = f" Next try {instant(retry)}." if retry > now else " Next try at once."
    return [
        f"⚠️ *Cannot check* {_name(account)}: {why}.",
        escape(details.get("error", "No reason was given."), 1_000),
        f"{known}{again}",
    ]


def _recovered(details: Details, account: AccountView, now: datetime) -> list[str]:
    since = _moment(details.get("since", ""))
    said = f"🟢 *Answers again*: {_name(account)}."
    if since is None:
        return [said]
    return [f"{said} It could not be checked for {span(now - since)}, since {instant(since)}."]


def _muted(details: Details, account: AccountView) -> list[str]:
    until = _moment(details.get("until", ""))
    end = f" until {instant(until)}" if until else ""
    note = f" Note: {escape(details['note'], 500)}" if details.get("note") else ""
    return [
        f"🔕 *Muted* by {person(details.get('by') or 'somebody')}{end}: {_name(account)}.",
        f"Its reminders wait; new invoices are still announced.{note}",
    ]


def _mute_ended(details: Details, account: AccountView) -> list[str]:
    whose = f" by {person(details['by'])}" if details.get("by") else ""
    since = _moment(details.get("since", ""))
    begun = f" of {instant(since)}" if since else ""
    return [f"⏰ *The mute{whose}{begun} is over*: {_name(account)}. Its reminders go on."]


def _moment(text: str) -> datetime | None:
    """An aware ISO instant; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _name(account: AccountView) -> str:
    return escape(account_words(account.account))
