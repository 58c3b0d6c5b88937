"""Brings what was typed or clicked to the desk: which method, which moment, whose name."""

from datetime import datetime
from typing import assert_never

from bot.actions import times
from bot.actions.desk import Desk
from bot.slack.deeds import (
    ME,
    Ack,
    Assign,
    Deed,
    Dispute,
    Mute,
    Note,
    Promise,
    Snooze,
    Unack,
    Unmute,
    Waiting,
)
from bot.slack.language import _
from bot.slack.moments import LONGEST, Moment, On


def carry_out(
    desk: Desk, deed: Deed, user: str, source: str, asked_at: datetime | None = None
) -> str:
    """Do what somebody decided; the answer in kind words (mrkdwn).

    `tomorrow` and `3d` count from when it was asked for, None: from now. What waited for a
    bot that was down means what it meant to whoever asked.
    """
    said_at = asked_at or desk.now()
    if _is_too_far(deed, said_at):
        return _("That is more than ten years away; choose an earlier day.")
    return _carried_out(desk, deed, user, source, said_at)


def _carried_out(desk: Desk, deed: Deed, user: str, source: str, said_at: datetime) -> str:
    match deed:
        case Ack(key, note, until):
            return desk.acknowledge(key, user, note, source, _maybe(desk, until, said_at))
        case Unack(key):
            return desk.unacknowledge(key, user, source)
        case Assign(key, holder, note):
            return desk.assign(key, user, user if holder == ME else holder, note, source)
        case Note(key, text):
            return desk.remark(key, user, text, source)
        case Unmute(name):
            return desk.unmute(name, user, source)
        case _:
            return _put_off(desk, deed, user, source, said_at)


def _is_too_far(deed: Deed, said_at: datetime) -> bool:
    """True for a day that no span could name: a mistyped year."""
    match deed:
        case Snooze(_, On(day)) | Promise(_, On(day)) | Mute(_, On(day)):
            return day > said_at.date() + LONGEST
        case Ack(_, _, On(day)) | Waiting(_, _, On(day)) | Dispute(_, _, On(day)):
            return day > said_at.date() + LONGEST
        case _:
            return False


def _put_off(
    desk: Desk,
    deed: Snooze | Promise | Waiting | Dispute | Mute,
    user: str,
    source: str,
    said_at: datetime,
) -> str:
    match deed:
        case Snooze(key, until, note):
            return desk.snooze(key, user, _moment(desk, until, said_at), note, source)
        case Promise(key, day, note):
            promised = times.day_meant(day, said_at, desk.hours)
            return desk.promise(key, user, promised, note, source)
        case Waiting(key, note, end):
            return desk.waiting(key, user, note, source, _maybe(desk, end, said_at))
        case Dispute(key, note, end):
            return desk.dispute(key, user, note, source, _maybe(desk, end, said_at))
        case Mute(name, until, note):
            return desk.mute(name, user, _moment(desk, until, said_at), note, source)
        case _:
            assert_never(deed)


def _moment(desk: Desk, moment: Moment, said_at: datetime) -> datetime:
    return times.comes_back(moment, said_at, desk.hours)


def _maybe(desk: Desk, moment: Moment | None, said_at: datetime) -> datetime | None:
    return None if moment is None else _moment(desk, moment, said_at)
