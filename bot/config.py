"""duewatch.toml -> frozen Settings. Every fault is reported, all at once."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.faults import ConfigError, Fault, url_faults, validated, zone_faults
from bot.settings import FileModel, Settings, Watched
from bot.watched import read_accounts
from providers.base import AuthRejected

DORMANT = ("oncall", "roles", "suspension")
DORMANT_REMINDERS = ("business_days", "holidays", "digest")


def load(path: Path, environ: Mapping[str, str], *, need_secrets: bool = False) -> Settings:
    """Read and validate a configuration file.

    With `need_secrets`, a credential that is not there is a fault too. Raises ConfigError.
    """
    table = _read(path)
    faults: list[Fault] = []
    model = validated(FileModel, table, "", faults)
    if model is None:
        # the accounts are judged all the same, so that one run shows every fault
        model = FileModel(accounts=_tables(table.get("accounts")))
    faults += _general_faults(model)
    watched = read_accounts(model, path.parent, environ, faults)
    if need_secrets:
        faults += _secret_faults(watched)
    if faults:
        raise ConfigError(path, faults)
    return Settings(
        path=path,
        timezone=model.timezone,
        database=path.parent / model.database,
        slack=model.slack,
        check=model.check,
        reminders=model.reminders,
        accounts={one.account.name: one for one in watched},
        dormant=_dormant(table),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        hint = "there is no such file; `duewatch config example > duewatch.toml` writes a first one"
        raise ConfigError(path, [Fault("file", hint)]) from None
    except OSError as error:
        raise ConfigError(path, [Fault("file", f"cannot be read: {error.strerror}")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(path, [Fault("file", f"is not valid TOML: {error}")]) from None


def _tables(value: object) -> tuple[dict[str, Any], ...]:
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _general_faults(model: FileModel) -> list[Fault]:
    faults = zone_faults("timezone", model.timezone)
    if model.slack.api_url is not None:
        faults += url_faults("slack.api_url", model.slack.api_url)
    return faults


def _secret_faults(watched: Iterable[Watched]) -> list[Fault]:
    faults = []
    for one in watched:
        for name, value in one.secrets.items():
            try:
                value.reveal()
            except AuthRejected as error:
                faults.append(Fault(f"account {one.account.name}: {name}", str(error)))
    return faults


def _dormant(table: Mapping[str, Any]) -> tuple[str, ...]:
    reminders = table.get("reminders", {})
    inner = [f"reminders.{name}" for name in DORMANT_REMINDERS if reminders.get(name)]
    return (*(name for name in DORMANT if name in table), *inner)
