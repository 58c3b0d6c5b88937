"""For all tests: no request is repeated by itself. Where that is the matter, the test says so."""

from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture(autouse=True)
def _one_try() -> Iterator[None]:
    """A fault that a test sets up is met once, and nobody waits for it to pass."""
    with stamina.set_testing(True, attempts=1):
        yield
