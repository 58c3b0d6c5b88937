"""One question about an account whose invoices have changed all at once, and what was answered."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.slack.render import message as slack
from bot.slack.render.message import Block, Message, mrkdwn
from bot.slack.render.safe import width
from bot.slack.render.text import account_words, code, day, escape, instant, person, plain
from state.model import Account
from state.storms import StormKind

Details = Mapping[str, str]

ANNOUNCE, HUSH = "announce_storm", "hush_storm"  # the buttons

_HAPPENED = {
    StormKind.RENUMBERED: (
        "🔢 *Other numbers*",
        "owed invoices are gone, and as many with the same amounts and due dates have come",
    ),
    StormKind.CURRENCY: ("💱 *Another currency*", "owed invoices are in another currency"),
    StormKind.AMENDED: (
        "✏️ *Many changes at once*",
        "owed invoices have another amount or due date",
    ),
}
_ASKS = {
    StormKind.RENUMBERED: "Were they renumbered? Until somebody says so, reminders go out for the "
    "new numbers; nothing was announced one by one, and nothing counts as paid.",
    StormKind.CURRENCY: "Is each change to be announced? Every message shows it already, and "
    "reminders go on either way.",
}
_ASKS[StormKind.AMENDED] = _ASKS[StormKind.CURRENCY]
_BUTTONS = {
    StormKind.RENUMBERED: ("Yes, they were renumbered", "No"),
    StormKind.CURRENCY: ("Announce each change", "Keep quiet"),
    StormKind.AMENDED: ("Announce each change", "Keep quiet"),
}
_FIELDS = {"open": "open amount", "total": "invoiced amount", "due": "due date"}


def question(details: Details, account: Account) -> Message:
    """What happened to how many, an example, and two buttons.

    `details` are kind, count, owed, instant, example, old, new and, except where the numbers
    changed, field.
    """
    kind = StormKind(details["kind"])
    text = "\n".join([_happened(kind, details, account), f"{_example(details)} {_ASKS[kind]}"])
    said = slack.fitting(text, slack.MAX_SECTION)
    buttons = _buttons(kind, details, account)
    return Message(said, (slack.section(mrkdwn(said)), *buttons))


def answered(details: Details, account: Account, by: str, at: datetime, *, yes: bool) -> Message:
    """The same without buttons, and who decided what."""
    kind = StormKind(details["kind"])
    verdict = f"☑️ {person(by)} answered {instant(at)}: {decided(kind, yes=yes)}"
    text = "\n".join([_happened(kind, details, account), _example(details), verdict])
    said = slack.fitting(text, slack.MAX_SECTION)
    return Message(said, (slack.section(mrkdwn(said)),))


def decided(kind: StormKind, *, yes: bool) -> str:
    """What an answer means, in a sentence."""
    if kind is StormKind.RENUMBERED:
        return (
            "they were renumbered. The old numbers are closed; their messages, and what people "
            "decided about them, went over to the new ones."
            if yes
            else "they were not renumbered. The new ones are announced, and the old ones stay "
            "unpaid until the provider says more."
        )
    return "each change is announced." if yes else "nothing more is said about it; reminders go on."


def _happened(kind: StormKind, details: Details, account: Account) -> str:
    title, what = _HAPPENED[kind]
    counted = f"{escape(details['count'], 12)} of {escape(details['owed'], 12)}"
    return f"{title}: {escape(account_words(account))}: {counted} {what}."


def _example(details: Details) -> str:
    """`For example 7001: open amount 12.00 USD → 11.00 EUR.`"""
    old, new = details.get("old", ""), details.get("new", "")
    field = details.get("field")
    if field is None:
        return f"For example {code(old, 80)} → {code(new, 80)}."
    shown = " → ".join(escape(_fact(side), 80) for side in (old, new))
    name = escape(_FIELDS.get(field, field), 40)
    return f"For example {code(details.get('example', ''), 80)}: {name} {shown}."


def _fact(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _buttons(kind: StormKind, details: Details, account: Account) -> list[Block]:
    value = f"{account.name}|{details['instant']}"
    if width(value) > slack.MAX_BUTTON_VALUE:
        return []
    yes, no = _BUTTONS[kind]
    row = [
        slack.button(label, action, value, style=style, described=_heard(label, account))
        for label, action, style in ((yes, ANNOUNCE, "primary"), (no, HUSH, None))
    ]
    return [slack.actions(*row)]


def _heard(label: str, account: Account) -> str:
    return plain(f"{label}: {account.name}", slack.MAX_BUTTON_LABEL)
