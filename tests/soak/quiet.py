"""No log lines and no waiting between tries while a soak runs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import stamina
import structlog


@contextmanager
def quiet() -> Iterator[None]:
    """Turn logs off, and let a repeated request be repeated at once."""
    before, disabled = structlog.get_config(), logging.root.manager.disable
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
    try:
        with stamina.set_testing(True, attempts=3):
            yield
    finally:
        structlog.configure(**before)
        logging.disable(disabled)
