"""What the figures were taken on, as far as it matters for them."""

import os
import platform
import sqlite3

from lxml import etree


def described() -> str:
    """Cores and versions; no names and no places."""
    libxml = ".".join(map(str, etree.LIBXML_VERSION))
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, libxml2 {libxml}"
    )
