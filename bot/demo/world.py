"""A world of billing accounts at simulated providers, served over HTTP on loopback."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo import accounts_toml
from bot.demo.billing import BillingAccount, Fault, ProviderName
from bot.demo.loopback import Served
from bot.demo.serving import linger, respond
from bot.demo.simulators.exchange import Ask

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"]
PATHS: Final[Mapping[ProviderName, str]] = {
    "interserver": "/api.php",
    "whmcs": "",
    "voxel": "/version/1.0/",
    "singlehop": "/",
}
ZONES: Final[Mapping[ProviderName, str]] = {
    "interserver": "America/New_York",
    "whmcs": "UTC",
    "voxel": "America/New_York",
    "singlehop": "America/Chicago",
}
CREDENTIALS: Final[Mapping[ProviderName, Mapping[str, str]]] = {
    "interserver": {"username": "billing@acme.example", "password": "demo-password"},
    "whmcs": {"identifier": "demo-identifier", "secret": "demo-secret"},
    "voxel": {"key": "demo-key", "secret": "demo-secret"},
    "singlehop": {"username": "leap-user", "password": "demo-password"},
}


class World:
    """Every simulated account by name. Safe to use from any thread.

    `clock` gives the time at the providers, aware. `slow_seconds` are real ones: how long
    an account with the fault `slow` lets its callers wait.
    """

    def __init__(self, clock: Callable[[], datetime], slow_seconds: float = 8.0) -> None:
        self.clock = clock
        self.slow_seconds = slow_seconds
        self._accounts: dict[str, BillingAccount] = {}

    def add_account(
        self,
        name: str,
        provider: ProviderName,
        *,
        credentials: Mapping[str, str] | None = None,
        timezone: str | None = None,
        currency: str = "USD",
        settings: Mapping[str, str | tuple[str, ...]] | None = None,
    ) -> BillingAccount:
        """Open an account; what is not given is what the provider's customers usually have."""
        if name in self._accounts:
            raise ValueError(f"there is an account {name} already")
        account = BillingAccount(
            name,
            provider,
            self.clock,
            credentials=credentials or CREDENTIALS[provider],
            timezone=timezone or ZONES[provider],
            currency=currency,
            settings=settings,
        )
        self._accounts[name] = account
        return account

    def account(self, name: str) -> BillingAccount:
        """Return an account; LookupError names the ones there are."""
        if name not in self._accounts:
            raise LookupError(f"no account {name!r}; there are {', '.join(self._accounts)}")
        return self._accounts[name]

    def accounts(self, provider: ProviderName | None = None) -> list[BillingAccount]:
        """Return the accounts in the order they were opened, all or a provider's."""
        accounts = list(self._accounts.values())
        return [one for one in accounts if provider in (None, one.provider)]

    def break_provider(self, provider: ProviderName, fault: Fault | None) -> None:
        """Give all accounts of a provider this fault; None repairs it."""
        for account in self.accounts(provider):
            account.fault = fault

    def url(self, name: str, base_url: str) -> str:
        """Return the address to configure for an account of a world served at `base_url`."""
        account = self.account(name)
        return f"{base_url.rstrip('/')}/{account.name}{PATHS[account.provider]}"

    def app(self) -> Starlette:
        """Return the web application; account `shop` answers below `/shop`."""
        routes = [
            Route("/{account}", self._answer, methods=METHODS),
            Route("/{account}/{path:path}", self._answer, methods=METHODS),
        ]
        return Starlette(routes=routes)

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> Served:
        """Serve the world from a thread of its own until `stop()`."""
        return Served(self.app(), host, port)

    async def _answer(self, request: Request) -> Response:
        account = self._accounts.get(request.path_params["account"])
        if account is None:
            return Response("no such account\n", 404, media_type="text/plain")
        ask = Ask(
            method=request.method,
            path=request.path_params.get("path", ""),
            query=dict(request.query_params),
            headers=dict(request.headers),
            body=await request.body(),
            address=str(request.url.replace(query="")),
        )
        if account.fault == "slow":
            await linger(self.slow_seconds, request.scope)
        return respond(account, ask)

    def snapshot_config(self, base_url: str) -> str:
        """Return the `[[accounts]]` of duewatch.toml for a world served at `base_url`."""
        tables = (accounts_toml.table(a, self.url(a.name, base_url)) for a in self.accounts())
        return "\n".join(tables)

    def environment(self) -> dict[str, str]:
        """Return the variables that the text of `snapshot_config` refers to."""
        return dict(accounts_toml.environment(self.accounts()))
