"""Whose certificates are believed: those of this machine's system, or those in a file."""

import ssl
from pathlib import Path


def tls(ca_file: Path | None) -> ssl.SSLContext:
    """Certificates are verified, host names too: against the system's authorities or a file's.

    A file takes the place of the system's authorities, it does not add to them: who runs an
    authority of their own wants no other for that account. ValueError says what is wrong
    with the file.
    """
    try:
        return ssl.create_default_context(cafile=ca_file)
    except ssl.SSLError:
        raise ValueError(
            f"{ca_file} holds no certificate; it should be a PEM file, with lines that say"
            " BEGIN CERTIFICATE"
        ) from None
    except OSError as error:
        raise ValueError(f"{ca_file} cannot be read: {error.strerror}") from None
