"""One check of one account: ask the provider, compare, write it down.

`examine` asks and compares, and writes nothing; `Checker.check` records what it found. The network
comes first and no transaction is open meanwhile; then everything that follows from the answer
(invoices, history, messages to send, when to ask again) is written in one transaction. A failed
check changes no invoice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

import structlog

from bot import announce, backoff
from bot.announce import Manner
from bot.clock import Clock
from bot.drafts import failing, recovered, update
from bot.serves import Serving
from bot.slack.language import _
from providers.base import Provider, ProviderError, Unreadable
from state.changes import Implausible, diff, require_plausible, taken_at_its_word, unlisted
from state.model import Account, Change, Coverage, Invoice, Snapshot
from state.store import (
    CheckResult,
    Failure,
    Lease,
    Store,
)
from state.storms import Storm, storm

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Examined:
    """What an answer says against what we knew."""

    digest: str  # the same one next time means: nothing changed; empty: read it in any case
    snapshot: Snapshot | None  # None: the answer is the one we knew
    changes: Sequence[Change]
    storm: Storm | None = None  # most of what was owed changed at once
    doubt: str | None = None  # what spoke against the answer that was believed all the same


@dataclass(frozen=True, slots=True)
class Checked:
    """How the check of one account went."""

    account: str
    changes: Sequence[Change] = ()
    error: str | None = None
    skipped: str | None = None  # nothing was done, and why
    doubt: str | None = None  # what spoke against the answer; an operator believed it

    @property
    def ok(self) -> bool:
        """True if the provider's answer was read and, where asked for, recorded."""
        return self.error is None and self.skipped is None


@dataclass(frozen=True, slots=True)
class Plan:
    """How one account is checked and reminded of."""

    account: Account
    provider: Provider
    every: timedelta  # between two checks that went well
    manner: Callable[[Invoice], Manner]  # by which rules an invoice is spoken of, and where


def examine(
    provider: Provider,
    known: Callable[[], Mapping[str, Invoice]],
    digest: str | None,
    *,
    believe: bool = False,
) -> Examined:
    """Ask the provider and compare; `known` is only called when the answer is a new one.

    Raises ProviderError, also for an answer that is too strange to believe, unless a person
    has looked and says to `believe` it.
    """
    answer = provider.fetch()
    said = answer.digest
    if said == digest:  # the usual case: nothing is parsed
        return Examined(said, None, ())
    snapshot = provider.read(answer)
    before = known()
    absent = unlisted(before, snapshot)
    found: Mapping[str, Invoice | None] = {}
    if absent and snapshot.coverage is Coverage.OPEN_ONLY:
        found = provider.lookup(absent)
    doubt = _doubt(before, snapshot, found)
    if doubt is not None:
        if not believe:
            raise Unreadable(str(doubt))
        found = taken_at_its_word(absent, found)
    # What a look-up says is not in the digest: an invoice that is absent and not closed must be
    # asked for again even if the answer stays the same.
    explained = snapshot.coverage is Coverage.EVERYTHING or all(
        _is_closed(found.get(invoice.key.number)) for invoice in absent
    )
    changes = diff(before, snapshot, found)
    return Examined(
        said if explained else "",
        snapshot,
        changes,
        storm(before, changes),
        doubt.doubt if doubt else None,
    )


def _doubt(
    known: Mapping[str, Invoice], snapshot: Snapshot, found: Mapping[str, Invoice | None]
) -> Implausible | None:
    try:
        require_plausible(known, snapshot, found)
    except Implausible as error:
        return error
    return None


def _is_closed(found: Invoice | None) -> bool:
    return found is not None and found.is_closed


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks leased accounts and records what came of it."""

    store: Store
    clock: Clock
    jitter: Callable[[timedelta], timedelta]
    serving: Serving | None = None

    def check(self, plan: Plan, lease: Lease, *, believe: bool = False) -> Checked:
        """Check one account; provider errors are recorded, not raised.

        With `believe` an answer that would be refused as implausible is taken over, and the
        history says so.
        """
        name = plan.account.name
        started = monotonic()
        try:
            examined = examine(
                plan.provider, lambda: self.store.known(name), lease.digest, believe=believe
            )
        except ProviderError as error:
            return self._failed(plan, lease, error)
        result = self._result(plan, lease, examined)
        if not self.store.commit_check(lease, result):
            return Checked(name, skipped=_("another check of it was quicker"))
        seconds = round(monotonic() - started, 2)
        log.info("account_checked", account=name, changes=len(examined.changes), seconds=seconds)
        if examined.doubt is not None:
            log.warning("answer_believed", account=name, actor="operator", doubt=examined.doubt)
        if lease.failures:
            log.info("account_recovered", account=name, failures=lease.failures)
        return Checked(name, examined.changes, doubt=examined.doubt)

    def _result(self, plan: Plan, lease: Lease, examined: Examined) -> CheckResult:
        now = self.clock()
        said = announce.of_changes(
            plan.account,
            examined.changes,
            now,
            plan.manner,
            first=not lease.baselined,
            storm=examined.storm,
        )
        drafts = [*said.drafts]
        if self.serving is not None and examined.changes:
            ours = self.serving.depending_on(examined.changes)
            drafts += [update(view.account, view.invoice, now) for view in ours]
        if lease.failures:
            drafts.append(recovered(plan.account, lease.failing_since, now))
        return CheckResult(
            taken_at=now,
            next_check_at=now + self.jitter(plan.every),
            digest=examined.digest,
            changes=examined.changes,
            unread=examined.snapshot.unread if examined.snapshot else None,
            notes=examined.snapshot.notes if examined.snapshot else None,
            drafts=drafts,
            steps=said.steps,
            escalations=said.escalations,
            believed=examined.doubt,
        )

    def _failed(self, plan: Plan, lease: Lease, error: ProviderError) -> Checked:
        now = self.clock()
        retry_at = now + self.jitter(backoff.delay(error, lease.failures + 1, plan.every))
        said = failing(plan.account, error, retry_at, now)
        recorded = self.store.commit_failure(
            lease, Failure(now, error.kind, str(error), retry_at, [said])
        )
        if not recorded:
            return Checked(plan.account.name, skipped=_("another check of it was quicker"))
        level = log.warning if lease.failures == 0 else log.debug
        level("account_failing", account=plan.account.name, kind=error.kind, error=str(error))
        return Checked(plan.account.name, error=str(error))
