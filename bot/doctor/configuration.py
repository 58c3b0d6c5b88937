"""The configuration: it could be read; is everything there that it names?"""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

from bot.config.sections import Feed
from bot.config.settings import Settings
from bot.doctor.case import Case
from bot.doctor.finding import Finding, ok, problem, warning
from bot.slack.render.text import count
from bot.upkeep.alarm import trouble_with
from bot.web.calendar_feed import TOKEN
from providers.base import AuthRejected, Secret

SHORTEST = 16  # characters of a token that nobody guesses


def configuration(case: Case) -> Iterator[Finding]:
    """What the file says, in a line."""
    settings = case.settings
    where = str(settings.path)
    names = list(settings.accounts)
    if names:
        yield ok(where, f"can be read; {count(len(names), 'account')}: {_listed(names)}")
    else:
        yield warning(where, "names no account", "add [[accounts]]; `duewatch config example`")
    yield from _secrets(settings)
    yield from _alarm(settings)
    yield from _calendar(case)


def _listed(names: list[str], most: int = 12) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def _secrets(settings: Settings) -> Iterator[Finding]:
    missing = 0
    for where, secret in _named(settings):
        try:
            secret.reveal()
        except AuthRejected as error:
            missing += 1
            yield problem(where, str(error), "put it there, or correct its name in the file")
    if not missing:
        yield ok("credentials", "every one that the file names is there, and private")


def _named(settings: Settings) -> Iterator[tuple[str, Secret]]:
    for name, watched in settings.accounts.items():
        for option, secret in watched.secrets.items():
            yield f"account {name}: {option}", secret
    if settings.oncall and isinstance(settings.oncall.who, Feed):
        yield "oncall.who", settings.oncall.who.address


def _alarm(settings: Settings) -> Iterator[Finding]:
    if not settings.alarm:
        yield warning(
            "alarm",
            "nobody would hear of it when Slack itself cannot be reached",
            "name an address in [alarm] notify, for instance of a mailbox",
        )
        return
    for position, address in enumerate(settings.alarm):
        where = f"alarm.notify.{position}"
        wrong = trouble_with(address)
        if wrong is None:
            yield ok(where, "is an address that apprise knows; it was not written to")
        else:
            yield problem(where, wrong, "see the list of services of apprise")


def _calendar(case: Case) -> Iterator[Finding]:
    token = case.environ.get(TOKEN, "").strip()
    if token and len(token) < SHORTEST:
        yield warning(
            TOKEN,
            f"has less than {SHORTEST} characters: whoever guesses it reads every due date",
            "make a new one, for instance with `openssl rand -hex 24`",
        )


def zones(case: Case) -> Iterator[Finding]:
    """Whether the rules of every time zone that is used are known here."""
    used = {case.settings.timezone, "UTC"}
    used |= {one.account.timezone for one in case.settings.accounts.values()}
    unknown = sorted(name for name in used if not _is_known(name))
    if unknown:
        found = f"the rules of {', '.join(unknown)} are not known"
        yield problem("time zones", found, "install tzdata (the system's, or `pip install tzdata`)")
        return
    yield ok("time zones", f"{', '.join(sorted(used))}; rules from {_source()}")


def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _source() -> str:
    system = next((path for path in TZPATH if os.path.isdir(path)), None)  # noqa: PTH112 -- they are texts
    if system:
        return system
    return "the package tzdata" if find_spec("tzdata") else "an unknown place"
