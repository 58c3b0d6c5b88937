"""What a message was about, in a word or two: for the lists of `why`."""

from bot.slack.language import _, _n
from state.messages import Draft


def occasion(draft: Draft) -> str:
    """`reminder 7 days after the due date`; a kind without words here is called as it is."""
    if draft.what == "stage" and draft.stage is not None:
        return _step(draft.stage)
    if draft.what == "escalated" and (level := draft.details.get("level")):
        return _("escalation, step {level}", level=level)
    return _decided().get(draft.what) or _news().get(draft.what) or draft.occasion


def _step(offset: int) -> str:
    if offset < 0:
        return _n(
            "reminder {number} day before the due date",
            "reminder {number} days before the due date",
            -offset,
        )
    if offset == 0:
        return _("reminder on the due date")
    return _n(
        "reminder {number} day after the due date",
        "reminder {number} days after the due date",
        offset,
    )


def _news() -> dict[str, str]:
    return {
        "new": _("new"),
        "amended": _("amended"),
        "reopened": _("owed again"),
        "paid": _("paid"),
        "void": _("void"),
        "vanished": _("no longer listed"),
        "woke": _("back again"),
        "promise_broken": _("promise not kept"),
        "care_ended": _("decision no longer holds"),
        "ack_expired": _("acknowledgement ran out"),
    }


def _decided() -> dict[str, str]:
    return {
        "acknowledged": _("acknowledged"),
        "unacknowledged": _("unacknowledged"),
        "snoozed": _("snoozed"),
        "promised": _("promised"),
        "waiting": _("waiting"),
        "disputed": _("disputed"),
        "muted": _("muted"),
        "assigned": _("assigned"),
        "noted": _("noted"),
    }
