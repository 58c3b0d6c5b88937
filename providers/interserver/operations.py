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


def full(module: str) -> str:
    """The operation that lists every invoice, payment and refund a module ever had."""
    return f"api_{module}_get_client_invoices"


ALLOWED = frozenset({LOGIN, *map(full, MODULES)})
"""All that this client can do. The service itself can also order, pay and cancel."""
