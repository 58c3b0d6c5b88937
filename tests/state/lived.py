"""A store in which much has happened, and what a search of it should find, in plain Python."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from state.changes import diff
from state.database import SqliteStore, open_store
from state.model import (
    Account,
    Care,
    CareState,
    Coverage,
    Direction,
    Invoice,
    InvoiceView,
    Snapshot,
    Standing,
)
from state.search import Amounts, Held, Search
from state.store import CheckResult, Decision, Question
from tests.state.builders import DAY, HOUR, NOON, account, invoice, lease, money

TODAY = {"Europe/Berlin": date(2026, 11, 20), "Asia/Tokyo": date(2026, 11, 21)}
ACCOUNTS = [
    account("acme"),
    account("bolt", currency="EUR"),
    account("bolt-2", provider="voxel", timezone="Asia/Tokyo"),
    account("shop", provider="whmcs", direction=Direction.RECEIVABLE),
    account("store", provider="whmcs", direction=Direction.RECEIVABLE, timezone="Asia/Tokyo"),
]
CLIENTS = (None, "Müller & Söhne", "MÜLLER AG", "Example 50%_Ltd", "Straße")
STANDINGS = [Standing.OPEN] * 6 + [Standing.UNKNOWN, Standing.PAID, Standing.PENDING, Standing.VOID]
AMOUNTS = ("0.01 USD", "5.00 USD", "100.00 USD", "100.01 USD", "99.99 USD", "130.00 USD", "7 JPY")
MORE = ("20000 JPY", "0 EUR", "-3.00 EUR", "99.999 KWD", "250000.00 EUR", None, "12.34 EUR")


def made_up(of: Account, number: int, chance: Random) -> Invoice:
    amount = chance.choice(AMOUNTS + MORE)
    days = chance.choice((None, 0, 0, -1, 1, *range(-12, 14)))
    whole = chance.choice((amount, None))
    found = invoice(f"{of.name}/{number}", amount, standing=chance.choice(STANDINGS))
    return replace(
        found,
        total=None if whole is None else money(whole),
        due=None if days is None else TODAY["Europe/Berlin"] + timedelta(days=days),
        client=chance.choice(CLIENTS) if of.direction is Direction.RECEIVABLE else None,
    )


def checked(store: SqliteStore, of: Account, invoices: Sequence[Invoice], at: int) -> None:
    now = NOON + at * HOUR
    listed = Snapshot(of.name, tuple(invoices), Coverage.EVERYTHING, (), now)
    changes = diff(store.known(of.name), listed, {})
    taken = lease(store, now, of.name)
    assert store.commit_check(taken, CheckResult(now, now + DAY, f"at {at}", changes))


def cared_for(store: SqliteStore, chance: Random) -> None:
    owed = store.invoices(Question())
    for view in chance.sample(owed, len(owed) // 3):
        care = Care(
            chance.choice(list(CareState)),
            chance.choice(("U1", "U2")),
            NOON,
            until=chance.choice((None, None, NOON - HOUR, NOON, NOON + DAY)),
            holder=chance.choice((None, "U3")),
            day=chance.choice((None, *(NOON.date() + turn * DAY for turn in (-3, 1, 5, 30)))),
        )
        store.decide(view.invoice.key, partial(decided, care))


def decided(care: Care, _: InvoiceView) -> Decision:
    return Decision(care, "said", "U1", NOON)


def lived(path: Path, seed: int) -> SqliteStore:
    """Invoices came, changed and went, accounts as well."""
    chance, store = Random(seed), open_store(path)
    store.sync_accounts([replace(one, timezone="UTC") for one in ACCOUNTS], NOON)
    for at in range(3):
        for of in ACCOUNTS:
            checked(store, of, [made_up(of, n, chance) for n in range(35)], at)
        if at == 0:
            store.sync_accounts(ACCOUNTS[1:], NOON)  # one is given up, the others move
        if at == 1:
            cared_for(store, chance)
        store.sync_accounts(ACCOUNTS, NOON)
    return store


def is_wanted(view: InvoiceView, search: Search) -> bool:
    """The same, asked of one invoice in plain Python."""
    return _is_due(view, search) and is_kept(view, search)


def _is_due(view: InvoiceView, search: Search) -> bool:
    window, due = search.windows[view.account.timezone], view.invoice.due
    if search.unclear and view.invoice.standing is Standing.UNKNOWN:
        return True
    if due is None:
        return search.undated
    return (window.first or date.min) <= due <= (window.last or date.max)


def is_kept(view: InvoiceView, search: Search) -> bool:
    client = (view.invoice.client or "").casefold()
    return all(
        (
            search.direction in (None, view.account.direction),
            search.accounts is None or view.account.name in search.accounts,
            not search.clients or any(part.casefold() in client for part in search.clients),
            search.standing in (None, view.invoice.standing),
            search.amounts is None or _is_between(view.invoice, search.amounts),
            search.held is None or _is_held(view.care, search.held),
        )
    )


def _is_between(one: Invoice, amounts: Amounts) -> bool:
    if one.open is None:
        return True
    if amounts.currency not in (None, one.open.currency.code):
        return False
    above = amounts.over is None or one.open.amount > amounts.over
    return above and (amounts.under is None or one.open.amount < amounts.under)


def _is_held(care: Care | None, held: Held) -> bool:
    if held.nobody or care is None:
        return held.nobody and care is None
    by = not held.people or care.held_by in held.people
    return by and (not held.states or care.state in held.states)
