"""Listens to the bot's log: a fault of ours that was caught and written down is still a fault."""

import logging
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, NoReturn, Protocol

import structlog

CRASHES = (
    *("check_crashed", "delivery_crashed", "tick_crashed", "chore_crashed", "listener_failed"),
    *("blocks_refused", "click_unreadable"),
)


class Hears(Protocol):
    """Who wants to know."""

    def crashed(self, where: str, error: BaseException | None) -> None:
        """Something was caught that should not have come."""


class Ears:
    """One who listens at a time."""

    def __init__(self) -> None:
        self.who: Hears | None = None

    def __call__(self, _logger: object, _level: str, event: MutableMapping[str, Any]) -> NoReturn:
        """Take a line of the log; nothing is printed."""
        if self.who is not None and event["event"] in CRASHES:
            found = event.get("exc_info")
            error = found if isinstance(found, BaseException) else _current(found)
            self.who.crashed(str(event["event"]), error)
        raise structlog.DropEvent


def _current(found: object) -> BaseException | None:
    return sys.exc_info()[1] if found else None


EARS = Ears()


@contextmanager
def listening() -> Iterator[None]:
    """Have the log heard and not printed."""
    before, disabled = structlog.get_config(), logging.root.manager.disable
    structlog.configure(
        processors=[EARS], wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING)
    )
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        structlog.configure(**before)
        logging.disable(disabled)
        EARS.who = None
