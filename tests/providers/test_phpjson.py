import json

import pytest

from providers.phpjson import document, entries, print_of, required


def test_decimal_numbers_keep_every_digit_that_was_written() -> None:
    assert document(b'{"a": 19.90, "b": 7, "c": 0.1000000000000000055}') == {
        "a": "19.90",
        "b": 7,
        "c": "0.1000000000000000055",
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'"text"',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": ',
        b'{"a": 1} and more',
        b"\xff\xfe\x00",
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"a": ' + b"[" * 100_000,
        b'{"a": ' + b"[" * 900 + b"]" * 900 + b"}" * 2,
    ],
)
def test_what_is_not_one_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"JSON|digits"):
        document(body)


@pytest.mark.parametrize(
    ("container", "members"),
    [
        ([1, 2], [1, 2]),
        ({"0": "a", "2": "c", "10": "k"}, ["a", "c", "k"]),
        ({"104512": {"id": 1}}, [{"id": 1}]),
        ({"id": 5, "total": "1"}, [{"id": 5, "total": "1"}]),
        ([], []),
        ({}, []),
        ("", []),
        (None, []),
    ],
)
def test_a_list_is_found_in_each_of_its_shapes(container: object, members: list[object]) -> None:
    assert entries(container) == members


@pytest.mark.parametrize("container", ["none", 0, 7, False, True, {"name": 1}, {"\u0663": 1}])
def test_something_else_is_not_taken_for_an_empty_list(container: object) -> None:
    with pytest.raises(ValueError, match="something else"):
        entries(container)


def test_a_required_field_may_be_zero_or_no_but_not_empty() -> None:
    assert required({"a": 0}, "a") == 0
    assert required({"a": False}, "a") is False
    for row in ({}, {"a": None}, {"a": ""}):
        with pytest.raises(ValueError, match="a is missing"):
            required(row, "a")


def test_a_print_changes_with_the_row_and_not_with_the_order_of_its_fields() -> None:
    one = json.loads('{"id": 1, "total": "2.00"}')
    assert print_of(one) == print_of(json.loads('{"total": "2.00", "id": 1}'))
    assert print_of(one) != print_of({"id": 1, "total": "2.01"})
