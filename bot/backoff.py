"""How long to wait after a failed check."""

from datetime import timedelta

from providers.base import LONGEST_WAIT, AuthRejected, ProviderError, RateLimited

FIRST = timedelta(minutes=2)
SPREAD = 1.1  # times as long at most, so that accounts do not march in step
REFUSED_LOGIN = timedelta(hours=8)  # at most three tries a day: more ends in a ban


def delay(error: ProviderError, failures: int, every: timedelta) -> timedelta:
    """Two minutes after the first failure, then twice as long, at most the usual interval.

    A refused login waits eight hours; a provider that names a delay gets at least that.
    """
    if isinstance(error, AuthRejected):
        return max(REFUSED_LOGIN, every)
    doubled: timedelta = min(FIRST * int(2 ** min(failures - 1, 20)), max(every, FIRST))
    if isinstance(error, RateLimited) and error.retry_after is not None:
        return max(error.retry_after, doubled)
    return doubled


def longest(kind: str | None, every: timedelta) -> timedelta:
    """The longest wait there may be after a failure of this kind, or after none.

    What is planned for later was planned by a clock that was ahead.
    """
    match kind:
        case AuthRejected.kind:
            return SPREAD * max(REFUSED_LOGIN, every)
        case RateLimited.kind:
            return SPREAD * max(LONGEST_WAIT, every)
        case _:
            return SPREAD * max(FIRST, every)
