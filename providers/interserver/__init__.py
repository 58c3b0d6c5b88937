"""InterServer (my.interserver.net): the invoices of an account, over SOAP.

Authenticates with the account's e-mail address and an API key (or the web password, which
two-factor login and address checks may block): `api_login` gives a session for one check.

A check logs in once and asks each module (vps, mail, domains, ...) for what is unpaid, three
at once. Where anything is, it asks for the module's full list too: the payments in it say how
much is still open. Nothing says "paid" in an unpaid list: an invoice simply leaves it. One
that left is looked up in the full list, in a new session where the check did not ask for it.

Quirks: every invoice, payment and refund is a row of one table, told apart by a type, and
only charges (type 1) are invoices. A payment names the charge it is for: that is how a part
payment shows. Dates are local times without a zone, taken as US Eastern. A session that the
server does not know and an account without invoices can look the same, so an empty list is
no answer about a known invoice. The server declares ISO-8859-1 and often sends UTF-8.

Source: the API description behind https://my.interserver.net/api.php?wsdl.
"""

from providers.base import Connection, Option, OptionKind, Provider, ProviderSpec
from providers.interserver.operations import MODULES
from state.model import Direction


def connect(connection: Connection) -> Provider:
    """A line to one account; nothing is sent yet."""
    # Here, since reading a configuration needs the spec and not the HTTP library.
    from providers.interserver.client import InterServer  # noqa: PLC0415 -- see above

    return InterServer(connection)


SPEC = ProviderSpec(
    name="interserver",
    title="InterServer",
    direction=Direction.PAYABLE,
    url="https://my.interserver.net/api.php",
    timezone="America/New_York",
    currency="USD",
    options=(
        Option("username", OptionKind.TEXT, "e-mail address of the account"),
        Option("password", OptionKind.SECRET, "API key (better) or web password"),
        Option(
            "modules",
            OptionKind.LIST,
            "departments to watch; all ten when left out",
            required=False,
            choices=MODULES,
        ),
    ),
    connect=connect,
    site="my.interserver.net",
)
