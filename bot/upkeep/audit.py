"""The head of the audit log, named now and then where others can keep it."""

from datetime import timedelta

import structlog

from state.store import Reader

log = structlog.get_logger()

EVERY = timedelta(days=1)


def name_head(store: Reader) -> None:
    """Say where the audit log ends, in the bot's own log.

    Where that is collected on another machine, a head is kept that nobody here can change, and
    `duewatch verify --expect` can ask for it.
    """
    head = store.head()
    log.info("audit_head", entries=head.entries, head=str(head))
