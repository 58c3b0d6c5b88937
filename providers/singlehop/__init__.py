"""SingleHop, later INAP: servers billed through the LEAP portal's API ("Dropzone").

Authentication: HTTP Basic with the LEAP user name and password on each request. There are
no keys for reading only, so this client can ask for nothing but lists and views of invoices.

What it lists: unpaid invoices, 100 a page. Absence is confirmed with the invoice's own view,
which also has the positions; the list itself has the open amount. Numbers come as numbers or
text, yes and no as true, `"TRUE"` or `"1"`, lists as objects keyed by id, and dates of the
list as unix time. `overdue` is a date, not a flag. A due date is midnight in Chicago, where
the company sat. No answer names a currency. Failures say `success: false` with status 200.
"""

from providers.base import Connection, Option, OptionKind, Provider, ProviderSpec
from state.model import Direction


def connect(connection: Connection) -> Provider:
    """A line to one account; nothing is sent yet."""
    # Here, since reading a configuration needs the spec and not the HTTP library.
    from providers.singlehop.client import SingleHop  # noqa: PLC0415 -- see above

    return SingleHop(connection)


SPEC = ProviderSpec(
    name="singlehop",
    title="SingleHop",
    direction=Direction.PAYABLE,
    url="https://dropzone.singlehop.com/",
    timezone="America/Chicago",
    currency="USD",
    options=(
        Option("username", OptionKind.TEXT, "LEAP user name"),
        Option("password", OptionKind.SECRET, "LEAP password"),
    ),
    connect=connect,
)
