"""The answers that teach: help on one screen, and what to type instead."""

from collections.abc import Sequence

from bot.slack.commands import Misunderstood
from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.text import code, escape
from bot.slack.words import name


def _taught() -> list[tuple[str, str]]:
    """What can be typed, and what comes of it."""
    return [
        ("", _("what needs attention now")),
        ("overdue", _("past their due date")),
        ("due 14d", _("due within 14 days; also `due fri`, `this week`, `before 2026-12-01`")),
        ("open", _("everything that is owed; `payable`: by us, `receivable`: to us")),
        ("account acme-vps", _("one account; `client NAME`: one client")),
        (
            "mine",
            _("what you see to; `unclaimed`: nobody does; also `promised`, `snoozed`, `disputed`"),
        ),
        (
            "overdue payable acme-vps over 100 USD",
            _("filters mix in any order; `under 500` is the other side"),
        ),
        ("summary", _("all of it at a glance, with a chart; `aging`: how late it is")),
        ("cash 30d", _("the money that is needed and expected, by week")),
        ("export overdue", _("a CSV file by direct message; figures and files take filters too")),
        (
            "show acme-vps/7514880",
            _("one invoice with its lines and history; the number alone will do"),
        ),
        ("why 7514880", _("which rule said what, and when the next message comes")),
        ("ack 7514880 PO 4711", _("take it on, with a note; `unack` gives it back")),
        ("snooze 7514880 3d", _("not now; also `until fri`, `2 weeks`, `2026-12-01`")),
        ("promise 7514880 fri", _("it will be paid that day; it comes back if it is not")),
        ("paid 7514880", _("we paid, and wait for the provider to show it")),
        ("dispute 7514880 billed twice", _("we do not agree; `note 7514880 TEXT` only adds words")),
        ("assign 7514880 @user", _("ask somebody to see to it; `assign 7514880 me`")),
        ("mute acme-vps 7d", _("an account's reminders wait; `unmute` ends it")),
        ("who", _("who is on call")),
        ("check acme-vps", _("ask the provider now; alone: all of them")),
        ("accounts", _("how the accounts are doing")),
    ]


def help_page(*, command: str = "/invoices") -> Message:
    """Everything that can be typed, on one screen."""
    taught = [(f"{command} {words}".strip(), what) for words, what in _taught()]
    lines = [f"{code(typed)}  {what}" for typed, what in taught]
    said = [f"{typed}: {what}." for typed, what in taught]
    close = _("Only you see these answers. Buttons on an invoice do the same as the commands.")
    title = _("What you can ask Duewatch")
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
        return note(_("I got stuck at “{word}”: {hint}.", word=word, hint=hint))
    return note(
        _(
            "I do not know “{word}”; did you mean {command}? Otherwise {hint}.",
            word=word,
            command=code(f"{command} {found.nearest}"),
            hint=hint,
        )
    )


def no_such(
    kind: str,
    typed: str,
    nearest: str | None,
    *,
    command: str = "/invoices",
    verb: str = "",
    trust: str = "",
) -> Message:
    """No account, or no client with anything open, is called so; `verb`: what was to be done.

    `trust` says how old the data is of which that is said.
    """
    word = escape(typed, 80)
    said = _("No client called “{name}” owes us anything now", name=word)
    if kind == "account":
        said = _("No account called “{name}” is watched", name=word)
    if nearest:
        near = code(f"{command} {verb or kind} {name(nearest)}")
        asking = _("{sentence}; did you mean {command}?", sentence=said, command=near)
        return note(f"{asking} {trust}".strip())
    listing = code(f"{command} {'accounts' if kind == 'account' else 'receivable'}")
    there = _("{sentence}; {command} lists those there are.", sentence=said, command=listing)
    return note(f"{there} {trust}".strip())


def which(
    reference: str, keys: Sequence[str], *, command: str = "/invoices", verb: str = "show"
) -> Message:
    """A number that several invoices have: choose one."""
    choice = [code(f"{command} {verb} {key}") for key in keys[:5]]
    if (more := len(keys) - 5) > 0:
        choice.append(_n("{number} more", "{number} more", more))
    return note(
        _n(
            "{number} invoice has the number {reference}: {choice}.",
            "{number} invoices have the number {reference}: {choice}.",
            len(keys),
            reference=code(reference, 80),
            choice=_(" or ").join(choice),
        )
    )
