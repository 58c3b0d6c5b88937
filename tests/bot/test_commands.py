from datetime import timedelta
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.slack.commands import (
    Listing,
    Misunderstood,
    Show,
    misunderstood,
    parse,
)
from bot.slack.deciding import DECISIONS
from bot.slack.deeds import Ack, Assign, Note, Snooze
from bot.slack.moments import AHEAD, LEADING, WEEKDAYS, After
from bot.slack.moments import UNITS as SPAN_UNITS
from bot.slack.words import (
    BOUNDS,
    DIRECTIONS,
    FILLERS,
    HELD,
    MINE,
    MONTHS,
    NAMERS,
    NOBODYS,
    REPORTS,
    SPANS,
    TAUGHT,
    THRESHOLDS,
    UNCLEAR,
    UNITS,
    VERBS,
    WHENS,
    unescaped,
)

TABLE = Path(__file__).with_name("commands.txt").read_text(encoding="utf-8")
ROWS = [
    tuple(side.strip() for side in line.split("->"))
    for line in TABLE.splitlines()
    if "->" in line and not line.startswith("#")
]


@pytest.mark.parametrize(("typed", "meaning"), ROWS)
def test_what_people_type_means_what_the_table_says(typed: str, meaning: str) -> None:
    command = parse(typed)
    if meaning.startswith("! "):
        assert isinstance(command, Misunderstood)
        assert command.word == meaning.removeprefix("! ")
        assert command.hint
    else:
        assert not isinstance(command, Misunderstood)
        assert str(command) == meaning.replace("-", "", 1 if meaning == "-" else 0)


def test_the_table_is_worth_its_name() -> None:
    assert len(ROWS) >= 250


FILTERS = (
    *("overdue", "due 7d", "due in 3 weeks", "open", "attention", "payable", "receivables"),
    *("acme-vps", '"open"', "account shop", 'client "Example GmbH"', "client 'due'"),
    *("over 100 USD", "over eur 20.50", "over 7", "account acme-vps", "nyc-voxel,"),
    *("under 500 USD", "less than 9", "mine", "of <@U01ADA|ada>", "<@U02BEN>", "snoozed"),
    *("promised", "unclaimed", "unclear", "fri", "before 2026-12-01", "by friday", "this week"),
    *("after next month", "since tomorrow", "today", "in 3 days"),
    *("1 dec", "since 1 oct", "before Dec 24th 2026", "by 24.12.2026", "over €2k", "my"),
)


@given(st.lists(st.sampled_from(FILTERS), max_size=6), st.randoms())
def test_filters_mean_the_same_in_any_order(filters: list[str], randoms: Random) -> None:
    shuffled = randoms.sample(filters, len(filters))
    assert parse(" ".join(shuffled)) == parse(" ".join(filters))


@given(
    st.sampled_from(sorted(REPORTS)), st.lists(st.sampled_from(FILTERS), max_size=5), st.randoms()
)
def test_filters_of_figures_and_files_mean_the_same_in_any_order(
    report: str, filters: list[str], randoms: Random
) -> None:
    shuffled = randoms.sample(filters, len(filters))
    assert parse(" ".join([report, *shuffled])) == parse(" ".join([report, *filters]))


def test_every_order_of_a_full_sentence_means_the_same() -> None:
    filters = ["overdue", "payable", "acme-vps", 'client "Example GmbH"', "over 100 USD"]
    assert len({parse(" ".join(order)) for order in permutations(filters)}) == 1


@given(st.lists(st.sampled_from(FILTERS), max_size=5))
def test_capitals_and_spaces_change_nothing_but_the_spelling_of_names(filters: list[str]) -> None:
    plain = parse(" ".join(filters))
    loud = parse("   " + "  ".join(filters).upper() + " ")
    assert str(loud).lower() == str(plain).lower()


WORDS = sorted(
    {
        *WHENS,
        *DIRECTIONS,
        *SPANS,
        *UNITS,
        *NAMERS,
        *THRESHOLDS,
        *VERBS,
        *REPORTS,
        *BOUNDS,
        *MONTHS,
        *HELD,
        *MINE,
        *NOBODYS,
        *UNCLEAR,
        *("this", "last", "next week", "csv", "than"),
        *FILLERS,
        *FILTERS,
        *LEADING,
        *WEEKDAYS,
        *AHEAD,
        *SPAN_UNITS,
        *("1st", "2026", "1.12.2026", "€", "2k", "to me"),
        *("3d", "2026-12-01", "3", "me", "<@U01ADA|ada>", "<@U02BEN>", '"until fri"', "'for 3d"),
        *(
            "7",
            "7d",
            "2 weeks",
            "#12",
            "a/7",
            "acme/INV-1",
            "99999",
            '"',
            "'",
            "''",
            "“",
            "\u2019s",
        ),
        *(
            "1,000.5",
            "usd",
            "100usd",
            "usd 100",
            "x",
            "#",
            ",",
            "Ünïcode",
            "PO 4711",
            "due,",
            "é/1",
        ),
    }
)


DECIDING = sorted(word for word, verb in VERBS.items() if verb in DECISIONS)


@given(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join))
@example("show '")
@example("2026 weeks payable")
@example("sun of what's on tmrw")
@example("ack 7 ''x''")
@example('ack 7 "“po”"')
@example('above "open"')
def test_every_command_prints_back_as_something_that_means_the_same(typed: str) -> None:
    command = parse(typed)
    assert parse(str(command)) == command


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(DECIDING), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
@example("snooze", '"till" 3d 7')
@example("ack", '7 "until fri"')
@example("ack", "7 'until fri \"x\"'")
@example("paid", "7 until fri until sat")
@example("mute", '"account" 3d')
@example("assign", "7 me me")
@example("mute", "3d july 7 over eur 20.50")
@example("snooze", "i by 24.12.2026 1 dec")
@example("snooze", "i by 2026-12-01 7 days")
@example("postpone", "last sun")
@example("ack", "7 until 3d ago called them")
def test_every_decision_prints_back_as_something_that_means_the_same(verb: str, rest: str) -> None:
    command = parse(f"{verb} {rest}")
    assert parse(str(command)) == command


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_without_an_accident(typed: str) -> None:
    command = parse(typed)
    assert parse(str(command)) == command


@given(st.text(max_size=60))
def test_a_note_keeps_its_words(note: str) -> None:
    command = parse(f"ack acme-vps/1 {note}")
    assert isinstance(command, Ack)
    assert command.key == "acme-vps/1"
    assert command.note != ""
    assert _letters(command.note or "") == _letters(note)


@given(st.text(max_size=60))
def test_a_note_keeps_its_words_behind_a_moment(note: str) -> None:
    command = parse(f"snooze acme-vps/1 3d {note}")
    assert isinstance(command, Snooze)
    assert (command.key, command.until) == ("acme-vps/1", After(timedelta(days=3)))
    assert _letters(command.note or "") == _letters(note)


def test_a_person_comes_with_an_id_where_it_is_needed_and_with_a_name_elsewhere() -> None:
    sent = "assign 7514880 <@U01ADA|Ada Lovelace> asked <@U02BEN|ben> &amp; <#C01|billing>"
    assert parse(unescaped(sent)) == Assign("7514880", "U01ADA", "asked @ben & #billing")
    assert parse(unescaped("note 7 see <@U02BEN|Ben B>")) == Note("7", "see @Ben_B")


def _letters(text: str) -> str:
    """Everything but spaces and quotes."""
    curly = "\u2018\u2019\u201c\u201d\u201e\xab\xbb"
    return "".join(each for each in text if not each.isspace() and each not in "\"'" + curly)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("overdu", "overdue"),
        ("recievable", "receivable"),
        ("acounts", "accounts"),
        ("hlep", "help"),
    ],
)
def test_a_misspelt_word_gets_the_nearest_one(typed: str, meant: str) -> None:
    assert misunderstood(typed).nearest == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("snoze 7514880 3d", "snooze 7514880 3d"),
        ("promis acme-vps/7 fri PO 4711", "promise acme-vps/7 fri PO 4711"),
        ("shwo 7514880", "show 7514880"),
        ("asign #7 <@U01ADA>", "assign #7 <@U01ADA>"),
    ],
)
def test_a_misspelt_decision_is_offered_as_a_whole(typed: str, meant: str) -> None:
    found = parse(typed)
    assert isinstance(found, Misunderstood)
    assert found.nearest == meant
    assert not isinstance(parse(meant), Misunderstood)


@pytest.mark.parametrize("typed", ["acme-vps 7514880", "nyc-voxel 7 over 5", '"snoze" 7'])
def test_a_name_before_a_number_is_no_misspelt_decision(typed: str) -> None:
    assert isinstance(parse(typed), Listing)


def test_a_misspelt_account_gets_the_nearest_account() -> None:
    assert misunderstood("Amce-vps", ["acme-vps", "shop"]).nearest == "acme-vps"


def test_a_word_like_nothing_gets_no_guess_but_a_way_on() -> None:
    found = misunderstood("xyzzy")
    assert found.nearest is None
    assert "/invoices help" in found.hint


def test_a_number_among_filters_is_told_how_to_be_shown() -> None:
    command = parse("overdue 7514880")
    assert isinstance(command, Listing)
    assert "/invoices show 7514880" in misunderstood(command.names[0]).hint


@pytest.mark.parametrize("word", TAUGHT)
def test_every_word_that_help_teaches_is_understood(word: str) -> None:
    command = parse(word)
    needs_more = {"show", "client", "over", "under", "before", "after", "why", *DECISIONS}
    assert isinstance(command, Misunderstood) == (word in needs_more)


def test_endless_figures_are_refused_not_computed() -> None:
    assert isinstance(parse("due " + "9" * 5000), Misunderstood)
    assert isinstance(parse("over " + "9" * 5000), Misunderstood)
    assert parse("9" * 5000) == Show("9" * 5000)
