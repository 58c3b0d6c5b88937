"""How long a failed check waits."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.backoff import SPREAD, delay, longest
from providers.base import (
    LONGEST_WAIT,
    AuthRejected,
    ProviderError,
    RateLimited,
    Unreachable,
    Unreadable,
)

HALF_HOUR = timedelta(minutes=30)


def test_the_first_retry_comes_soon_and_later_ones_at_the_usual_interval():
    waits = [delay(Unreachable("x"), n, HALF_HOUR) for n in range(1, 8)]
    assert [w.total_seconds() / 60 for w in waits] == [2, 4, 8, 16, 30, 30, 30]


@given(st.integers(1, 10_000), st.integers(1, 600))
def test_a_refused_login_is_tried_at_most_three_times_a_day(failures: int, minutes: int):
    wait = delay(AuthRejected("x"), failures, timedelta(minutes=minutes))
    assert timedelta(days=1) / wait <= 3


def test_a_provider_that_names_a_delay_gets_at_least_that():
    assert delay(RateLimited("x", timedelta(hours=3)), 1, HALF_HOUR) == timedelta(hours=3)
    assert delay(RateLimited("x", timedelta(seconds=1)), 1, HALF_HOUR) == timedelta(minutes=2)
    assert delay(RateLimited("x"), 1, HALF_HOUR) == timedelta(minutes=2)


@given(st.integers(1, 10_000), st.timedeltas(timedelta(seconds=1), timedelta(days=2)))
def test_no_other_failure_waits_longer_than_the_usual_interval_or_two_minutes(
    failures: int, every: timedelta
):
    wait = delay(Unreadable("x"), failures, every)
    assert timedelta(minutes=2) <= wait <= max(every, timedelta(minutes=2))


@given(
    st.sampled_from((Unreachable("x"), Unreadable("x"), AuthRejected("x"), RateLimited("x"))),
    st.integers(1, 10_000),
    st.timedeltas(timedelta(seconds=1), timedelta(days=2)),
)
def test_no_wait_is_longer_than_the_longest_of_its_kind(
    error: ProviderError, failures: int, every: timedelta
):
    assert SPREAD * delay(error, failures, every) <= longest(error.kind, every)
    assert SPREAD * every <= longest(None, every)


def test_what_a_provider_asks_for_at_most_is_no_longer_than_the_longest_wait():
    asked = delay(RateLimited("x", LONGEST_WAIT), 1, HALF_HOUR)
    assert SPREAD * asked == longest(RateLimited.kind, HALF_HOUR)
