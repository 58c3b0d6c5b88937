"""How long to wait after a failed check."""

from datetime import timedelta

from providers.base import AuthRejected, ProviderError, RateLimited

FIRST = timedelta(minutes=2)
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
