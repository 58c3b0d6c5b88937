"""Is this machine's clock right? Every server that is asked tells its own time in passing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median
from threading import Lock

from bot.doctor.finding import Finding, ok, problem, warning

MOST = timedelta(seconds=60)
WHERE = "clock"


@dataclass(frozen=True, slots=True)
class Told:
    """How far each server's clock is ahead of ours. Safe to use from any thread."""

    ahead: dict[str, timedelta] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def note(self, server: str, date: str | None, now: datetime) -> None:
        """Compare what a server's Date header says; one that cannot be read says nothing."""
        try:
            said = parsedate_to_datetime(date or "")
        except ValueError:
            return
        aware = said if said.tzinfo else said.replace(tzinfo=UTC)
        with self._lock:
            self.ahead[server] = aware - now


def judged(ahead: Mapping[str, timedelta]) -> Iterator[Finding]:
    """Say whose clock is wrong: ours where most disagree with it, theirs where one does."""
    if not ahead:
        yield warning(
            WHERE,
            "no server said what time it is, so this clock was compared with none",
            "look at the other findings first: nobody could be asked",
        )
        return
    ours = timedelta(seconds=median(one.total_seconds() for one in ahead.values()))
    if abs(ours) > MOST:
        yield problem(
            WHERE,
            f"this machine's clock is {_apart(-ours)} what {_names(ahead)} say;"
            " signed requests are refused, and messages are looked for at wrong times",
            "set it by NTP, for instance with `timedatectl set-ntp true`",
        )
        return
    yield ok(WHERE, f"agrees with {_names(ahead)}, at most {_most(ahead)} apart")
    for server, one in ahead.items():
        if abs(one - ours) > MOST:
            yield warning(
                WHERE,
                f"the clock of {server} is {_apart(one - ours)} those of the others",
                "nothing to do here; should its signatures be refused, its owner has to know",
            )


def _apart(gap: timedelta) -> str:
    seconds = round(abs(gap.total_seconds()))
    return f"{seconds:,} s {'ahead of' if gap > timedelta(0) else 'behind'}"


def _most(ahead: Mapping[str, timedelta]) -> str:
    within = [abs(one.total_seconds()) for one in ahead.values() if abs(one) <= MOST]
    return f"{max(within, default=0):.0f} s"


def _names(ahead: Mapping[str, timedelta]) -> str:
    named = sorted(ahead)
    more = f" and {len(named) - 5:,} more" if len(named) > 5 else ""
    return f"{', '.join(named[:5])}{more}"
