"""The answers that teach: help on one screen, and what to type instead."""

from collections.abc import Sequence

from bot.slack.commands import Misunderstood, NotYet
from bot.slack.render import message as slack
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.text import code, escape
from bot.slack.words import name

_HELP = (
    ("", "what needs attention now"),
    ("overdue", "past their due date"),
    ("due 14d", "due within 14 days (7 unless you say)"),
    ("open", "everything that is owed"),
    ("payable", "what we owe; `receivable`: what clients owe us"),
    ("account acme-vps", "one account; `client NAME`: one client"),
    ("overdue payable acme-vps over 100 USD", "filters mix in any order"),
    ("show acme-vps/7514880", "one invoice with its lines and history; the number alone will do"),
    ("why 7514880", "which rule said what, and when the next message comes"),
    ("ack 7514880 PO 4711", "take it on, with a note; `unack` gives it back"),
    ("snooze 7514880 3d", "not now; also `until fri`, `2 weeks`, `2026-12-01`"),
    ("promise 7514880 fri", "it will be paid that day; it comes back if it is not"),
    ("paid 7514880", "we paid, and wait for the provider to show it"),
    ("dispute 7514880 billed twice", "we do not agree; `note 7514880 TEXT` only adds words"),
    ("assign 7514880 @user", "ask somebody to see to it; `assign 7514880 me`"),
    ("mute acme-vps 7d", "an account's reminders wait; `unmute` ends it"),
    ("who", "who is on call"),
    ("check acme-vps", "ask the provider now; alone: all of them"),
    ("accounts", "how the accounts are doing"),
)


def help_page(*, command: str = "/invoices") -> Message:
    """Everything that can be typed, on one screen."""
    lines = [f"{code(f'{command} {words}'.strip())}  {what}" for words, what in _HELP]
    said = [f"{f'{command} {words}'.strip()}: {what}." for words, what in _HELP]
    close = "Only you see these answers. Buttons on an invoice do the same as the commands."
    title = "What you can ask Duewatch"
    blocks = (
        slack.section(mrkdwn("\n".join([f"*{title}*", *lines]))),
        slack.context(mrkdwn(close)),
    )
    return Message("\n".join([f"{title}.", *said]).replace("`", ""), blocks)


def note(text: str) -> Message:
    """A short answer; `text` is mrkdwn."""
    fitted = slack.fitting(text, slack.MAX_SECTION)
    return Message(fitted, (slack.section(mrkdwn(fitted)),))


def misunderstood(found: Misunderstood, *, command: str = "/invoices") -> Message:
    """What was not understood, the nearest word, and what to type."""
    word, hint = escape(found.word, 80), found.hint.replace("/invoices", command)
    if found.nearest is None:
        return note(f"I got stuck at “{word}”: {hint}.")
    near = code(f"{command} {found.nearest}")
    return note(f"I do not know “{word}”; did you mean {near}? Otherwise {hint}.")


def no_such(kind: str, typed: str, nearest: str | None, *, command: str = "/invoices") -> Message:
    """No account, or no client with anything open, is called so."""
    rest = "is watched" if kind == "account" else "owes us anything now"
    said = f"No {kind} called “{escape(typed, 80)}” {rest}"
    if nearest:
        return note(f"{said}; did you mean {code(f'{command} {kind} {name(nearest)}')}?")
    listed = "accounts" if kind == "account" else "receivable"
    return note(f"{said}; {code(f'{command} {listed}')} lists those there are.")


def not_yet(asked: NotYet, *, command: str = "/invoices") -> Message:
    """A planned command that this version does not have."""
    return note(
        f"{code(asked.word)} is not in this version yet; {code(f'{command} help')} shows what is."
    )


def which(reference: str, keys: Sequence[str], *, command: str = "/invoices") -> Message:
    """A number that several invoices have: choose one."""
    choice = " or ".join(code(f"{command} show {key}") for key in keys[:5])
    more = f" or {len(keys) - 5:,} more" if len(keys) > 5 else ""
    return note(f"{len(keys):,} invoices have the number {code(reference, 80)}: {choice}{more}.")
