"""Who is on call now, by asking whoever knows."""

from collections.abc import Iterator

from bot import calling
from bot.config.sections import Feed, OncallSection, People
from bot.config.tokens import Tokens
from bot.doctor.case import Case
from bot.doctor.finding import Finding, ok, problem, warning
from bot.oncall.calendar import connected, fetch
from bot.slack.directory import Directory
from bot.slack.messenger import SlackRefused
from bot.slack.render.answer_who import OnCall
from providers.base import AuthRejected, ProviderError

WHERE = "oncall.who"


def oncall(case: Case) -> Iterator[Finding]:
    """Ask the user group, the calendar, or look at the list."""
    asked, tokens = case.settings.oncall, case.tokens
    if asked is None:
        yield ok("oncall", "is not configured: nobody is called when an invoice is overdue")
        return
    if asked.idle_turns:
        yield warning(
            "oncall.rotate",
            f"has no effect: {asked.idle_turns}",
            "list their ids in `who`, or take `rotate` out",
        )
    try:
        if tokens is None:
            yield from _without_slack(case, asked)
        else:
            yield from _with_slack(case, asked, tokens)
    except AuthRejected as error:
        yield problem(WHERE, str(error))
    except (ProviderError, SlackRefused) as error:
        yield problem(WHERE, str(error))


def _without_slack(case: Case, asked: OncallSection) -> Iterator[Finding]:
    if isinstance(asked.who, Feed):
        url = asked.who.address.reveal()
        fetch(connected(url, case.settings.timezone, case.clients, case.clock))
        yield ok(WHERE, "the calendar can be read")
    yield warning(
        WHERE, "Slack was not asked about the people on call", "set SLACK_BOT_TOKEN and repeat"
    )


def _with_slack(case: Case, asked: OncallSection, tokens: Tokens) -> Iterator[Finding]:
    roster = calling.roster_of(case.settings, tokens, case.clients, case.clock)
    if roster is None:
        return
    roster.refresh()
    yield judged(roster.now_on_call())
    if isinstance(asked.who, People):
        directory = Directory(tokens.bot, tokens.api_url, case.clock)
        there = {person.id for person in directory.everybody()}
        for gone in (one for one in asked.who.ids if one not in there):
            yield problem(
                WHERE,
                f"{gone} is nobody in this workspace, or has left",
                "take the id off the list",
            )


def judged(found: OnCall) -> Finding:
    """Somebody, nobody, or nobody knows."""
    if found.stale_since is not None:
        return problem(WHERE, f"{found.source} cannot be asked: {found.trouble}")
    if not found.people:
        why = found.trouble or f"{found.source} names nobody for now"
        return warning(WHERE, f"nobody is on call: {why}", "an escalation would reach nobody")
    names = ", ".join(found.people[:10])
    if found.trouble:
        return warning(
            WHERE, f"{names} by {found.source}, but {found.trouble}", "correct the entry"
        )
    return ok(WHERE, f"now {names}, by {found.source}")
