"""What a message was about, in a word or two: for the lists of `why`."""

from bot.slack.render.language import _, _n
from state.messages import Draft


def occasion(draft: Draft) -> str:
    """`new`, `after-7`, `woke`, `escalated-2`; a kind without words here is called as it is."""
    if draft.what == "stage" and draft.stage is not None:
        return _step(draft.stage)
    if draft.what == "escalated" and (level := draft.details.get("level")):
        return _("escalated-{level}", level=level)
    return _decided().get(draft.what) or _news().get(draft.what) or draft.occasion


def _step(offset: int) -> str:
    if offset < 0:
        return _n("before-{number}", "before-{number}", -offset)
    if offset == 0:
        return _("due")
    return _n("after-{number}", "after-{number}", offset)


def _news() -> dict[str, str]:
    return {
        "new": _("new"),
        "amended": _("amended"),
        "reopened": _("reopened"),
        "paid": _("paid"),
        "void": _("void"),
        "vanished": _("vanished"),
        "woke": _("woke"),
        "promise_broken": _("promise_broken"),
        "care_ended": _("care_ended"),
        "ack_expired": _("ack_expired"),
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
