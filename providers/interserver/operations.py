"""What may be asked of InterServer, and in which departments.

Apart from the client, since a configuration is checked against it before anything is sent.
"""

MODULES = (
    "backups",
    "domains",
    "floating_ips",
    "licenses",
    "mail",
    "quickservers",
    "servers",
    "ssl",
    "vps",
    "webhosting",
)
LOGIN = "api_login"


def unpaid(module: str) -> str:
    """The operation that lists what is unpaid in a module."""
    return f"api_{module}_get_client_unpaid_invoices"


def full(module: str) -> str:
    """The operation that lists every invoice a module ever had."""
    return f"api_{module}_get_client_invoices"


ALLOWED = frozenset({LOGIN, *map(unpaid, MODULES), *map(full, MODULES)})
"""All that this client can do. The service itself can also order, pay and cancel."""
