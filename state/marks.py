"""The mark by which a message says which invoice it shows: opaque, and always the same. Pure.

The whole workspace may read what a message carries, so it carries no account and no number.
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from state.model import InvoiceKey

MOST = 100  # in one message; Slack's metadata is no place for thousands
_SPACE = UUID("8d0c2c35-3f0b-53f4-9a38-2d51c1f0a6de")  # so that our marks are nobody else's


def mark(key: InvoiceKey) -> str:
    """What stands for an invoice in a message."""
    return uuid5(_SPACE, str(key)).hex[:16]


def marks(keys: Iterable[InvoiceKey]) -> str:
    """The marks of the invoices that a message shows, as one text."""
    return " ".join([mark(key) for key in keys][:MOST])
