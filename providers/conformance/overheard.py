"""Everything that is written to a log while a case runs, at the most talkative level."""

import logging
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from structlog.testing import capture_logs

Events = list[MutableMapping[str, Any]]


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.NOTSET)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(f"{record.name}: {record.getMessage()} {record.exc_text or ''}")


@contextmanager
def overhearing() -> Iterator[list[str]]:
    """Collect what is logged, by us through structlog and by libraries through logging."""
    heard: list[str] = []
    root, ear = logging.getLogger(), _Ear(heard)
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        with capture_logs() as events:
            yield heard
        heard += [repr(event) for event in events]
    finally:
        root.setLevel(before)
        root.removeHandler(ear)
