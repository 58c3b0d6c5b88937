"""Credentials: named in the configuration, kept in the environment or in a file."""

import stat
from collections.abc import Mapping
from pathlib import Path

from providers.base import Secret


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


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise ValueError(f"the environment variable {name} is not set")
    return value


def _from_file(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        if mode & (stat.S_IROTH | stat.S_IWOTH):
            raise ValueError(f"{path} can be read by every user of this machine; chmod 600 it")
        value = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    if not value:
        raise ValueError(f"{path} is empty")
    return value
