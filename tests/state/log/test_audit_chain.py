"""What is linked is unambiguous, and whatever can be written can be proved and read again."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from state.database import open_store
from state.log.chain import Unbroken, Words, first_link, link
from state.model import Event
from state.rows import micros

# digits, commas, colons and dashes are what the border between two texts is made of
a_text = st.text("0123456789,:-aü\0\n", max_size=8) | st.text(max_size=20)
some_bytes = a_text.map(str.encode)
an_entry: st.SearchStrategy[Words] = st.tuples(
    *(st.integers(1, 99), st.integers(0, 99), some_bytes, st.none() | some_bytes),
    *(some_bytes, some_bytes, some_bytes, some_bytes, some_bytes),
)
an_event = st.builds(
    Event,
    st.just(0),
    st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- given
    a_text,
    st.none() | a_text,
    a_text,
    a_text,
    st.dictionaries(a_text | st.sampled_from(["source", "note", "reason", "error"]), a_text),
)
ORIGIN = first_link(b"a database")


@settings(max_examples=1000)
@given(an_entry, an_entry)
def test_no_two_entries_have_the_same_link(one: Words, other: Words) -> None:
    assume(one != other)
    assert link(ORIGIN, one) != link(ORIGIN, other)


@given(an_entry, st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_the_same_entry_in_another_log_has_another_link(
    entry: Words, one: bytes, other: bytes
) -> None:
    assume(one != other)
    assert link(first_link(one), entry) != link(first_link(other), entry)


@settings(max_examples=60, deadline=None)
@given(st.lists(an_event, max_size=20))
def test_whatever_is_written_is_proved_and_reads_the_same(events: list[Event]) -> None:
    with TemporaryDirectory() as folder, open_store(Path(folder) / "d.db", lasting=False) as store:
        for event in events:
            store.note(event)
        assert isinstance(store.verify(), Unbroken)
        told = list(store.entries())
    assert [(one.at, one.account, one.number, one.kind, one.actor) for one in told] == [
        (micros(one.at), one.account, one.number, one.kind, one.actor) for one in events
    ]
    assert [json.loads(one.details) for one in told] == [one.details for one in events]
