"""What may be asked of InterServer, and in which departments.

Apart from the client, since a configuration is checked against it before anything is sent.
"""

TITLES = {
    "backups": "Backups",
    "domains": "Domains",
    "floating_ips": "Floating IPs",
    "licenses": "Licenses",
    "mail": "Mail",
    "quickservers": "Rapid Deploy Servers",
    "servers": "Dedicated Servers",
    "ssl": "SSL Certificates",
    "vps": "VPS",
    "webhosting": "Web Hosting",
}
"""The departments by their key, and what people call them."""

MODULES = tuple(TITLES)
LOGIN = "api_login"


def unpaid(module: str) -> str:
    """The operation that lists the charges of a module that are to be paid."""
    return f"api_{module}_get_client_unpaid_invoices"


def full(module: str) -> str:
    """The operation that lists every invoice, payment and refund a module ever had."""
    return f"api_{module}_get_client_invoices"


FULL = " full"
"""Ends the name of an answer's part that holds a full list. The part with the unpaid list of
a module is named by the module alone."""


def operation(part: str) -> str:
    """The operation that a part of an answer, such as `vps` or `vps full`, came from."""
    return full(part.removesuffix(FULL)) if part.endswith(FULL) else unpaid(part)


ALLOWED = frozenset({LOGIN, *map(unpaid, MODULES), *map(full, MODULES)})
"""All that this client can do. The service itself can also order, pay and cancel."""
