"""All ten laws, applied to one provider."""

from providers.conformance.bench import Bench
from providers.conformance.evidence import (
    no_credential_is_said,
    only_reading_operations_are_called,
    the_provider_introduces_itself,
)
from providers.conformance.failing import (
    failures_have_their_errors,
    what_is_no_answer_is_unreadable,
)
from providers.conformance.hostile import hostile_answers_are_refused
from providers.conformance.reading import (
    amounts_and_dates_are_exact,
    lists_are_read_whole,
    odd_rows_are_put_aside,
    the_payloads_say_what_is_expected,
)
from providers.conformance.report import LAWS, Case, Report
from providers.conformance.transcript import transcript
from providers.conformance.wire import Wire


def judge(wire: Wire) -> Report:
    """Try everything; takes some seconds. Law 7 and 10 look at what the others left behind."""
    bench = Bench(wire, Report(wire.provider.SPEC.name, wire.excused))
    the_provider_introduces_itself(bench)
    the_payloads_say_what_is_expected(bench)
    lists_are_read_whole(bench)
    odd_rows_are_put_aside(bench)
    amounts_and_dates_are_exact(bench)
    failures_have_their_errors(bench)
    what_is_no_answer_is_unreadable(bench)
    hostile_answers_are_refused(bench)
    no_credential_is_said(bench)
    only_reading_operations_are_called(bench)
    for law in LAWS:
        if not bench.report.tried[law]:
            bench.violated(Case(law, "cases"), "nothing was tried")
    bench.close()
    return bench.report


def as_read(wire: Wire) -> str:
    """What a provider reads in payloads/ok, as expected/ok.txt should say it."""
    bench = Bench(wire, Report(wire.provider.SPEC.name, wire.excused))
    outcome = bench.check(Case(2, "payloads/ok"), wire.ok)
    bench.close()
    if outcome.error is not None:
        raise ValueError(f"payloads/ok cannot be read: {outcome.told}")
    return transcript(outcome.found).replace(outcome.served.url, wire.shown_as)
