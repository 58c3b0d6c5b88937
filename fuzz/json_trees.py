"""A JSON answer changed as a tree: what comes out is JSON, whatever it says."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any, TypeAlias

from fuzz import words

Place: TypeAlias = "tuple[Any, Any]"  # a list or an object, and where in it

NUMBERS = (0, 1, -1, 7, 12.5, 0.1, 1e308, 1e-320, 2**53, 10**18, 10**40, float("nan"))
EMPTY: tuple[object, ...] = ((), {}, "", None, False, True)
MOST_COPIES = 30
DEEPEST = 60


def changed(body: bytes, chance: Random) -> bytes:
    """The document with a few changes; ValueError if it is no JSON that could be changed."""
    try:
        return _changed(json.loads(body), chance)
    except RecursionError as error:
        raise ValueError("it is too deep") from error


def _changed(said: object, chance: Random) -> bytes:
    whole = [said]
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        places = list(_places(whole))
        chance.choice(CHANGES)(chance.choice(places), places, chance)
    plain = chance.random() < 0.5
    return json.dumps(whole[0], ensure_ascii=plain).encode("utf-8", "replace")


def _places(container: Any) -> Iterator[Place]:  # noqa: ANN401 -- JSON
    inside = container.items() if isinstance(container, dict) else enumerate(container)
    for key, value in inside:
        yield container, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _say(place: Place, _: list[Place], chance: Random) -> None:
    """Another value, of a kind that suits the field's name as often as not."""
    container, key = place
    pool = words.suiting(str(key)) if chance.random() < 0.5 else (*words.ALL, *NUMBERS, *EMPTY)
    container[key] = chance.choice(pool)


def _respell(place: Place, _: list[Place], chance: Random) -> None:
    """The same value as text, as a number, alone in a list, or as PHP's object with numbers."""
    container, key = place
    value = container[key]
    if isinstance(value, list):
        shift = chance.choice((0, 1, 10**19))
        container[key] = {str(n + shift): one for n, one in enumerate(value)}
    elif isinstance(value, dict):
        container[key] = chance.choice(([value], [*value.values()], {"0": value}))
    else:
        container[key] = chance.choice((str(value), [value], f" {value} "))


def _remove(place: Place, _: list[Place], __: Random) -> None:
    container, key = place
    if len(container) > 1:
        del container[key]


def _repeat(place: Place, _: list[Place], chance: Random) -> None:
    container, key = place
    copies = [_copy_of(container[key]) for _copy in range(chance.choice((1, 1, 2, MOST_COPIES)))]
    if isinstance(container, list):
        container[key:key] = copies
    else:
        container[f"{key}2"] = copies[0]


def _move(place: Place, others: list[Place], chance: Random) -> None:
    """What stands here, elsewhere as well, or under another field's name."""
    container, key = place
    there, other = chance.choice(others)
    there[other] = _copy_of(container[key])


def _rename(place: Place, others: list[Place], chance: Random) -> None:
    container, key = place
    if isinstance(container, dict):
        container[str(chance.choice(others)[1])] = container.pop(key)


def _wrap(place: Place, _: list[Place], chance: Random) -> None:
    container, key = place
    inner = container[key]
    for _layer in range(chance.choice((1, 1, 2, DEEPEST))):
        inner = [inner] if chance.random() < 0.5 else {str(key): inner}
    container[key] = inner


CHANGES = (_say, _say, _say, _say, _respell, _respell, _remove, _repeat, _move, _rename, _wrap)


def _copy_of(value: Any) -> Any:  # noqa: ANN401 -- JSON
    return json.loads(json.dumps(value))
