"""`[oncall]` of the configuration -> a roster that knows whom to ask."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, time
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.oncall.calendar import CalendarSource, connected
from bot.oncall.group import GroupSource
from bot.oncall.roster import Roster, Source
from bot.oncall.rotation import Rotation, Turn
from bot.slack.directory import Directory
from providers.clients import Clients

_USER = re.compile(r"(?:<@)?@?([UW][A-Z0-9]{2,20})>?")
_GROUP = re.compile(r"@[a-z0-9._-]{1,60}|S[A-Z0-9]{2,20}|<!subteam\^(S[A-Z0-9]{2,20})[^>]*>")


def roster(
    who: str | Sequence[str] | None,
    rotate: Turn | None,
    *,
    opens: time,
    zone: str,
    directory: Directory,
    clients: Clients,
    clock: Callable[[], datetime],
) -> Roster:
    """The roster for `[oncall] who` and `rotate`; ValueError says what `who` may be.

    It takes plain values, so that it knows nothing of the configuration. `opens` is when
    work begins in the team's `zone`: turns of a list change then.
    """
    if not isinstance(who, str):
        return Roster(Rotation(people(who), rotate, opens, zone) if who else None, clock)
    source: Source
    if "://" in who:
        source = CalendarSource(connected(address(who), zone, clients, clock), directory, zone)
    elif _USER.fullmatch(who):
        source = Rotation(people([who]), None, opens, zone)
    elif found := _GROUP.fullmatch(who):
        source = GroupSource(directory, found[1] or who)
    else:
        raise ValueError(
            f'{who!r} is neither a user group such as "@finance-oncall" nor a list of user ids'
            ' such as ["U012ABC"] nor the https:// address of an iCal feed'
        )
    return Roster(source, clock)


def people(listed: Sequence[str]) -> tuple[str, ...]:
    """The user ids of a list; ValueError names what is none."""
    found = [_USER.fullmatch(one) for one in listed]
    wrong = [one for one, match in zip(listed, found, strict=True) if match is None]
    if wrong:
        raise ValueError(
            f"{wrong[0]!r} is no Slack user id; one looks like U012ABC3DE"
            " (in a person's profile: Copy member ID)"
        )
    return tuple(match[1] for match in found if match)


def address(who: str) -> str:
    """The address to ask for a calendar; ValueError, without the address, if it is none to ask."""
    url = "https" + who[6:] if who[:9].lower() == "webcal://" else who
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in ("http", "https"):
        raise ValueError(
            "the calendar's address begins with https:// or webcal:// and names a host"
        )
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError("the calendar's address has to begin with https://: it is a secret")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
