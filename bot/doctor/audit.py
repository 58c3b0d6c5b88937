"""The audit log: is it as it was written?"""

from collections.abc import Iterator
from typing import assert_never

from bot.doctor.case import Case
from bot.doctor.finding import Finding, ok, problem
from state.database import StateError, open_reader
from state.log.chain import Broken, Proof, Unbroken

WHERE = "audit log"


def audit_log(case: Case) -> Iterator[Finding]:
    """Prove it from end to end; a database that cannot be read is told of as such."""
    try:
        with open_reader(case.settings.database) as store:
            proof = store.verify()
    except StateError:
        return
    yield judged(proof)


def judged(proof: Proof) -> Finding:
    """Unbroken or not."""
    match proof:
        case Unbroken(head):
            return ok(WHERE, f"is unbroken, entries: {head.entries:,}, head {head}")
        case Broken(why, entry):
            advice = "run `duewatch verify` and do as it says, before anything else is written"
            return problem(WHERE, f"is broken at entry {entry}: {why}", advice)
        case _:
            assert_never(proof)
