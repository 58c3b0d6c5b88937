"""One question about an account whose invoices have changed all at once, and what was answered."""

from collections.abc import Mapping
from datetime import datetime

from bot.slack.language import _
from bot.slack.render import message as slack
from bot.slack.render.facts import field_name, stated
from bot.slack.render.message import Block, Message, mrkdwn
from bot.slack.render.safe import width
from bot.slack.render.text import account_words, code, escape, instant, person, plain
from state.model import Account
from state.storms import StormKind

Details = Mapping[str, str]

ANNOUNCE, HUSH = "announce_storm", "hush_storm"  # the buttons


def question(details: Details, account: Account) -> Message:
    """What happened to how many, an example, and two buttons.

    `details` are kind, count, owed, instant, example, old, new and, except where the numbers
    changed, field.
    """
    kind = StormKind(details["kind"])
    text = "\n".join([_happened(kind, details, account), f"{_example(details)} {_asks(kind)}"])
    said = slack.fitting(text, slack.MAX_SECTION)
    buttons = _buttons(kind, details, account)
    return Message(said, (slack.section(mrkdwn(said)), *buttons))


def answered(details: Details, account: Account, by: str, at: datetime, *, yes: bool) -> Message:
    """The same without buttons, and who decided what."""
    kind = StormKind(details["kind"])
    verdict = _(
        "{person} answered {moment}: {decision}",
        person=person(by),
        moment=instant(at),
        decision=decided(kind, yes=yes),
    )
    text = "\n".join([_happened(kind, details, account), _example(details), f"☑️ {verdict}"])
    said = slack.fitting(text, slack.MAX_SECTION)
    return Message(said, (slack.section(mrkdwn(said)),))


def decided(kind: StormKind, *, yes: bool) -> str:
    """What an answer means, in a sentence."""
    if kind is not StormKind.RENUMBERED:
        if yes:
            return _("each change is announced.")
        return _("nothing more is said about it; reminders go on.")
    if yes:
        return _(
            "they were renumbered. The old numbers are closed; their messages, and what people "
            "decided about them, went over to the new ones."
        )
    return _(
        "they were not renumbered. The new ones are announced, and the old ones stay "
        "unpaid until the provider says more."
    )


def _happened(kind: StormKind, details: Details, account: Account) -> str:
    facts = {
        "account": escape(account_words(account)),
        "count": escape(details["count"], 12),
        "owed": escape(details["owed"], 12),
    }
    match kind:
        case StormKind.RENUMBERED:
            told = _(
                "*Other numbers*: {account}: {count} of {owed} owed invoices are gone, and as "
                "many with the same amounts and due dates have come.",
                **facts,
            )
            return f"🔢 {told}"
        case StormKind.CURRENCY:
            told = _(
                "*Another currency*: {account}: {count} of {owed} owed invoices are in another "
                "currency.",
                **facts,
            )
            return f"💱 {told}"
        case StormKind.AMENDED:
            told = _(
                "*Many changes at once*: {account}: {count} of {owed} owed invoices have another "
                "amount or due date.",
                **facts,
            )
            return f"✏️ {told}"


def _asks(kind: StormKind) -> str:
    if kind is StormKind.RENUMBERED:
        return _(
            "Were they renumbered? Until somebody says so, reminders go out for the "
            "new numbers; nothing was announced one by one, and nothing counts as paid."
        )
    return _(
        "Is each change to be announced? Every message shows it already, and "
        "reminders go on either way."
    )


def _example(details: Details) -> str:
    """`For example 7001: open amount 12.00 USD → 11.00 EUR.`"""
    old, new = details.get("old", ""), details.get("new", "")
    field = details.get("field")
    if field is None:
        return _("For example {old} → {new}.", old=code(old, 80), new=code(new, 80))
    return _(
        "For example {invoice}: {field} {old} → {new}.",
        invoice=code(details.get("example", ""), 80),
        field=escape(field_name(field), 40),
        old=escape(stated(field, old), 80),
        new=escape(stated(field, new), 80),
    )


def _labels(kind: StormKind) -> tuple[str, str]:
    """What the two buttons say: yes and no."""
    if kind is StormKind.RENUMBERED:
        return _("Yes, they were renumbered"), _("No")
    return _("Announce each change"), _("Keep quiet")


def _buttons(kind: StormKind, details: Details, account: Account) -> list[Block]:
    value = f"{account.name}|{details['instant']}"
    if width(value) > slack.MAX_BUTTON_VALUE:
        return []
    yes, no = _labels(kind)
    row = [
        slack.button(label, action, value, style=style, described=_heard(label, account))
        for label, action, style in ((yes, ANNOUNCE, "primary"), (no, HUSH, None))
    ]
    return [slack.actions(*row)]


def _heard(label: str, account: Account) -> str:
    return plain(f"{label}: {account.name}", slack.MAX_BUTTON_LABEL)
