"""Reading SOAP answers of every dialect met so far, and refusing everything else."""

import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.envelope import MAX_BORROWED, Fault, NotSoap, Value, fault, returned
from providers.uniform import Rows
from tests.providers.envelopes import NAMESPACES, answer


def read(result: str, beside: str = "") -> Value:
    return returned(answer(result, beside), "listThings")


@pytest.mark.parametrize(
    ("result", "value"),
    [
        ('<return xsi:type="xsd:string">a &amp; b</return>', "a & b"),
        ('<return xsi:type="xsd:float">1.00</return>', "1.00"),
        ('<return xsi:type="xsd:string"></return>', ""),
        ("<return/>", ""),
        ("<return><![CDATA[<b>]]></return>", "<b>"),
        ('<return xsi:nil="true"/>', None),
        ('<return xsi:nil="1" xsi:type="xsd:string"/>', None),
        ('<return xsi:nil="false"/>', ""),
        ('<return xsi:type="xsd:boolean">false</return>', "false"),
        ('<return xsi:type="enc:Array" enc:arrayType="t:row[0]"></return>', []),
        ('<return xsi:type="t:array_row"/>', []),
        ('<return enc:arrayType="xsd:ur-type[0]"> </return>', []),
        ('<return xsi:type="enc:Array" enc:arrayType="t:row[]"><x>1</x></return>', ["1"]),
        ("<return><item>1</item><item>2</item></return>", ["1", "2"]),
        ("<return><item><id>1</id></item></return>", [{"id": "1"}]),
        ("<return><t:id>1</t:id><name/></return>", {"id": "1", "name": ""}),
        ("<return><id>1</id><none xsi:nil='true'/></return>", {"id": "1", "none": None}),
        ("<return><!-- aside --><id>1</id><?php?></return>", {"id": "1"}),
        ("<return>\n  <id>1</id>\n  <more>\n    <a>x</a>\n  </more>\n</return>",
         {"id": "1", "more": {"a": "x"}}),
        ('<return xsi:type="map:Map"/>', {}),
        ('<return xsi:type="map:Map"><item><key>a</key><value>1</value></item></return>',
         {"a": "1"}),
    ],
)  # fmt: skip
def test_each_form_of_a_value_is_read(result: str, value: Value) -> None:
    assert read(result) == value


def test_what_is_said_once_and_referred_to_twice_is_read_twice() -> None:
    rows = '<return enc:arrayType="t:row[3]"><item id="a"><n>1</n></item><item href="#a"/>'
    assert read(rows + '<item href="#b"/></return>', '<multiRef id="b"><n>2</n></multiRef>') == [
        {"n": "1"},
        {"n": "1"},
        {"n": "2"},
    ]
    assert read('<return href="#r"/>', '<multiRef id="r">words</multiRef>') == "words"


@pytest.mark.parametrize(
    ("result", "beside", "reason"),
    [
        ('<return href="#gone"/>', "", "refers to a part that it does not have"),
        ('<return href="#r"/>', '<m id="r" href="#r"/>', "refers to itself"),
        ('<return href="#r"/>', '<m id="r"><a><b href="#r"/></a></m>', "refers to itself"),
        ("<return>" + "<a>" * 30 + "</a>" * 30 + "</return>", "", "nested too deeply"),
        ('<return enc:arrayType="t:row[3]"><item/><item/></return>', "", "announces 3 rows and"),
        ("<return><paid>0</paid><paid>1</paid></return>", "", "names a field twice"),
        ('<return xsi:type="map:Map"><item><key>a</key></item></return>', "", "without key or"),
        ("", "", "holds 0 results"),
        ("<return/><return/>", "", "holds 2 results"),
    ],
)
def test_what_cannot_be_trusted_is_refused(result: str, beside: str, reason: str) -> None:
    with pytest.raises(NotSoap, match=reason):
        read(result, beside)


def test_references_that_multiply_are_stopped_soon() -> None:
    layers = [
        f'<m id="l{n}">' + "".join(f'<f{i} href="#l{n + 1}"/>' for i in range(10)) + "</m>"
        for n in range(8)
    ]
    begun = time.thread_time()
    with pytest.raises(NotSoap, match="multiply without end"):
        read('<return href="#l0"/>', "".join(layers) + '<m id="l8">x</m>')
    assert time.thread_time() - begun < 5
    assert MAX_BORROWED == 200_000


def test_a_long_list_without_references_is_read_whole() -> None:
    rows = "".join(f"<item><n>{n}</n><a>x</a><b>y</b></item>" for n in range(50_000))
    value = read(f"<return>{rows}</return>")
    assert isinstance(value, Rows)
    assert len(value) == 50_000


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "it is empty"),
        (b"  \n", "it is empty"),
        (b"<!DOCTYPE html><html><body>Down</body></html>", "web page"),
        (b"<html><head><title>x</head>", "web page"),
        (b"<rsp stat='ok'/>", "no SOAP envelope but starts with <rsp>"),
        (b"database error", "not XML"),
        (answer("<return>x</return>")[:-9], "cut short by the server after 3.. bytes"),
        (answer("<return>x</return>")[:-1], "cut short by the server after 3.. bytes"),
        (b"<?x", "cut short by the server after 3 bytes"),
        (answer("<return>\xff</return>").replace(b"\xc3\xbf", b"\xff"), r"broken XML \(line 1\)"),
        (answer("<return>&nbsp;</return>"), r"broken XML \(line 1\)"),
        (answer("<return/>").replace(b"s:Body", b"s:Head"), "no body"),
        (f"<s:Envelope {NAMESPACES}><s:Body/></s:Envelope>".encode(), "body is empty"),
        (answer("<return/>", operation="other"), "answers another question than listThings"),
        (b"<a>" * 2_000_000, "not XML"),  # nested more deeply than the parser takes
        (b"<a" + b" b=''" * 700_000 + b"/>", "far too long"),
    ],
)
def test_what_is_no_answer_is_never_a_value(body: bytes, reason: str) -> None:
    with pytest.raises(NotSoap, match=reason):
        returned(body, "listThings")


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE x>",
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    ],
)
def test_a_document_type_is_refused_and_no_entity_is_resolved(doctype: str) -> None:
    for content in ("x", "&a;", "&b;"):
        body = answer(f"<return>{content}</return>").replace(b"?>", b"?>" + doctype.encode(), 1)
        with pytest.raises(NotSoap):
            returned(body, "listThings")


def test_an_entity_bomb_is_refused_at_once() -> None:
    laughs = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)
    )
    doctype = f"?><!DOCTYPE lolz [{laughs}]>".encode()
    begun = time.thread_time()
    for place in ("<return>&l11;</return>", '<return a="&l11;"/>'):
        with pytest.raises(NotSoap):
            returned(answer(place).replace(b"?>", doctype, 1), "listThings")
    assert time.thread_time() - begun < 2


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("<faultcode>Server</faultcode><faultstring>till closed</faultstring>", "till closed"),
        ("<faultcode>s:Client</faultcode><faultstring/>", "s:Client"),
        ('<c:Reason xmlns:c="urn:c"><c:Text>of 1.2</c:Text></c:Reason>', "of 1.2"),
        ("", "a fault without a text"),
    ],
)
def test_a_fault_is_read_whatever_its_prefix(inner: str, words: str) -> None:
    for tag in ("s:Fault", "Fault"):
        body = f"<s:Envelope {NAMESPACES}><s:Body><{tag}>{inner}</{tag}></s:Body></s:Envelope>"
        assert fault(body.encode()) == words
        with pytest.raises(Fault, match=words):
            returned(body.encode(), "listThings")


def test_what_is_no_fault_is_none() -> None:
    for body in (b"", b"<html/>", answer("<return/>"), b"\x00\x01"):
        assert fault(body) is None


words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20).filter(
    lambda text: not text or not text.isspace()
)
names = st.from_regex(r"[a-z]{1,8}", fullmatch=True).filter(lambda name: name != "item")
values = st.recursive(
    words | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(names, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


def typed(name: str, value: Value) -> str:
    """As a server with a service description writes it."""
    match value:
        case None:
            return f'<{name} xsi:nil="true"/>'
        case str():
            return f"<{name} xsi:type='xsd:string'>{escape(value)}</{name}>"
        case list():
            items = "".join(typed("item", inner) for inner in value)
            return f'<{name} enc:arrayType="xsd:any[{len(value)}]">{items}</{name}>'
        case dict():
            return f"<{name}>{''.join(typed(k, v) for k, v in value.items())}</{name}>"
        case Rows():
            return typed(name, [*value])


def mapped(name: str, value: Value) -> str:
    """As a server without one writes it: every mapping is a Map."""
    match value:
        case dict():
            entries = (
                f"<item>{typed('key', key)}{mapped('value', inner)}</item>"
                for key, inner in value.items()
            )
            return f'<{name} xsi:type="map:Map">{"".join(entries)}</{name}>'
        case list():
            items = "".join(mapped("item", inner) for inner in value)
            return f'<{name} xsi:type="enc:Array">{items}</{name}>'
        case _:
            return typed(name, value)


@settings(deadline=None)
@given(values)
def test_every_value_survives_both_dialects_and_references(value: Value) -> None:
    assert read(typed("return", value)) == value
    assert read(mapped("return", value)) == value
    assert read('<return href="#x"/>', typed("m", value).replace("<m", '<m id="x"', 1)) == value


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(min_value=0, max_value=400))
def test_any_damage_ends_in_a_value_or_a_clear_refusal(junk: bytes, at: int) -> None:
    whole = answer('<return enc:arrayType="t:r[1]"><item><id>1</id></item></return>')
    for body in (junk, whole[:at] + junk + whole[at:], whole[:at]):
        try:
            returned(body, "listThings")
        except (NotSoap, Fault) as error:
            refusal = str(error)
        else:
            refusal = ""
        assert len(refusal) < 1000
