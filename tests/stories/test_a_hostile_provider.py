"""One provider means harm; the account beside it is checked, said and reminded of as always."""

import threading
from collections.abc import Iterator
from concurrent.futures import as_completed
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.app import plans
from bot.demo.world import World
from providers.conformance import faults
from providers.conformance.server import Speaker, Spoken, serving
from providers.conformance.wire import Request
from tests.stories.house import House, house

MEBIBYTE = 2**20


def gibibyte(_: Request) -> Spoken:
    def pieces() -> Iterator[bytes]:
        for _ in range(1024):
            yield b"100000\r\n" + b" " * MEBIBYTE + b"\r\n"

    return 200, {"Transfer-Encoding": "chunked"}, pieces()


def endless(request: Request) -> Spoken:
    """Page after page of an account that owes without end, each a while in the making."""
    threading.Event().wait(0.05)
    start = int(request.form.get("limitstart", "0"))
    rows = ",".join(
        f'{{"id": {number}, "total": "1.00", "status": "Unpaid", "currencycode": "USD"}}'
        for number in range(start + 1, start + 101)
    )
    body = (
        f'{{"result": "success", "totalresults": {start + 10_000}, "numreturned": 100,'
        f' "invoices": {{"invoice": [{rows}]}}}}'
    )
    return 200, {}, body.encode()


ATTACKS: dict[str, Speaker] = {
    "a body of 1 GB": gibibyte,
    "a gzip bomb": faults.gzip_bomb(128 * MEBIBYTE),
    "JSON 100,000 deep": faults.always((200, {}, b"[" * 100_000)),
    "a slow drip": faults.drip(30.0),
    "pages without end": endless,
}


def furnish(world: World) -> None:
    world.add_account("good", "whmcs").add("100", "10.00", due=date(2026, 12, 1))
    world.add_account("bad", "whmcs").add("200", "20.00", due=date(2026, 12, 1))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_provider_harms_no_other_account(tmp_path: Path, attack: str) -> None:
    with house(tmp_path, furnish) as home, serving(ATTACKS[attack]) as hostile:
        home.check()
        lead_astray(home, "bad", hostile.url)
        home.world.account("good").add("101", "12.50", due=date(2026, 12, 4))
        home.clock.forward(hours=1)
        running = home.core.engine.start_checks()
        assert len(running) == 2
        good, bad = sorted((one.result() for one in running), key=lambda one: bool(one.error))
        home.deliver()
        assert (good.account, good.error, len(good.changes)) == ("good", None, 1)
        assert bad.account == "bad"
        assert bad.error is not None
        assert home.about("good/101")["text"]
        assert any("bad" in str(m["text"]) for m in home.messages())
        known = home.core.store.known("bad")
        assert [invoice.is_closed for invoice in known.values()] == [False], "nothing was lost"


def lead_astray(home: House, account: str, url: str) -> None:
    """From now on somebody else answers for this account."""
    settings = home.core.settings
    watched = replace(settings.accounts[account], url=url)
    accounts = {**settings.accounts, account: watched}
    made = plans(replace(settings, accounts=accounts), home.core.clients, home.clock)
    bad = made[account]
    made[account] = replace(bad, provider=replace(bad.provider, fetch_seconds=3.0))  # type: ignore[type-var]
    home.core.engine.plans = made


def test_the_good_account_does_not_wait_for_the_bad_one(tmp_path: Path) -> None:
    with house(tmp_path, furnish) as home, serving(ATTACKS["a slow drip"]) as hostile:
        home.check()
        lead_astray(home, "bad", hostile.url)
        home.clock.forward(hours=1)
        ended = [one.result() for one in as_completed(home.core.engine.start_checks())]
        assert [(one.account, one.ok) for one in ended] == [("good", True), ("bad", False)]
