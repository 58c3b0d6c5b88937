"""Each account by a real question to its provider; nothing is written, neither here nor there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from bot.app import plans
from bot.check import Plan
from bot.doctor.case import Case
from bot.doctor.finding import Finding, ok, problem, warning
from bot.slack.render.text import count
from providers.base import AuthRejected, ProviderError, RateLimited, Unreachable
from state.model import Snapshot

_ADVICE = {
    AuthRejected.kind: "correct its credentials; at the provider, look at its list of allowed"
    " addresses and at what this key may do",
    Unreachable.kind: "check the account's url, the network and the provider's status page",
}


def accounts(case: Case) -> Iterator[Finding]:
    """Ask all providers, as many at once as checks do; in the order of the file."""
    made = plans(case.settings, case.clients, case.clock)
    with ThreadPoolExecutor(case.settings.check.concurrency) as pool:
        for findings in pool.map(_asked, made.values()):
            yield from findings


def _asked(plan: Plan) -> list[Finding]:
    where = f"account {plan.account.name} ({plan.account.provider})"
    started = monotonic()
    try:
        snapshot = plan.provider.read(plan.provider.fetch())
    except RateLimited as error:
        return [warning(where, str(error), "ask again later; the bot waits by itself")]
    except ProviderError as error:
        advice = _ADVICE.get(error.kind, "if it stays so, the provider has changed its answers")
        return [problem(where, str(error), advice)]
    return list(judged(where, snapshot, monotonic() - started))


def judged(where: str, snapshot: Snapshot, seconds: float) -> Iterator[Finding]:
    """What an answer holds, and what of it could not be understood."""
    owed = sum(invoice.is_owed for invoice in snapshot.invoices)
    listed = f"{count(len(snapshot.invoices), 'invoice')}, {owed:,} owed"
    yield ok(where, f"answered with {listed}, in {seconds:.1f} s")
    if snapshot.unread:
        rows = count(len(snapshot.unread), "row")
        yield warning(
            where,
            f"{rows} of the answer could not be understood",
            "`/invoices accounts` names what could not be read",
        )
