"""Who is on call, without asking anybody; `refresh` asks, now and then, in the background."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from bot.oncall.rotation import Rotation
from bot.slack.language import _
from bot.slack.messenger import SlackRefused
from bot.slack.render.answer_who import OnCall
from providers.base import ProviderError

log = structlog.get_logger()


def nobody_named() -> OnCall:
    """Where no source was configured."""
    return OnCall((), "", _("duewatch.toml, where {setting} names nobody", setting="[oncall] who"))


class Plan(Protocol):
    """What a source said; it tells who is on call at any moment, and never talks."""

    def at(self, now: datetime) -> OnCall:
        """Who is on call at a moment."""


class Source(Protocol):
    """Somebody to ask who is on call."""

    @property
    def words(self) -> str:
        """Which source it is, without anything secret."""

    def plan(self, now: datetime) -> Plan:
        """Ask; SlackRefused or ProviderError when that fails."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What we know, replaced as a whole, so that a reader never sees half of it."""

    plan: Plan | None = None
    told_at: datetime | None = None
    failing_since: datetime | None = None
    trouble: str = ""


class Roster:
    """Who is on call. A source that fails changes nothing but how old the answer is."""

    def __init__(self, source: Source | None, clock: Callable[[], datetime]) -> None:
        self._source = source
        self._clock = clock
        # a list has nobody to ask, so it is known from the start
        self._known = _Known(source if isinstance(source, Rotation) else None)

    @property
    def is_told(self) -> bool:
        """True once the source has answered, or has failed to."""
        known = self._known
        return known.plan is not None or known.failing_since is not None or self._source is None

    def now_on_call(self) -> OnCall:
        """Who is on call now, from what was told last. Never talks."""
        known = self._known
        if self._source is None:
            return nobody_named()
        if known.plan is None:
            trouble = known.trouble or _("it was not asked yet")
            return OnCall((), "", self._source.words, known.failing_since, trouble=trouble)
        found = known.plan.at(self._clock())
        if known.failing_since is None:
            return found
        return replace(found, stale_since=known.told_at, trouble=known.trouble)

    def refresh(self) -> None:
        """Ask the source. When it fails the old answer stays, marked with its age."""
        if self._source is None:
            return
        before = self._known
        try:
            plan = self._source.plan(self._clock())
        except (SlackRefused, ProviderError) as error:
            since = before.failing_since or self._clock()
            self._known = replace(before, failing_since=since, trouble=str(error))
            if before.failing_since is None:
                log.warning("oncall_stale", source=self._source.words, reason=str(error))
            return
        self._known = _Known(plan, self._clock())
        if before.failing_since is not None:
            log.info("oncall_back", source=self._source.words)
