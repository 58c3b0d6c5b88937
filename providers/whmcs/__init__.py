"""WHMCS: the billing system that a hoster runs; we watch what its clients owe.

Authentication: each request is a POST that carries the `identifier` and `secret` of an API
credential, and the `accesskey` where the installation has one. The credential's role must
allow GetInvoices and GetInvoice, and our address must be on the installation's list.

What it lists: invoices that are Unpaid, in Collections or whose payment is pending; a paid
one is simply not there any more, so absence is confirmed with GetInvoice. The list has no
open balance, so each new or changed row is also asked for with GetInvoice. Pages hold 25
rows unless one asks for more. Dates have no zone, `0000-00-00` is no date, and an empty
list comes in six shapes. Overdue is not a status: it is an Unpaid one past its due date.
"""

from providers.base import Connection, Option, OptionKind, Provider, ProviderSpec
from state.model import Direction


def connect(connection: Connection) -> Provider:
    """A line to one account; nothing is sent yet."""
    # Here, since reading a configuration needs the spec and not the HTTP library.
    from providers.whmcs.client import Whmcs  # noqa: PLC0415 -- see above

    return Whmcs(connection)


SPEC = ProviderSpec(
    name="whmcs",
    title="WHMCS",
    direction=Direction.RECEIVABLE,
    url=None,
    timezone="UTC",
    currency=None,
    options=(
        Option("identifier", OptionKind.SECRET, "identifier of the API credential"),
        Option("secret", OptionKind.SECRET, "secret of the API credential"),
        Option(
            "accesskey",
            OptionKind.SECRET,
            "the installation's API access key, if it has one",
            required=False,
        ),
    ),
    connect=connect,
)
