"""How much of an account's answer may be kept in memory. Pure.

An answer that is small on the wire can be large once it is understood: a row of three bytes
becomes an entry of three hundred. So what is kept is counted while it is read, and where it is
more than the invoices of any account take, the answer is refused before it fills the memory.
"""

from state.model import Invoice

MOST = 16 * 2**20  # bytes, by our estimate; 10,000 invoices take five to twelve million
_INVOICE, _LINE, _NOTE, _VALUE = 480, 160, 300, 64  # what an empty one takes, with what it hangs on


class TooMuch(ValueError):
    """The answer says more than is kept of an account."""


class Room:
    """What is left of the memory that one account may take."""

    def __init__(self, most: int = MOST) -> None:
        self._left = most

    def take(self, size: int) -> None:
        """Count so many bytes; TooMuch when there are not so many left."""
        self._left -= size
        if self._left < 0:
            raise TooMuch("it holds more than all invoices of an account need")

    def invoice(self, invoice: Invoice, instead_of: Invoice | None = None) -> None:
        """Count an invoice with its words, and no longer the one whose place it takes."""
        self.take(_size(invoice) - (_size(instead_of) if instead_of else 0))

    def note(self, words: str) -> None:
        """Count a row that is put aside, with its reason."""
        self.take(_NOTE + weight(words))


def _size(invoice: Invoice) -> int:
    words = invoice.description + (invoice.client or "") + (invoice.label or "")
    size = _INVOICE + (len(words) if words.isascii() else 4 * len(words))  # one look at all
    for line in invoice.lines:
        size += _LINE + weight(line.description)
    return size


def weight(words: str) -> int:
    """The bytes of a text: one rare character in it makes each of them take four."""
    return len(words) if words.isascii() else 4 * len(words)


def nested(value: object) -> int:
    """The bytes of texts in lists and mappings, roughly."""
    if isinstance(value, dict):
        return _VALUE + sum(_VALUE + nested(one) for one in value.values())
    if isinstance(value, list):
        return _VALUE + sum(map(nested, value))
    return _VALUE if value is None else _VALUE + weight(str(value))
