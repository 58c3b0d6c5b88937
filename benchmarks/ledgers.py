"""Databases as large as a measurement wants them, filled through the store's own door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from benchmarks.books import NOW
from benchmarks.lines import line
from benchmarks.wire import PAGE, whmcs_answer
from bot import announce
from bot.demo.billing import ProviderName
from providers.base import Answer
from state.database import SqliteStore, open_store
from state.model import Account, Appeared, Direction, Invoice, InvoiceKey
from state.rules.calendar import WorkingTime
from state.rules.ladder import Ladder, Rules
from state.store import CheckResult

LEASE = timedelta(minutes=15)
LADDER = Ladder(before=(14, 7, 3, 1, 0), after=(1, 3, 7), repeat=7, max_repeats=8)
RULES = Rules(LADDER, WorkingTime("Europe/Berlin", time(9), time(17, 30)), "UTC")
PROVIDER: ProviderName = "whmcs"


@dataclass(frozen=True, slots=True)
class Listed:
    """One account: what its provider sends, and what it says."""

    account: Account
    answer: Answer
    invoices: tuple[Invoice, ...]


def listed(invoices: int, each: int = PAGE) -> list[Listed]:
    """Accounts with so many invoices each, in whole pages, and so many in all."""
    whole = whmcs_answer(invoices)
    pages = max(1, each // PAGE)
    starts = range(0, len(whole.parts), pages)
    return [_listed(whole, start, start + pages) for start in starts]


def _listed(whole: Answer, start: int, end: int) -> Listed:
    name = f"shop-{start:05}"
    account = Account(name, PROVIDER, Direction.RECEIVABLE, "#billing", "UTC", "USD")
    answer = Answer(whole.provider, whole.decoder, whole.parts[start:end])
    said = line(PROVIDER).read(answer).invoices
    own = tuple(replace(one, key=InvoiceKey(name, one.key.number)) for one in said)
    return Listed(account, answer, own)


def opened(path: Path, accounts: Sequence[Listed]) -> SqliteStore:
    """A new database that watches these accounts and has checked none of them."""
    store = open_store(path)
    store.sync_accounts([one.account for one in accounts], NOW)
    return store


def first_results(accounts: Sequence[Listed], at: datetime = NOW) -> Mapping[str, CheckResult]:
    """What the first check of each account leads to."""
    return {one.account.name: _first(one, at) for one in accounts}


def _first(one: Listed, at: datetime) -> CheckResult:
    changes = [Appeared(invoice) for invoice in one.invoices]
    manner = announce.Manner(RULES, one.account.channel)
    said = announce.of_changes(one.account, changes, at, lambda _: manner, first=True)
    return CheckResult(
        taken_at=at,
        next_check_at=at + timedelta(minutes=30),
        digest=one.answer.digest,
        changes=changes,
        drafts=said.drafts,
        steps=said.steps,
    )


def load(store: SqliteStore, results: Mapping[str, CheckResult]) -> None:
    """Record a check of each account, one transaction each."""
    leases = store.claim_due(NOW, len(results), LEASE)
    for lease in leases:
        if not store.commit_check(lease, results[lease.account]):
            raise AssertionError(f"{lease.account}: the lease was overtaken")
