"""What texts mean, remembered: a long list says the same few of them over and over. Pure.

Only texts are remembered (1, True and "1" would be taken for one another) and only short ones;
what was refused is refused again. When a memory is full all of it is forgotten, so that it stays
small whatever comes.
"""

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

_More = ParamSpec("_More")
_Said = TypeVar("_Said", bound="str | tuple[str, ...]")
_Meant = TypeVar("_Meant")
_Read = Callable[Concatenate[object, _More], _Meant]

SHORT = 40  # characters of a text that `remembering` remembers at most
LONG, MANY = 400, 4_096  # characters that `Remembered` keeps of one thing, and how many things


def remembering(most: int) -> Callable[[_Read[_More, _Meant]], _Read[_More, _Meant]]:
    """Let a function remember what it gave for that many short texts."""

    def decorated(read: _Read[_More, _Meant]) -> _Read[_More, _Meant]:
        kept: Callable[..., _Meant] = lru_cache(most)(read)

        def asked(value: object, /, *more: _More.args, **named: _More.kwargs) -> _Meant:
            if type(value) is str and len(value) <= SHORT:
                return kept(value, *more, **named)
            return read(value, *more, **named)

        update_wrapper(asked, read)
        return asked

    return decorated


class Remembered(dict[_Said, _Meant]):
    """What texts mean, found out once for each: `Remembered(read)["12.50"]`.

    Keys are texts or tuples of texts; anything else is a TypeError.
    """

    def __init__(self, read: Callable[[_Said], _Meant]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, said: _Said) -> _Meant:
        """Find it out."""
        parts = said if isinstance(said, tuple) else (said,)
        for part in parts:
            if type(part) is not str:
                raise TypeError("not a text")
        meant = self._read(said)
        if sum(map(len, parts)) <= LONG:
            if len(self) >= MANY:
                self.clear()
            self[said] = meant
        return meant
