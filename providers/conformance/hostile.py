"""Law 9: answers meant to do harm are refused, quickly and without following them."""

from providers.base import Unreachable, Unreadable
from providers.conformance import faults
from providers.conformance.bench import MEBIBYTE, Bench
from providers.conformance.report import Case
from providers.conformance.server import Speaker, serving
from providers.conformance.wire import Wire

CAP = MEBIBYTE // 4
REDIRECTS = (301, 302, 303, 307, 308)


def hostile_answers_are_refused(bench: Bench) -> None:
    """Law 9. A second server listens for whoever is lured away."""
    with serving(faults.always(faults.MAINTENANCE), host="localhost") as lure:
        for step in bench.steps():
            for name, fault in {**_lures(lure.url, bench.wire), **_masses(bench.wire)}.items():
                case = bench.tried(Case(9, f"{name} at {step}"))
                outcome = bench.check(case, bench.at(step, fault), max_bytes=CAP)
                bench.expect(case, outcome, Unreadable, Unreachable)
                if lure.requests:
                    bench.violated(case, f"it was lured to another host: {lure.requests[0].path}")
                    lure.requests.clear()
                if any("/lured" in request.path for request in outcome.served.requests):
                    bench.violated(case, "it followed a redirect with its credentials")


def _lures(elsewhere: str, wire: Wire) -> dict[str, Speaker]:
    external = f'<!ENTITY e SYSTEM "{elsewhere}/entity">'.encode()
    parameter = f'<!ENTITY % p SYSTEM "{elsewhere}/dtd"> %p; <!ENTITY e "x">'.encode()
    return {
        **{
            f"redirect {status} to another host": faults.status(status, Location=f"{elsewhere}/x")
            for status in REDIRECTS
        },
        "an endless redirect": faults.status(302, Location="/lured"),
        "a redirect to nowhere": faults.status(302, Location="http://[::bad/"),
        "an external entity": faults.with_entities(external, wire.ok),
        "an external document type": faults.with_entities(parameter, wire.ok),
        "a local file as an entity": faults.with_entities(
            b'<!ENTITY e SYSTEM "file:///etc/hostname">', wire.ok
        ),
    }


def _masses(wire: Wire) -> dict[str, Speaker]:
    return {
        "an entity bomb": faults.with_entities(faults.bomb(), wire.ok),
        "a gzip bomb": faults.gzip_bomb(64 * MEBIBYTE),
        "a body above the cap": faults.padded(CAP, wire.ok),
        **{name: faults.always((200, {}, body[:CAP])) for name, body in faults.DEEP.items()},
    }
