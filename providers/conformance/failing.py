"""Laws 4 and 5: each way to fail has its own error, and none looks like an empty list."""

import socket
from datetime import timedelta

from providers.base import AuthRejected, ProviderError, RateLimited, Unreachable, Unreadable
from providers.conformance import faults
from providers.conformance.bench import NOW, Bench, Outcome
from providers.conformance.reading import DAY
from providers.conformance.report import Case
from providers.conformance.server import Speaker
from providers.conformance.wire import Handler, Row, Wire
from state.model import Snapshot

SHORT = 0.3  # seconds of a deadline that is meant to pass

CUTS = {"a quarter": 0.25, "half": 0.5, "three quarters": 0.75, "all but the last byte": 1.0}


def failures_have_their_errors(bench: Bench) -> None:
    """Law 4. Each fault is tried at each operation that a check calls."""
    for name, handler in bench.wire.refused.items():
        case = bench.tried(Case(4, f"refused: {name}"))
        bench.expect(case, bench.check(case, handler), AuthRejected)
    if not bench.wire.refused:
        bench.violated(Case(4, "refused"), "the wire has no case of refused credentials")
    _nobody_listens(bench)
    for step in bench.steps():
        for name, fault in _absences(bench.wire).items():
            case = bench.tried(Case(4, f"{name} at {step}"))
            outcome = bench.check(case, bench.at(step, fault), deadline=SHORT)
            bench.expect(case, outcome, Unreachable)
        for status in (500, 502, 503, 504):
            case = bench.tried(Case(4, f"status {status} at {step}"))
            outcome = bench.check(case, bench.at(step, faults.status(status)))
            bench.expect(case, outcome, Unreachable)
        _rate_limits(bench, step)


def _absences(wire: Wire) -> dict[str, Speaker]:
    return {
        "no answer in time": faults.late(SHORT * 4, wire.ok),
        "an answer that drips": faults.drip(SHORT * 5),
        "a line that goes dead": faults.hung_up(wire.ok),
    }


def _nobody_listens(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    case = bench.tried(Case(4, "nobody listens"))
    bench.expect(case, bench.ask_nobody(case, url + bench.wire.path), Unreachable)


def _rate_limits(bench: Bench, step: str) -> None:
    at_date = (NOW + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    for header, wait in (("7", 7), (at_date, 90), ("", None), ("soon", None)):
        case = bench.tried(Case(4, f"status 429 with Retry-After {header!r} at {step}"))
        fault = faults.status(429, **({"Retry_After": header} if header else {}))
        outcome = bench.check(case, bench.at(step, fault))
        wanted = None if wait is None else timedelta(seconds=wait)
        is_limit = bench.expect(case, outcome, RateLimited)
        if is_limit and getattr(outcome.error, "retry_after", None) != wanted:
            bench.violated(case, f"`retry_after` is not {wanted}")


def what_is_no_answer_is_unreadable(bench: Bench) -> None:
    """Law 5."""
    for name, handler in bench.wire.broken.items():
        case = bench.tried(Case(5, f"broken: {name}"))
        bench.expect(case, bench.check(case, handler), Unreadable)
    if not bench.wire.broken:
        bench.violated(Case(5, "broken"), "the wire has no case of a missing field")
    for step in bench.steps():
        for name, fault in _no_answers(bench.wire).items():
            case = bench.tried(Case(5, f"{name} at {step}"))
            bench.expect(case, bench.check(case, bench.at(step, fault)), Unreadable)
        _complaints(bench, step)
    _look_ups(bench)


def _complaints(bench: Bench, step: str) -> None:
    """A refusal of details only may also be told in `unread`, as long as no invoice is lost."""
    case = bench.tried(Case(5, f"a complaint at {step}"))
    usual, outcome = (
        bench.check(case, speak)
        for speak in (bench.wire.ok, bench.at(step, _complaint(bench.wire)))
    )
    whole, left = usual.found, outcome.found
    if not (isinstance(whole, Snapshot) and isinstance(left, Snapshot)):
        bench.expect(case, outcome, Unreadable)
    elif len(left.unread) <= len(whole.unread) or _standings(left) != _standings(whole):
        bench.violated(case, f"the refusal is not told in `unread`; {outcome.told}")


def _standings(snapshot: Snapshot) -> dict[str, str]:
    return {invoice.key.number: invoice.standing for invoice in snapshot.invoices}


def _complaint(wire: Wire) -> Speaker:
    return faults.always(wire.complaint("The table of things is away"))


def _no_answers(wire: Wire) -> dict[str, Speaker]:
    """What is answered in place of an operation's answer."""
    return {
        **{name: faults.always(answer) for name, answer in faults.NOT_ANSWERS.items()},
        **{f"cut after {name}": faults.cut(part, wire.ok) for name, part in CUTS.items()},
    }


def _look_ups(bench: Bench) -> None:
    """A look-up that gets no answer never says "there is no such invoice", nor "paid"."""
    listing = bench.wire.listing([Row("101", "10.00", DAY)])
    first = Case(5, "a look-up")
    snapshot = bench.check(first, listing).found
    if not isinstance(snapshot, Snapshot) or not snapshot.invoices:
        bench.violated(first, "the list with one invoice could not be read")
        return
    usual = bench.lookup(first, listing, snapshot.invoices)
    steps = dict.fromkeys(map(bench.wire.operation, usual.served.requests))
    for step in steps:
        for name, fault in _silences(bench.wire, listing).items():
            case = bench.tried(Case(5, f"look-up, {name} at {step}"))
            outcome = bench.lookup(case, bench.at(step, fault, listing), snapshot.invoices)
            _require_no_verdict(bench, case, outcome)


def _silences(wire: Wire, listing: Handler) -> dict[str, Speaker]:
    return {
        **{name: faults.always(answer) for name, answer in faults.NOT_ANSWERS.items()},
        **{f"cut after {name}": faults.cut(part, listing) for name, part in CUTS.items()},
        "status 500": faults.status(500),
        "status 429": faults.status(429),
        "a complaint": _complaint(wire),
    }


def _require_no_verdict(bench: Bench, case: Case, outcome: Outcome) -> None:
    if isinstance(outcome.error, ProviderError):
        return
    if outcome.error is not None or not isinstance(outcome.found, dict):
        bench.violated(case, f"a ProviderError or no verdict was expected, but {outcome.told}")
        return
    for number, invoice in outcome.found.items():
        if invoice is None or invoice.is_closed:
            bench.violated(case, f"without an answer it says {invoice} about {number}")
