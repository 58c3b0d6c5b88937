"""How a search gets from one input to the next: by its structure, so that it stays readable.

Bytes that are flipped at random mostly end at the parser, whose own fuzzing is others'
work. Here nearly every input is well-formed and ends in our decoders.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from random import Random

from fuzz import envelopes, json_trees, spelling, trees

Change = Callable[[bytes, Random], bytes]
Bytewise = Callable[[bytes, int], bytes]

BYTEWISE = 0.02  # of the steps; the parsers' own refusals are to be seen as well
CONTENTS, BOTH = 0.6, 0.2  # of the XML documents
BUILT = 0.35  # of the inputs of the SOAP decoder, which are built anew


def soap(body: bytes, chance: Random) -> bytes:
    """A new envelope, or this one changed."""
    if chance.random() >= BUILT:
        with suppress(ValueError):
            return xml(body, chance)
    return envelopes.envelope(chance)


def xml(body: bytes, chance: Random) -> bytes:
    """The document with other contents, another spelling, or both."""
    fate = chance.random()
    if fate < CONTENTS or not body.lstrip().startswith(b"<"):
        body = trees.changed(body, chance)
    return spelling.respelled(body, chance) if fate > CONTENTS - BOTH else body


CHANGES: Mapping[str, Change] = {
    "soap": soap,
    "xml": xml,
    "json_whmcs": json_trees.changed,
    "json_singlehop": json_trees.changed,
    "json_linode": json_trees.changed,
}


class Mutation:
    """Gives the next input of a search; the same seed gives the same one.

    `samples` are answers to begin anew with where an input has no structure to change,
    `bytewise` is the search's own way of changing bytes.
    """

    def __init__(self, target: str, samples: Sequence[bytes], bytewise: Bytewise) -> None:
        self._change = CHANGES[target]
        self._samples = [body for body in samples if _has_structure(self._change, body)]
        self._bytewise = bytewise

    def after(self, body: bytes, longest: int, seed: int) -> bytes:
        """The input after this one, no longer than that."""
        chance = Random(seed)  # noqa: S311 -- a search must be repeatable, not secret
        if chance.random() < BYTEWISE:
            return self._bytewise(body, longest)
        for before in (body, chance.choice(self._samples)):
            with suppress(ValueError):
                found = self._change(before, chance)
                if len(found) <= longest:
                    return found
        return self._bytewise(body, longest)


def _has_structure(change: Change, body: bytes) -> bool:
    try:
        change(body, Random(0))  # noqa: S311 -- only to see whether it can be done
    except ValueError:
        return False
    return True
