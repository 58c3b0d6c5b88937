"""The only place that knows what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time, aware and in UTC."""
    return datetime.now(UTC)  # noqa: TID251 -- this is the home of the clock
