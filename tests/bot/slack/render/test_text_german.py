"""The small words in German: the same facts as in test_text.py, as a German reads them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.slack.language import listed, speaking
from bot.slack.render.countdown import time_left
from bot.slack.render.facts import recorded, stated
from bot.slack.render.text import ago, ahead, due_words, instant, owed, span, state_words, utc
from state.model import Standing
from state.rules.suspension import Suspension, countdown
from tests.bot.slack.samples import TODAY, care, money, payable, view

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with speaking("de"):
        yield


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1_000, "fällig in 1.000 Tagen"),
        (-2, "fällig in 2 Tagen"),
        (-1, "morgen fällig"),
        (0, "heute fällig"),
        (1, "1 Tag überfällig"),
        (2_081, "2.081 Tage überfällig"),
    ],
)
def test_the_distance_to_the_due_date(days: int, words: str) -> None:
    assert due_words(TODAY - timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("seconds", "long", "past", "coming"),
    [
        (59, "weniger als eine Minute", "gerade eben", "in weniger als einer Minute"),
        (60, "1 Minute", "vor 1 Minute", "in 1 Minute"),
        (7_200, "2 Stunden", "vor 2 Stunden", "in 2 Stunden"),
        (86_400, "1 Tag", "vor 1 Tag", "in 1 Tag"),
        (200_000, "2 Tage", "vor 2 Tagen", "in 2 Tagen"),
    ],
)
def test_lengths_of_time_have_their_case(seconds: int, long: str, past: str, coming: str) -> None:
    length = timedelta(seconds=seconds)
    assert (span(length), ago(NOON - length, NOON), ahead(length)) == (long, past, coming)


def test_a_moment_is_shown_by_slack_in_the_zone_of_the_reader() -> None:
    assert utc(NOON) == "20. Nov. 2026, 12:00 UTC"
    stamp = int(NOON.timestamp())
    assert instant(NOON) == f"<!date^{stamp}^{{date_short_pretty}} um {{time}}|{utc(NOON)}>"


def test_what_is_owed_says_of_how_much() -> None:
    assert owed(payable(open=money("7.50 USD"))) == "7,50 USD von 12,50 USD"
    assert owed(payable(open=money("14.00 USD"))) == "14,00 USD (berechnet: 12,50 USD)"
    assert owed(payable(open=None)) == "ein unbekannter Teil von 12,50 USD"


def test_a_state_says_what_was_decided() -> None:
    assert state_words(view(payable(due=TODAY), care()), TODAY) == (
        "👀",
        "Heute fällig, übernommen",
    )
    assert state_words(view(payable(standing=Standing.VOID)), TODAY) == ("⚪", "Storniert")


def test_several_are_listed_with_an_and() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b und c"


def test_what_the_history_keeps_is_told_in_german_figures() -> None:
    assert recorded("due", "2026-11-05") == "Do. 5. Nov. 2026"
    assert recorded("open", "1234.50 USD") == "1.234,50 USD"
    assert recorded("open", "-1234567 JPY") == "-1.234.567 JPY"
    assert recorded("open", "1234.5 of something") == "1234,5 of something"
    assert recorded("lines", "1 lines") == "1 Position"
    assert recorded("standing", "paid") == "bezahlt"
    assert recorded("description", "as.it,is") == "as.it,is"
    assert stated("due", "2026-11-05") == "Do. 5. Nov. 2026"
    assert stated("standing", "a new word") == "a new word"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-20 12:00", "in 2 Tagen, Mo. 01:00 UTC"),
        ("2026-11-10 12:00", "in 12 Tagen, Mo. 23. Nov. 01:00 UTC"),
        ("2026-11-22 11:00", "in 14 Stunden, Mo. 01:00 UTC"),
        ("2026-11-23 00:00", "in 1 Stunde, Mo. 01:00 UTC"),
        ("2026-11-23 00:59", "in 1 Minute, Mo. 01:00 UTC"),
        ("2026-11-23 01:00", "seit Mo. 23. Nov."),
        ("2027-02-01 12:00", "seit Mo. 23. Nov. 2026"),
    ],
)
def test_how_long_it_still_is(now: str, words: str) -> None:
    stops = countdown(Suspension(0, None, "UTC", time(1)), date(2026, 11, 23)).suspends
    assert stops is not None
    assert time_left(stops, datetime.fromisoformat(now).replace(tzinfo=UTC)) == words


CASES = Path(__file__).parents[4] / "tests" / "state" / "rules" / "countdown" / "cases.txt"


def test_the_table_of_countdowns_has_german_words_for_every_line() -> None:
    """Line by line the same numbers as in English, which the table itself holds."""
    english = {"tomorrow", "today", "since", "days", "day", "hours", "hour", "minutes", "minute"}
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("|")]
        due, after, _terminates, hour, zone, now = cells[:6]
        at = None if hour == "-" else time.fromisoformat(hour)
        policy = Suspension(None if after == "-" else int(after), None, zone, at)
        stops = countdown(policy, date.fromisoformat(due)).suspends
        if stops is None:
            continue
        moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
        said, told = time_left(stops, moment), cells[10]
        assert not english & set(said.replace(",", "").split()), line
        assert numbers(said) == numbers(told), line


def numbers(words: str) -> list[str]:
    return [word.strip(".,") for word in words.split() if word[0].isdigit()]
