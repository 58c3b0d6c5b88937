"""Where the web endpoints listen: $PORT and $HOST, as platforms that read a Procfile set them."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass

EVERYWHERE = "0.0.0.0"  # noqa: S104 # nosec B104 # such a platform routes to any address


class EndpointError(Exception):
    """The web endpoints cannot be served; the text says why and what to set."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of this machine; port 0 is any that is free."""

    host: str
    port: int

    def listen(self) -> socket.socket:
        """Take the port, or say who else may have it."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        try:
            return socket.create_server((self.host, self.port), family=family, backlog=128)
        except OSError as error:
            why = str(error.strerror or error).partition(" (")[0]
            raise EndpointError(
                f"cannot listen on port {self.port} of {self.host}: {why};"
                " set PORT and HOST to what is free here"
            ) from None


def read_endpoint(environ: Mapping[str, str]) -> Endpoint | None:
    """Read where to listen, None without PORT. Raises EndpointError."""
    port = environ.get("PORT", "").strip()
    if not port:
        return None
    if not (port.isascii() and port.isdecimal() and len(port) < 6 and int(port) < 65536):
        raise EndpointError(f"PORT has to be a number up to 65535, not {port!r}")
    return Endpoint(environ.get("HOST", "").strip() or EVERYWHERE, int(port))
