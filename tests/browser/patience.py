"""Looks again until the page has come to rest: what is measured or computed has no `expect`."""

import time
from collections.abc import Callable

PATIENCE = 15.0  # seconds; nothing is lost by it where all is well
BREATH = 0.05


def settles(look: Callable[[], object], wanted: object, about: str = "") -> None:
    """Look until this is seen; where it never is, fail with what was seen last."""
    until = time.monotonic() + PATIENCE
    seen = look()
    while seen != wanted and time.monotonic() < until:
        time.sleep(BREATH)
        seen = look()
    assert seen == wanted, about
