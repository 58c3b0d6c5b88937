"""The same XML written otherwise: sections, comments, references, quotes, blanks.

A reader of whole trees does not see the difference. One that looks for rows in the bytes,
as our short ways do, has to.
"""

import re
from random import Random

MOST_COPIES = 12
_TEXT = re.compile(rb">([^<>]*)<(?=/)")
_TAG = re.compile(rb"<(/?)([A-Za-z_][\w:.-]*)([^<>]*?)(/?)>")
_VALUE = re.compile(rb'="([^"\'<>]*)"')
_ROW = re.compile(rb"<(item|invoice|invoice_item)\b[^<>]*>.*?</\1>", re.DOTALL)
_SIZE = re.compile(rb'arrayType="[^"\[]*\[(\d{1,9})\]"')
_DIGIT = re.compile(rb"\d(?=[^<>]*<)")

NAMESPACES = (b' xmlns="urn:x"', b' xmlns:q="urn:x"', b' xml:space="preserve"', b' xml:id="i1"')
HIDING = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"), (b"<?x ", b"?>"))
REFERENCES = (b"&#49;", b"&amp;", b"&#x0d;", b"&lt;item&gt;", b"\r\n", b"\r", b"\xc2\xa0", b"\t")


def respelled(body: bytes, chance: Random) -> bytes:
    """The document in another spelling, sometimes with more rows; nearly always well-formed."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        body = chance.choice(CHANGES)(body, chance)
    return body


def _somewhere(pattern: re.Pattern[bytes], body: bytes, chance: Random) -> re.Match[bytes] | None:
    """One of the places that look like this, found from a random place on."""
    start = chance.randrange(len(body) + 1)
    return pattern.search(body, start) or pattern.search(body)


def _put(body: bytes, start: int, end: int, instead: bytes) -> bytes:
    return body[:start] + instead + body[end:]


def _in_words(body: bytes, chance: Random) -> bytes:
    """A reference or white space among some words."""
    found = _somewhere(_TEXT, body, chance)
    at = found and chance.choice((found.start(1), found.end(1)))
    return body if at is None else _put(body, at, at, chance.choice(REFERENCES))


def _hidden_words(body: bytes, chance: Random) -> bytes:
    """Words in a section, or beside something that is none."""
    found = _somewhere(_TEXT, body, chance)
    if found is None:
        return body
    opening, closing = chance.choice(HIDING)
    return _put(body, found.start(1), found.end(1), opening + found[1] + closing)


def _hidden_row(body: bytes, chance: Random) -> bytes:
    """A row that is none, in the middle of words or between rows; or a real one hidden."""
    row, place = _somewhere(_ROW, body, chance), _somewhere(_TEXT, body, chance)
    if row is None or place is None:
        return body
    opening, closing = chance.choice(HIDING)
    spans = ((place.start(1),) * 2, (row.start(),) * 2, (row.end(),) * 2, row.span())
    return _put(body, *chance.choice(spans), opening + row[0] + closing)


def _more_rows(body: bytes, chance: Random) -> bytes:
    """Rows written alike, with other figures in them; their array announces them."""
    row = _somewhere(_ROW, body, chance)
    if row is None:
        return body
    many = chance.choice((1, 2, MOST_COPIES))
    rows = (_DIGIT.sub(lambda _: b"%d" % chance.randrange(10), row[0]) for _ in range(many))
    body = _put(body, row.end(), row.end(), b"".join(rows))
    announced = [*_SIZE.finditer(body, 0, row.start())]
    if not announced:
        return body
    return _put(body, *announced[-1].span(1), b"%d" % (int(announced[-1][1]) + many))


def _in_tag(body: bytes, chance: Random) -> bytes:
    """White space, a namespace or another end in a tag."""
    found = _somewhere(_TAG, body, chance)
    if found is None:
        return body
    close, name, rest, empty = found.groups()
    more = b"" if close else chance.choice((*NAMESPACES, b"", b' id="i1"', b' id="7"'))
    blank = chance.choice((b"", b" ", b"\n", b"\r\n"))
    return _put(body, *found.span(), b"<" + close + name + more + rest + blank + empty + b">")


def _emptied(body: bytes, chance: Random) -> bytes:
    """An element without words, in its short or its long form."""
    found = _somewhere(re.compile(rb"<([A-Za-z_][\w:.-]*)([^<>]*)>[^<>]*</\1>"), body, chance)
    if found is None:
        return body
    name, rest = found[1], found[2]
    short, long = b"<%b%b/>" % (name, rest), b"<%b%b></%b>" % (name, rest, name)
    return _put(body, *found.span(), chance.choice((short, long)))


def _in_value(body: bytes, chance: Random) -> bytes:
    """Other quotes around an attribute's value, or odd characters in it."""
    found = _somewhere(_VALUE, body, chance)
    if found is None:
        return body
    odd = b'="' + found[1] + chance.choice(REFERENCES) + b'"'
    return _put(body, *found.span(), chance.choice((b"='" + found[1] + b"'", odd)))


CHANGES = (
    *(_in_words, _hidden_words, _hidden_row, _more_rows, _more_rows),
    *(_in_tag, _emptied, _in_value),
)
