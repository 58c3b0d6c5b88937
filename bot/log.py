"""Log lines for people and machines: the event first, then pairs."""

import logging
import sys

import structlog

# These write what they send and receive at DEBUG, credentials included.
TALKATIVE = ("zeep", "httpx", "httpcore", "slack_sdk", "slack_bolt", "websocket", "urllib3")


def configure(level: str = "INFO") -> None:
    """Write our own events from `level` on, and what libraries warn about, to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event"], bool_as_flag=False
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
