"""Credentials: named in the configuration, kept in the environment or in a file."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from bot.config.faults import url_faults
from providers.base import Secret

MAX_BYTES = 64 * 1024


def secret(value: object, folder: Path, environ: Mapping[str, str]) -> Secret:
    """Make a secret of `{ env = "NAME" }` or `{ file = "PATH" }`; ValueError says what to write.

    The value is looked up at each use, so a rotated key needs no restart.
    """
    match value:
        case {"env": str(name), **rest} if name and not rest:
            return Secret(lambda: _from_environment(name, environ))
        case {"file": str(path), **rest} if path and not rest:
            return Secret(lambda: _from_file(folder / path))
        case str():
            raise ValueError(
                "a secret must not stand in this file; put it into the environment "
                'and write { env = "NAME" }, or { file = "PATH" }'
            )
        case _:
            raise ValueError('write { env = "NAME" } or { file = "PATH" }')


def address(value: object, folder: Path, environ: Mapping[str, str]) -> Secret:
    """Make a secret of an address, or of what names one; it is judged when it is used.

    Calendars are published as `webcal://` too, which is https by another name.
    """
    if not isinstance(value, str):
        hidden = secret(value, folder, environ)
        return Secret(lambda: _judged(hidden.reveal()))
    shown = _judged(value)
    return Secret(lambda: shown)


def _judged(url: str) -> str:
    if url[:9].lower() == "webcal://":
        url = f"https://{url[9:]}"
    for fault in url_faults("", url):
        raise ValueError(f"this {fault.what}")
    return url


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise ValueError(f"the environment variable {name} is not set")
    return value


def _from_file(path: Path) -> str:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would keep us waiting, for ever
            raise ValueError(f"{path} is not a file")
        with path.open("rb") as file:
            _refuse_open_to_all(path, os.fstat(file.fileno()).st_mode)
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise ValueError(f"{path} is too large for a credential; is it another file?")
    try:
        value = content.decode("utf-8").strip()
    except UnicodeDecodeError:  # its own words would quote the file
        raise ValueError(f"{path} holds bytes that are not text; write it as UTF-8") from None
    if not value:
        raise ValueError(f"{path} is empty")
    return value


def _refuse_open_to_all(path: Path, mode: int) -> None:
    """A group may read it: that is how a file reaches a service that runs as another user."""
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        deed = "read" if mode & stat.S_IROTH else "written"
        raise ValueError(
            f"{path} can be {deed} by every user of this machine; chmod 600 it,"
            " or 640 where the bot reads it through its group"
        )
