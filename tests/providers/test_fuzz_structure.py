"""The fuzzing changes answers by their structure: does it get past the parser, everywhere?"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest

from fuzz import envelopes, json_trees, spelling
from fuzz.mutation import CHANGES, Mutation
from fuzz.targets import TARGETS, Reach, agree, tried
from providers import uniform
from providers.envelope import Fault, NotSoap, returned
from providers.voxel import alike
from providers.voxel.parse import written

PAYLOADS = Path(__file__).parent
PROVIDERS = {
    "soap": "interserver",
    "xml": "voxel",
    "json_whmcs": "whmcs",
    "json_singlehop": "singlehop",
    "json_linode": "linode",
}


@cache
def built() -> list[bytes]:
    return [envelopes.envelope(Random(seed)) for seed in range(2_000)]


def payloads(target: str) -> list[bytes]:
    folder = PAYLOADS / PROVIDERS[target] / "payloads"
    return [path.read_bytes() for path in sorted(folder.rglob("*.*")) if path.is_file()]


def search(target: str, steps: int) -> Iterator[bytes]:
    """A search without feedback: each input is changed a few times, one after another."""
    mutation = Mutation(target, payloads(target), lambda body, longest: body[:longest][::-1])
    chance, body = Random(target), b""
    for seed in range(steps):
        body = mutation.after(body if seed % 4 else chance.choice(payloads(target)), 8_192, seed)
        yield body


@pytest.mark.parametrize("target", TARGETS)
def test_most_changed_answers_reach_the_decoder_and_all_are_borne(target: str):
    reached = Counter(tried(TARGETS[target], body) for body in search(target, 600))
    assert reached[Reach.DOOR] < 600 * 0.2
    assert all(reached[reach] > 600 * 0.03 for reach in Reach if reach is not Reach.DOOR)


def test_built_envelopes_reach_the_decoder_and_all_are_borne():
    reached = Counter(tried(TARGETS["soap"], body) for body in built())
    assert reached[Reach.DOOR] < len(built()) * 0.02
    assert reached[Reach.INVOICES] > len(built()) * 0.2


@pytest.fixture(name="given", scope="module")
def _given() -> frozenset[str]:
    return frozenset(answers())


def answers() -> Iterator[str]:
    for body in built():
        try:
            value = returned(body, envelopes.OPERATION)
            yield type(value).__name__
        except Fault:
            yield "a fault"
        except NotSoap as refusal:
            yield str(refusal)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "NoneType",
            "str",
            "list",
            "dict",
            "a fault",
            "it refers to a part that it does not have",
        ),
        *("nested too deeply, or refers to itself", "a row names a field twice", "holds 2 results"),
        *("it announces 999999999 rows", "a map has an entry without key or value, or a key twice"),
    ],
)
def test_the_grammar_of_envelopes_has_every_shape_in_it(words: str, given: frozenset[str]):
    assert any(words in answer for answer in given)


@pytest.mark.parametrize(
    "piece",
    [
        *(b'encoding="ISO-8859-1"', b"\xff\xfe", b"<soapenv:Envelope", b":Map", b'nil="true"'),
        *(b"<![CDATA[", b"<!-- ", b'href="#i1"', b'id="i1"', b"&#65533;", b"invoices_carbon"),
    ],
)
def test_the_grammar_of_envelopes_has_every_way_of_writing_in_it(piece: bytes):
    assert any(piece in body for body in built())


def test_some_envelopes_are_lists_that_the_short_way_reads():
    assert sum(uniform.cut(body) is not None for body in built()) > 100


@pytest.mark.parametrize(
    ("target", "cut"), [("soap", uniform.cut), ("xml", lambda body: alike.cut(body, written))]
)
def test_lists_in_another_spelling_are_read_by_the_short_way_and_by_the_long_one(
    target: str, cut: Callable[[bytes], object]
):
    """Both have to say the same, or the target itself raises."""
    chance, ways = Random(target), Counter[bool]()
    lists = [body for body in payloads(target) if cut(body) is not None]
    for _ in range(150):
        body = spelling.respelled(chance.choice(lists), chance)
        ways[cut(body) is not None] += tried(TARGETS[target], body) is Reach.INVOICES
    assert min(ways[True], ways[False]) > 15


@pytest.mark.parametrize(
    "change", spelling.CHANGES, ids=lambda change: change.__name__.strip("_").replace("_", "-")
)
def test_each_change_of_spelling_changes_something(change: Callable[[bytes, Random], bytes]):
    body = b'<l arrayType="x[1]"><item a="b"><id>7</id></item></l>'
    found = {change(body, Random(seed)) for seed in range(40)}
    assert len(found - {body}) > 1
    assert change(b"", Random(0)) == b""


def test_two_ways_that_do_not_agree_are_a_finding():
    with pytest.raises(AssertionError, match="something else than the long one"):
        agree([1], lambda: [2])
    with pytest.raises(AssertionError, match="what the long one refuses"):
        agree([1], lambda: returned(b"<a/>", "b"))


def test_the_same_chance_gives_the_same_input():
    assert envelopes.envelope(Random(5)) == built()[5]
    assert [*search("xml", 20)] == [*search("xml", 20)]


def test_what_has_no_structure_is_left_for_another_answer():
    mutation = Mutation("json_linode", [b"{", b'{"balance": 1}'], lambda *_: b"by bytes")
    found = {mutation.after(b"{not json", 8_192, seed) for seed in range(200)}
    assert b"by bytes" in found
    assert sum(body.startswith(b'{"') for body in found) > 10


def test_what_would_be_too_long_is_changed_by_its_bytes():
    mutation = Mutation("xml", [b"<rsp/>"], lambda body, longest: body[:longest])
    assert all(len(mutation.after(b"<rsp><a/></rsp>", 12, seed)) <= 12 for seed in range(50))


@pytest.mark.parametrize("target", ["xml", "json_whmcs"])
def test_an_answer_that_is_cut_has_no_structure(target: str):
    with pytest.raises(ValueError, match=r"it is not well-formed|Expecting"):
        CHANGES[target](b"<rsp>" if target == "xml" else b'{"a": ', Random(1))


def test_json_that_is_too_deep_has_no_structure():
    with pytest.raises(ValueError, match="it is too deep"):
        json_trees.changed(b"[" * 100_000 + b"]" * 100_000, Random(1))
