"""Every channel that the configuration names: is it there, is it open, is the bot in it?"""

from collections.abc import Iterator, Mapping, Sequence

from bot.config.settings import Settings
from bot.doctor.finding import Finding, ok, problem, warning
from bot.slack.inspection import Place


def wanted(settings: Settings) -> dict[str, list[str]]:
    """Each channel with what it is for."""
    uses: dict[str, list[str]] = {settings.slack.channel: ["slack.channel"]}
    if settings.slack.fallback_channel:
        uses.setdefault(settings.slack.fallback_channel, []).append("slack.fallback_channel")
    for name, watched in settings.accounts.items():
        if watched.account.channel != settings.slack.channel:
            uses.setdefault(watched.account.channel, []).append(f"account {name}")
    for position, route in enumerate(settings.routes, start=1):
        if route.channel:
            label = f"route {route.name}" if route.name else f"route number {position}"
            uses.setdefault(route.channel, []).append(label)
    if settings.oncall and settings.oncall.escalate_to:
        uses.setdefault(settings.oncall.escalate_to, []).append("oncall.escalate_to")
    return uses


def judged(uses: Mapping[str, Sequence[str]], places: Sequence[Place]) -> Iterator[Finding]:
    """A finding for each channel."""
    known = {key: place for place in places for key in (place.id, place.name)}
    for channel, what_for in uses.items():
        where = f"channel {channel} ({', '.join(what_for[:4])})"
        yield _judged(where, channel, known.get(channel.removeprefix("#")))


def _judged(where: str, channel: str, place: Place | None) -> Finding:
    if place is None:
        advice = f"check its name; if it is private, /invite the bot in {channel}"
        return problem(where, "the bot sees no such channel", advice)
    if place.is_archived:
        return problem(where, "is archived", "unarchive it in Slack, or name another channel")
    if not place.is_member:
        return problem(where, "the bot is not in it", f"write /invite @duewatch in {channel}")
    return ok(where, "is there, and the bot is in it")


def fallback(settings: Settings) -> Iterator[Finding]:
    """A second place to speak has to be another place."""
    second = settings.slack.fallback_channel
    if second is None:
        yield warning(
            "slack.fallback_channel",
            "is not set: what a channel will not take is said nowhere",
            "name a channel that is never archived",
        )
    elif second == settings.slack.channel:
        yield warning(
            "slack.fallback_channel", "is the usual channel itself", "name another channel"
        )
