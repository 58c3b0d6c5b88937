"""Who is to be called for an invoice that nobody takes on, as configured and as known now."""

from collections.abc import Callable

from bot.clock import Clock
from bot.config.sections import People
from bot.config.settings import Settings
from bot.config.tokens import Tokens
from bot.oncall import configured
from bot.oncall.roster import Roster
from bot.slack.directory import Directory
from bot.slack.render.answer_who import OnCall
from providers.clients import Clients


def roster_of(
    settings: Settings, tokens: Tokens | None, clients: Clients, clock: Clock
) -> Roster | None:
    """The roster of `[oncall]`; None without one, or where Slack would have to be asked in vain."""
    asked = settings.oncall
    if asked is None or (tokens is None and not isinstance(asked.who, People)):
        return None
    token, api_url = (tokens.bot, tokens.api_url) if tokens else ("", "")
    return configured.roster(
        asked.written,
        asked.rotate,
        opens=settings.reminders.hours[0],
        zone=settings.timezone,
        directory=Directory(token, api_url, clock),
        clients=clients,
        clock=clock,
    )


def known(roster: Roster | None) -> Callable[[], OnCall | None]:
    """Ask the roster without waiting; None as long as it was told nothing."""

    def now_on_call() -> OnCall | None:
        return roster.now_on_call() if roster is not None and roster.is_told else None

    return now_on_call
