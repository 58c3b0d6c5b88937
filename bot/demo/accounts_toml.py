"""The simulated accounts as a configuration file has them."""

import json
from collections.abc import Iterable, Mapping

from bot.demo.billing import BillingAccount

IN_THE_OPEN = ("username",)  # what the configuration takes as plain text
Setting = str | tuple[str, ...]


def table(account: BillingAccount, url: str) -> str:
    """Return an account's `[[accounts]]` table; secrets stand as names of variables."""
    common = {"timezone": account.timezone, "currency": account.currency}
    lines = {"name": account.name, "provider": account.provider, "url": url, **common}
    text = [f"{name} = {_quoted(value)}" for name, value in lines.items()]
    for option, value in account.credentials.items():
        secret = f"{{ env = {_quoted(variable(account.name, option))} }}"
        text.append(f"{option} = {_quoted(value) if option in IN_THE_OPEN else secret}")
    text += [f"{name} = {_quoted(value)}" for name, value in account.settings.items()]
    return "\n".join(["[[accounts]]", *text, ""])


def environment(accounts: Iterable[BillingAccount]) -> Mapping[str, str]:
    """Return the variables that the tables name."""
    return {
        variable(account.name, option): value
        for account in accounts
        for option, value in account.credentials.items()
        if option not in IN_THE_OPEN
    }


def variable(account: str, option: str) -> str:
    """Return the variable that holds a secret: `DEMO_ACME_VPS_PASSWORD`."""
    return f"DEMO_{account}_{option}".upper().replace("-", "_")


def _quoted(value: Setting) -> str:
    # JSON's strings and lists of strings are TOML's as well
    return json.dumps(value, ensure_ascii=False)
