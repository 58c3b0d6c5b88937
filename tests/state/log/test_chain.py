"""The links of the audit log, byte by byte: what was written once must be provable for ever."""

from hashlib import sha256

import pytest

from state.log.chain import Head, Words, first_link, link

BEFORE = bytes(range(32))


def test_the_first_link_is_made_of_what_this_log_is_and_of_the_database() -> None:
    assert first_link(b"a database") == sha256(b"duewatch audit 1\na database").digest()


@pytest.mark.parametrize(
    ("words", "covered"),
    [
        (
            (7, 1_795_000_000, b"acme", b"7514880", b"paid", b"U01ADA", b"slack", b"why", b"{}"),
            b"7,1795000000,4:acme,7:7514880,4:paid,6:U01ADA,5:slack,3:why,2:{},",
        ),
        (
            (8, 0, b"", None, b"started", b"", b"cli", b"", b""),
            b"8,0,0:,-,7:started,0:,3:cli,0:,0:,",
        ),
        (
            (9, 1, "für".encode(), b"", b"k", b"a,b", b"1:2", b"\n", b'{"a":1}'),
            b'9,1,4:f\xc3\xbcr,0:,1:k,3:a,b,3:1:2,1:\n,7:{"a":1},',
        ),
    ],
)
def test_a_link_covers_the_one_before_it_and_each_text_with_its_length(
    words: Words, covered: bytes
) -> None:
    assert link(BEFORE, words) == sha256(BEFORE + covered).digest()


def test_where_a_log_ends_is_written_as_the_newest_link() -> None:
    assert str(Head(3, 3, BEFORE)) == BEFORE.hex()
