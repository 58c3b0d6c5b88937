"""Linode, now Akamai's cloud: what the account has been invoiced, through API version 4.

Authenticates with a personal access token in the `Authorization` header of each request.
A token with the scope `account:read_only` is enough, and the only kind to use here.

What it lists: every invoice ever made out, oldest first, up to 500 a page, all in US
dollars. An invoice has no status and no due date. Instead the account has a balance, and a
positive one is owed. Taking it that payments settle what is oldest, we spread the balance
over the invoices from the newest back; no more is called paid than the balance allows. The
payment method on file is charged on the day an invoice is made out, so that day is taken as
its due date. The balance is read before and after the list; if it moved in between, both
are read again.

Source: the pages List invoices, Get your account, Pagination, Errors and Rate limits of
https://techdocs.akamai.com/linode-api/reference/api.
"""

from providers.base import Connection, Option, OptionKind, Provider, ProviderSpec
from state.model import Direction


def connect(connection: Connection) -> Provider:
    """A line to one account; nothing is sent yet."""
    # Here, since reading a configuration needs the spec and not the HTTP library.
    from providers.linode.client import Linode  # noqa: PLC0415 -- see above

    return Linode(connection)


SPEC = ProviderSpec(
    name="linode",
    title="Linode",
    direction=Direction.PAYABLE,
    url="https://api.linode.com/v4",
    timezone="UTC",
    currency="USD",
    options=(Option("token", OptionKind.SECRET, "personal access token, scope account:read_only"),),
    connect=connect,
    site="cloud.linode.com",
)
