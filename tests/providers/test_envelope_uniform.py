"""Long lists of like rows: the quick way says what the long way says, or steps aside."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from providers.envelope import Fault, NotSoap, Value, returned, walked
from providers.uniform import MAX_KINDS, MAX_SAMPLE, Rows, cut
from tests.providers.envelopes import answer

ROOT = Path(__file__).parents[2]
REFUSED = (NotSoap, "it announces 3 rows and holds 1")
OPENINGS = (
    '<return xsi:type="enc:Array" enc:arrayType="t:row[{}]">',
    '<return xsi:type="t:array_row">',
    "<return>",
)


def field(name: str, words: str, kind: str = ' xsi:type="xsd:string"') -> str:
    return f"<{name}{kind}>{words}</{name}>"


def row(*fields: str, attributes: str = ' xsi:type="t:row"') -> str:
    return f"<item{attributes}>{''.join(fields)}</item>"


def plain(number: int) -> str:
    return row(field("id", str(number)), field("name", f"thing {number}"))


def listing(*rows: str, opening: str = OPENINGS[0]) -> bytes:
    return answer(f"{opening.format(len(rows))}{''.join(rows)}</return>")


def said(how: object, body: bytes) -> object:
    """The value, or the kind and the text of the refusal."""
    assert callable(how)
    try:
        return how(body, "listThings")
    except (NotSoap, Fault) as error:
        return type(error), str(error)


def agree(body: bytes) -> Value:
    """Ask both ways; give what they agree on."""
    quick, slow = said(returned, body), said(walked, body)
    assert quick == slow
    return quick  # type: ignore[return-value]


def is_quick(body: bytes) -> bool:
    """Whether the quick way answers, and not the tree."""
    shortened = cut(body)
    return shortened is not None and shortened.rows == said(walked, body)


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_list_of_like_rows_is_read_without_a_tree_of_them(opening: str) -> None:
    body = listing(*map(plain, range(500)), opening=opening)
    assert agree(body) == [{"id": str(n), "name": f"thing {n}"} for n in range(500)]
    shortened = cut(body)
    assert shortened is not None
    assert (shortened.left_out, len(shortened.samples)) == (499, 1)
    assert len(shortened.skeleton) < 1000


ORDINARY = {
    "one row": [plain(1)],
    "empty words": [row(field("id", "1"), field("name", "")), plain(2)],
    "a field less": [plain(1), row(field("id", "2")), plain(3)],
    "another order": [plain(1), row(field("name", "x"), field("id", "2"))],
    "another type": [plain(1), row(field("id", "2", ' xsi:type="xsd:int"'))],
    "no types": [row(field("id", "1", ""), attributes="")],
    "the five references": [row(field("id", "&lt;b&gt; &amp;amp; &quot;&apos;")), plain(1)],
    "spaces": [f"\n  {plain(1)}\n\t", row("\n ", field("id", " "), "\n "), "\n"],
    "marks of Latin and beyond": [row(field("id", "caf\u00e9 \u20ac \U0001f600")), plain(1)],
    "words that look like code": [row(field("id", r"\1 (?P<x>) [0]".replace("<x>", "")))],
}


@pytest.mark.parametrize("rows", ORDINARY.values(), ids=ORDINARY.keys())
def test_what_servers_write_every_day_is_read_the_quick_way(rows: list[str]) -> None:
    body = listing(*rows, opening=OPENINGS[1])
    assert isinstance(agree(body), Rows)
    assert is_quick(body)


UNUSUAL = {
    "nothing": [row(field("id", "1"), '<name xsi:nil="true"/>')],
    "nothing with an end": [row(field("id", "1"), field("name", "", ' xsi:nil="1"')), plain(2)],
    "a reference by number": [row(field("id", "&#65;"))],
    "an entity nobody defined": [row(field("id", "&nbsp;"))],
    "an open ampersand": [row(field("id", "a & b"))],
    "marked words": [row(field("id", "<![CDATA[<b>]]>"))],
    "a remark": [plain(1), "<!-- aside -->", plain(2)],
    "a remark inside": [row(field("id", "1<!-- -->2"))],
    "words between": [plain(1), "words", plain(2)],
    "the end of marked words": [row(field("id", "]]>"))],
    "a carriage return": [row(field("id", "a\rb")), row(field("id", "a\r\nb"))],
    "a control character": [row(field("id", "a\x07b"))],
    "no character": [row(field("id", "a\ufffeb"))],
    "a field twice": [row(field("id", "1"), field("id", "1"))],
    "a field within a field": [row(field("id", field("name", "1")))],
    "a list within a row": [row(field("id", "1"), "<of><item>1</item><item>2</item></of>")],
    "a row within a row": [row(row(field("id", "1")))],
    "a map": [row("<item><key>id</key><value>1</value></item>", attributes=' xsi:type="map:Map"')],
    "a map that looks flat": [row(field("key", "a"), attributes=' xsi:type="map:Map"')],
    "a field that is a map": [row(field("id", "", ' xsi:type="map:Map"'))],
    "a field that is a list": [row(field("id", "", ' enc:arrayType="x[0]"'))],
    "a field that announces": [row(field("id", "", ' enc:arrayType="x[1]"'))],
    "a reference": ['<item id="a"><n>1</n></item>', '<item href="#a"/>'],
    "an own name": [row(field("id", "1"), attributes=' xml:id="a"')] * 2,
    "a name of a name space": [row(field("t:id", "1"))],
    "a name space of its own": [row(field("id", "1"), attributes=' xmlns="urn:x"')],
    "a prefix nobody declared": [row(field("id", "1", ' who:type="x"'))],
    "an attribute twice": [row(field("id", "1", ' a="1" a="1"'))],
    "other quotes": [row(field("id", "1", " xsi:type='xsd:int'"))],
    "an empty row": ["<item></item>", plain(1)],
    "a short row": ["<item/>", plain(1)],
    "a bare row": ["<item>1</item>", plain(1)],
    "another element": [plain(1), "<other>1</other>"],
    "another item first": ["<t:item><id>0</id></t:item>", plain(1)],
    "an item with a longer name": ["<items><id>0</id></items>", plain(1)],
    "more items after": [plain(1), "<other/>", plain(2)],
    "an end too much": [plain(1), "</item>", plain(2)],
    "no end": [plain(1), "<item>", plain(2)],
    "hidden rows": [plain(1), "<!--", plain(2), "-->"],
    "rows as words": ["<![CDATA[", plain(1), "]]>"],
}


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("rows", UNUSUAL.values(), ids=UNUSUAL.keys())
def test_what_is_unusual_is_read_as_the_tree_reads_it(rows: list[str], opening: str) -> None:
    agree(listing(*rows, opening=opening))


@pytest.mark.parametrize(
    "body",
    [
        listing(plain(1), plain(2)).replace(b"[2]", b"[3]"),
        listing(plain(1), plain(2)).replace(b"[2]", b"[1]"),
        listing(plain(1), plain(2)).replace(b"</return>", b"</return><return/>"),
        listing(plain(1), plain(2)).replace(b"listThings", b"listOther"),
        listing(plain(1), plain(2)).replace(b"?>", b"?><!DOCTYPE x>", 1),
        listing(plain(1), plain(2)).replace(b"?>", b"?><!DOCTYPE x [<!ENTITY amp 'x'>]>", 1),
        listing(plain(1), plain(2)) + b"<after/>",
        listing(plain(1), plain(2))[:-9],
        listing(plain(1), plain(2))[:-70],
        listing(plain(1), plain(2)).replace(b"thing 2", b"thing \xff"),
        listing(plain(1), plain(2)).decode().encode("utf-16"),
        b"\xef\xbb\xbf" + listing(plain(1), plain(2)),
        listing(plain(1), plain(2)).replace(b"<?xml version='1.0'?>", b" \n"),
        listing(plain(1), plain(2)).replace(b"'1.0'", b"'1.1'"),
        *(
            listing(row(field("id", "caf\u00e9 \u20ac")), plain(2)).replace(
                b"'1.0'", b"'1.0' encoding='%b'" % name
            )
            for name in (b"UTF-8", b"iso-8859-1", b"ISO-8859-15", b"windows-1252", b"utf-7")
        ),
    ],
)
def test_an_odd_document_around_the_rows_is_read_as_the_tree_reads_it(body: bytes) -> None:
    agree(body)


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("hiding", [("<!--", "-->"), ("<?x ", "?>"), ("<![CDATA[", "]]>")])
def test_rows_in_a_comment_or_an_instruction_are_none(
    hiding: tuple[str, str], opening: str
) -> None:
    """Found by the fuzzing: a row like the first hidden one proved all of them."""
    hidden = hiding[0] + plain(1) + plain(5) + plain(6) + hiding[1]
    body = answer(f"{opening.format(3)}{hidden}{plain(1)}</return>")
    assert agree(body) in ([{"id": "1", "name": "thing 1"}], REFUSED)


def test_rows_of_too_many_kinds_or_too_great_length_go_the_long_way() -> None:
    kinds = [row(field("id", "1"), field(f"n{n}", "x")) for n in range(MAX_KINDS + 1)]
    assert is_quick(listing(*kinds[:-1]))
    assert cut(listing(*kinds)) is None
    assert cut(listing(row(field("id", "x" * MAX_SAMPLE)))) is None
    assert cut(listing(plain(1), row(field("id", "x" * MAX_SAMPLE)))) is None
    assert is_quick(listing(row(field("id", "1")), row(field("id", "x" * MAX_SAMPLE))))
    for body in (listing(*kinds), listing(plain(1), row(field("id", "x" * MAX_SAMPLE)))):
        agree(body)


def test_more_rows_than_any_account_has_are_refused_before_they_fill_the_memory() -> None:
    body = listing(*[row(field("a", "1", ""), attributes="")] * 250_000, opening=OPENINGS[1])
    assert cut(body) is None
    with pytest.raises(NotSoap, match="far too long"):
        returned(body, "listThings")


pieces = st.sampled_from([one for rows in (*ORDINARY.values(), *UNUSUAL.values()) for one in rows])
words = st.text(st.characters(codec="utf-8"), max_size=12)
written = st.builds(lambda a, b: row(field("id", a), field("name", b)), words, words)


@settings(deadline=None, max_examples=300)
@given(st.lists(pieces | written | st.just(plain(7)), max_size=6), st.sampled_from(OPENINGS))
@example([], OPENINGS[0])
def test_both_ways_agree_on_any_mixture_of_rows(rows: list[str], opening: str) -> None:
    agree(listing(*rows, opening=opening))


SCRAPS = (
    *(b"&", b"<", b">", b'"', b"\r", b"\x00", b"\xff", b"<!--", b"-->", b"]]>", b"<![CDATA["),
    *(b' href="#a"', b' id="a"', b' xsi:nil="true"', b"<item>", b"</item>", b"<item/>"),
)


@settings(deadline=None, max_examples=300)
@given(st.randoms(use_true_random=False), st.sampled_from(list(ORDINARY)), st.data())
def test_both_ways_agree_on_any_damage(
    chance: random.Random, name: str, data: st.DataObject
) -> None:
    body = bytearray(listing(*ORDINARY[name], opening=chance.choice(OPENINGS)))
    scraps = [*re.findall(rb"<[^<>]*>|[^<>]+|[<>&\"'/=]", bytes(body)), *SCRAPS]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(body))
        to = at + chance.choice((0, 0, 1, 7, 40))
        body[at:to] = data.draw(st.sampled_from(scraps))
    agree(bytes(body))


MEASURE = """
from pathlib import Path
from providers.envelope import returned
from tests.providers.envelopes import answer
fields = "".join(f'<f{n} xsi:type="xsd:string">{{0}} {n}</f{n}>' for n in range(14))
rows = "".join(f'<item xsi:type="t:row">{fields.format(n)}</item>' for n in range(10_000))
body = answer(f'<return xsi:type="t:array_row">{rows}</return>')
del rows
returned(answer('<return><item><a>1</a></item></return>'), "listThings")
Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
before = peak()
assert len(returned(body, "listThings")) == 10_000
print((peak() - before) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux' own figures")
def test_ten_thousand_rows_take_less_than_twenty_mebibytes() -> None:
    run = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, check=True, cwd=ROOT)
    assert int(run.stdout) <= 20
