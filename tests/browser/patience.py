"""Looks again until the page has come to rest: what is measured or computed has no `expect`."""

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 15.0  # seconds; nothing is lost by it where all is well
BREATH = 0.05
Seen = TypeVar("Seen")


def settles(look: Callable[[], Seen], wanted: Seen, about: str = "") -> None:
    """Look until this is seen; where it never is, fail with what was seen last."""
    until = time.monotonic() + PATIENCE
    seen = look()
    while seen != wanted and time.monotonic() < until:
        time.sleep(BREATH)
        seen = look()
    assert seen == wanted, about
