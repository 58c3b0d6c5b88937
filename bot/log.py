"""Log lines for people and machines: the event first, then pairs; one event is one line."""

import logging
import sys
import unicodedata

import structlog
from structlog.typing import EventDict, WrappedLogger

# These write what they send and receive at DEBUG, credentials included.
TALKATIVE = ("zeep", "httpx", "httpcore", "slack_sdk", "slack_bolt", "websocket", "urllib3")

# controls, what turns the reading direction or cannot be seen, line ends, halves of characters
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def configure(level: str = "INFO") -> None:
    """Write our own events from `level` on, and what libraries warn about, to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _printable,
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event"], bool_as_flag=False
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)


def visible(text: str) -> str:
    """A text in one line in which everything can be seen: no line is forged, no screen painted.

    What providers and people write reaches the log in messages of errors.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_seen(one) for one in text)


def _seen(character: str) -> str:
    hidden = unicodedata.category(character) in _UNSEEN
    return character.encode("unicode_escape").decode() if hidden else character


def _printable(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Everything but numbers as visible text."""
    for name, value in event.items():
        if value is not None and not isinstance(value, (bool, int, float)):
            event[name] = visible(str(value))
    return event


class _OneLine(logging.Formatter):
    """What libraries log, with its traceback, in one line too."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        return visible(super().format(record))
