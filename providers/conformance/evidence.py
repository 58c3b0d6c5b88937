"""Laws 1, 7 and 10: what a provider says about itself, gives away, and asks for."""

import re
from zoneinfo import available_timezones

from moneyed import CURRENCIES

from providers.base import ProviderError, ProviderSpec
from providers.conformance import faults
from providers.conformance.bench import Bench
from providers.conformance.credentials import leaks, made_up, spellings
from providers.conformance.report import Case
from providers.conformance.server import Speaker, Spoken
from providers.conformance.wire import Request, Wire

METHODS = frozenset({"GET", "HEAD", "POST"})
ECHOES = (200, 400, 401, 403, 404, 500)


def the_provider_introduces_itself(bench: Bench) -> None:
    """Law 1."""
    for name, is_so, remedy in _claims(bench.wire, bench.spec):
        case = bench.tried(Case(1, name))
        if not is_so:
            bench.violated(case, remedy)


def _claims(wire: Wire, spec: ProviderSpec) -> list[tuple[str, bool, str]]:
    folder = wire.provider.__name__.rpartition(".")[2]
    ours = wire.provider.__name__.startswith("providers.")
    docstring = wire.provider.__doc__ or ""
    return [
        ("name", not ours or spec.name == folder, f"SPEC.name is not {folder!r}, its folder"),
        (
            "name to type",
            re.fullmatch(r"[a-z][a-z0-9_-]{1,30}", spec.name) is not None,
            "SPEC.name must be lower-case letters, digits, - and _",
        ),
        ("title", bool(spec.title.strip()), "SPEC.title is empty"),
        (
            "how it logs in",
            re.search(r"\bauthenticat", docstring, re.IGNORECASE) is not None,
            "the package's docstring does not say how it authenticates",
        ),
        (
            "what it lists",
            re.search(
                r"\b(lists?|listed|asks?)\b.*\binvoices?\b", docstring, re.IGNORECASE | re.DOTALL
            )
            is not None,
            "the package's docstring does not say which invoices it lists",
        ),
        ("time zone", spec.timezone in available_timezones(), "SPEC.timezone is not an IANA name"),
        (
            "currency",
            spec.currency is None or spec.currency in CURRENCIES,
            "SPEC.currency is not an ISO code",
        ),
        (
            "address",
            spec.url is None or spec.url.startswith("https://"),
            "SPEC.url must begin with https://",
        ),
        (
            "options",
            all(option.help for option in spec.options),
            "an option does not say what it is",
        ),
        ("credentials", bool(made_up(spec)), "no option is a SECRET"),
    ]


def no_credential_is_said(bench: Bench) -> None:
    """Law 7. First the service echoes all it was sent; then everything said is searched."""
    secrets = _spelled(bench)
    for step in bench.steps():
        for name, fault in _echoes(bench.wire, _repeatable(bench, secrets)).items():
            case = Case(7, f"{name} at {step}")
            outcome = bench.check(case, bench.at(step, fault))
            if outcome.error is not None and not isinstance(outcome.error, ProviderError):
                bench.violated(case, outcome.told)
    for case, words in dict.fromkeys(bench.said):
        bench.report.tried[7] += 1
        for piece in leaks(words, secrets):
            bench.violated(Case(7, case.name), _where(words, piece))
            break


def _where(words: str, piece: str) -> str:
    start = max(0, words.find(piece) - 60)
    return f"{piece!r}, a piece of a credential, is said: …{words[start : start + 120]!r}…"


def _spelled(bench: Bench) -> frozenset[str]:
    texts = (*(f"kit-{option.name}" for option in bench.spec.options), *bench.wire.texts.values())
    credentials = [*made_up(bench.spec).values(), *bench.wire.sessions]
    return frozenset(form for one in credentials for form in spellings(one, texts))


def _repeatable(bench: Bench, secrets: frozenset[str]) -> list[str]:
    """What the service can quote: all it was sent, as it was sent or escaped for a page."""
    sent = "\n".join({_all_of(request) for _, request in bench.requests})
    plain = [*made_up(bench.spec).values(), *bench.wire.sessions]
    pages = {form for one in plain for form in spellings(one) if "&" in form or form == one}
    return sorted(pages | {form for form in secrets if form in sent})


def _all_of(request: Request) -> str:
    body = request.body.decode("utf-8", "replace")
    return f"{body} {[*request.headers.values()]} {request.query}"


def _echoes(wire: Wire, quotable: list[str]) -> dict[str, Speaker]:
    return {
        **{f"an echo with status {status}": _echo(status) for status in ECHOES},
        **{
            f"a complaint that quotes {position} of {len(quotable)} spellings": faults.always(
                wire.complaint(f"Sorry, {quoted} cannot do this")
            )
            for position, quoted in enumerate(quotable, 1)
        },
        **{
            f"a complaint that buries {position} of {len(quotable)} spellings": faults.always(
                wire.complaint("x" * 90 + f" {quoted}" * 3)
            )
            for position, quoted in enumerate(quotable, 1)
        },
    }


def _echo(status: int) -> Speaker:
    def speak(request: Request) -> Spoken:
        sent = [request.path, repr(request.query), repr(request.headers), repr(request.form)]
        page = "<html><body><pre>" + "\n".join(sent) + "</pre>"
        return status, faults.HTML, page.encode() + request.body + b"</body></html>"

    return speak


def only_reading_operations_are_called(bench: Bench) -> None:
    """Law 10. Every request of every case so far is looked at."""
    for case, request in bench.requests:
        bench.report.tried[10] += 1
        called = bench.wire.operation(request)
        if called not in bench.wire.reads:
            bench.violated(Case(10, f"law {case.law}, {case.name}"), f"it called {called!r}")
        if request.method not in METHODS:
            bench.violated(
                Case(10, f"law {case.law}, {case.name}"),
                f"{request.method} {request.path} can change something",
            )
