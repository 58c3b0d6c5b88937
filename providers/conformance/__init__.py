"""The contract kit: holds any provider, ours or yours, to the ten laws over real sockets.

    python -m providers.conformance                     every provider of this checkout
    python -m providers.conformance whmcs               one of them
    python -m providers.conformance path/to/wire.py     yours, by the path of its wire
    python -m providers.conformance acme.wire:WIRE      yours, by the name of its wire

A wire tells how a provider's service looks from outside: how it answers well, what an empty
list is, how it refuses. `docs/write-a-provider.md` walks through one.
"""

from providers.conformance.wire import (
    Handler,
    Request,
    Response,
    Row,
    Wire,
    as_json,
    as_xml,
    files,
)

__all__ = ["Handler", "Request", "Response", "Row", "Wire", "as_json", "as_xml", "files"]
