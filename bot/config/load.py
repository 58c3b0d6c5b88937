"""duewatch.toml -> frozen Settings. Every fault is reported, all at once."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.config.faults import ConfigError, Fault, locale_faults, url_faults, validated, zone_faults
from bot.config.policies import Policies
from bot.config.sections import EVERYBODY_MAY, Feed, Outside
from bot.config.settings import FileModel, Settings, Watched
from bot.config.watched import read_accounts
from providers.base import AuthRejected, Secret

MANY = ("suspension", "routes", "accounts")  # tables that come in any number


def load(path: Path, environ: Mapping[str, str], *, need_secrets: bool = False) -> Settings:
    """Read and validate a configuration file.

    With `need_secrets`, a credential that is not there is a fault too. Raises ConfigError.
    """
    table = _read(path)
    faults: list[Fault] = []
    outside = Outside(path.parent, environ)
    whole = validated(FileModel, table, "", faults, outside)
    # where that failed the other tables are judged all the same: one run shows every fault
    model = whole or FileModel(**{name: _tables(table.get(name)) for name in MANY})
    faults += _general_faults(model)
    policies = Policies(model, faults)
    suspensions, routes = policies.suspensions(), policies.routes()
    watched = read_accounts(model, path.parent, environ, faults)
    if whole is not None:
        faults += _holiday_faults(whole, watched)
    if need_secrets:
        faults += _secret_faults(_secrets(model, watched))
    if faults:
        raise ConfigError(path, faults)
    return Settings(
        path=path,
        timezone=model.timezone,
        locale=model.locale,
        database=path.parent / model.database,
        slack=model.slack,
        check=model.check,
        reminders=model.reminders,
        accounts={one.account.name: one for one in watched},
        oncall=model.oncall,
        roles=model.roles or EVERYBODY_MAY,
        suspensions=suspensions,
        routes=routes,
        alarm=model.alarm.notify if model.alarm else (),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        hint = "there is no such file; `duewatch config example > duewatch.toml` writes a first one"
        raise ConfigError(path, [Fault("file", hint)]) from None
    except OSError as error:
        raise ConfigError(path, [Fault("file", f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError:
        hint = "is not a text in UTF-8; save it as UTF-8, without other signs"
        raise ConfigError(path, [Fault("file", hint)]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path, [Fault("file", f"is not valid TOML: {error}")]) from None


def _tables(value: object) -> tuple[dict[str, Any], ...]:
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _general_faults(model: FileModel) -> list[Fault]:
    faults = zone_faults("timezone", model.timezone) + locale_faults("locale", model.locale)
    if model.slack.api_url is not None:
        faults += url_faults("slack.api_url", model.slack.api_url)
    return faults


def _holiday_faults(model: FileModel, watched: Iterable[Watched]) -> list[Fault]:
    """Refuse a calendar that nobody looks at: people would rely on it."""
    what, general = "is only looked at with business_days = true", model.reminders
    faults = []
    for one in watched:
        own = one.reminders
        counts = general.business_days if own.business_days is None else own.business_days
        if own.holidays and not counts:
            faults.append(Fault(f"account {one.account.name}: reminders.holidays", what))
    # also those that are switched off: to switch one off must not make the file wrong
    used = general.business_days or any(map(_counts_days, model.accounts))
    if general.holidays and not used:
        faults.append(Fault("reminders.holidays", what))
    return faults


def _counts_days(account: Mapping[str, Any]) -> bool:
    own = account.get("reminders")
    return isinstance(own, dict) and own.get("business_days") is True


def _secrets(model: FileModel, watched: Iterable[Watched]) -> Iterator[tuple[str, Secret]]:
    """Every credential with its place."""
    if model.oncall and isinstance(model.oncall.who, Feed):
        yield "oncall.who", model.oncall.who.address
    for position, address in enumerate(model.alarm.notify if model.alarm else ()):
        yield f"alarm.notify.{position}", address
    for one in watched:
        for name, value in one.secrets.items():
            yield f"account {one.account.name}: {name}", value


def _secret_faults(secrets: Iterable[tuple[str, Secret]]) -> list[Fault]:
    faults = []
    for where, value in secrets:
        try:
            value.reveal()
        except AuthRejected as error:
            faults.append(Fault(where, str(error)))
    return faults
