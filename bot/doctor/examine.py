"""The doctor: a list of examinations."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.clock import Clock
from bot.config.settings import Settings
from bot.doctor import clocks
from bot.doctor.accounts import accounts
from bot.doctor.audit import audit_log
from bot.doctor.case import Case
from bot.doctor.clocks import Told
from bot.doctor.configuration import configuration, zones
from bot.doctor.database import database
from bot.doctor.finding import Finding
from bot.doctor.oncall import oncall
from bot.doctor.slack import slack
from providers.listening import ListeningClients

Examination = Callable[[Case], Iterable[Finding]]


def _clock(case: Case) -> Iterable[Finding]:
    """Last: by then everybody who could be asked has told the time."""
    return clocks.judged(case.told.ahead)


EXAMINATIONS: tuple[Examination, ...] = (
    configuration,
    accounts,
    slack,
    oncall,
    database,
    audit_log,
    zones,
    _clock,
)


def examine(settings: Settings, environ: Mapping[str, str], clock: Clock) -> Iterator[Finding]:
    """Look at everything, one thing after the other; nothing is changed anywhere."""
    told = Told()
    clients = ListeningClients(lambda server, date: told.note(server, date, clock()))
    case = Case(settings, environ, clock, clients, told)
    try:
        for examination in EXAMINATIONS:
            yield from examination(case)
    finally:
        clients.close()
