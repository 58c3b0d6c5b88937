"""Voxel: dedicated servers and VoxCloud, billed through the hAPI of voxel.net.

Authentication: each call carries the account's key, the time and a signature, which is the
MD5 of the secret followed by every parameter. The pair is made in the portal; a pair that
may only read billing is enough.

What it lists: one call gives every invoice ever issued, so nothing needs to be looked up.
There is no status: an invoice is paid when nothing is due on it. Due dates lie at midnight
of their own offset, before the moment of issue of the same day, so only dates are compared.
Errors come with status 200, and their bodies echo what was signed: they are never shown.
"""

from providers.base import Connection, Option, OptionKind, Provider, ProviderSpec
from state.model import Direction


def connect(connection: Connection) -> Provider:
    """A line to one account; nothing is sent yet."""
    # Here, since reading a configuration needs the spec and not the HTTP library.
    from providers.voxel.client import Voxel  # noqa: PLC0415 -- see above

    return Voxel(connection)


SPEC = ProviderSpec(
    name="voxel",
    title="Voxel",
    direction=Direction.PAYABLE,
    url="https://api.voxel.net/version/1.0/",
    timezone="America/New_York",
    currency=None,
    options=(
        Option("key", OptionKind.SECRET, "key of the hAPI pair"),
        Option("secret", OptionKind.SECRET, "secret of the hAPI pair"),
    ),
    connect=connect,
)
