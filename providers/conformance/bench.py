"""Where the laws try a provider: one case, one server, one answer, everything noted."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from traceback import format_exception
from typing import Any

from providers.base import Connection, OptionKind, Provider, ProviderError, ProviderSpec, Secret
from providers.conformance import faults
from providers.conformance.credentials import made_up
from providers.conformance.overheard import overhearing
from providers.conformance.report import Case, Report, Violation
from providers.conformance.server import Served, Speaker, serving
from providers.conformance.wire import Handler, Request, Wire
from providers.deadline import open_client
from state.model import Account, Invoice, Snapshot

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PATIENCE = 10.0  # seconds that a case may take beyond its deadline
MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case ended."""

    found: Any  # a Snapshot, or the result of a look-up; None after an error
    error: BaseException | None
    served: Served

    @property
    def told(self) -> str:
        """The outcome in words, for a violation."""
        if isinstance(self.error, ProviderError):
            return f"it raised {type(self.error).__name__}: {self.error}"
        if self.error is not None:
            return (
                f"it raised {type(self.error).__name__}: {self.error}"
                " (nothing but a ProviderError may leave a provider)"
            )
        if isinstance(self.found, Snapshot):
            count, odd = len(self.found.invoices), len(self.found.unread)
            return f"it gave a snapshot of {count} invoices and {odd} unread rows"
        return f"it gave {self.found!r}"


@dataclass(slots=True)
class Bench:
    """Tries one provider. Notes every request, every word said, every violation."""

    wire: Wire
    report: Report
    requests: list[tuple[Case, Request]] = field(default_factory=list)
    said: list[tuple[Case, str]] = field(default_factory=list)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    @property
    def spec(self) -> ProviderSpec:
        """How the provider introduces itself."""
        spec = self.wire.provider.SPEC
        if not isinstance(spec, ProviderSpec):
            raise ValueError(f"{self.wire.provider.__name__}.SPEC is not a ProviderSpec")
        return spec

    def close(self) -> None:
        """End the thread that the provider was tried in."""
        self._pool.shutdown()

    def check(
        self, case: Case, speak: Speaker, *, deadline: float = 10.0, max_bytes: int = 32 * MEBIBYTE
    ) -> Outcome:
        """One check of the account: fetch and read."""
        return self._try(case, speak, lambda line: line.read(line.fetch()), deadline, max_bytes)

    def lookup(self, case: Case, speak: Speaker, invoices: Sequence[Invoice]) -> Outcome:
        """One look-up of known invoices."""
        return self._try(case, speak, lambda line: dict(line.lookup(invoices)), 10.0, 32 * MEBIBYTE)

    def ask_nobody(self, case: Case, url: str) -> Outcome:
        """One check of an account whose address nobody listens at."""
        with self._line(url, 2.0, MEBIBYTE) as line:
            found, error = self._run(case, line, lambda: line.read(line.fetch()), 2.0)
        return Outcome(found, error, Served(url))

    def expect(self, case: Case, outcome: Outcome, *kinds: type[ProviderError]) -> bool:
        """Note a violation unless the case ended with such an error, told for people."""
        if not isinstance(outcome.error, kinds):
            names = " or ".join(kind.__name__ for kind in kinds)
            self.violated(case, f"{names} was expected, but {outcome.told}")
            return False
        if self.wire.account not in str(outcome.error):
            self.violated(case, f"the error does not name the account: {outcome.error}")
        return True

    def require(self, case: Case, outcome: Outcome) -> Snapshot | None:
        """The snapshot of a case that should end well; a violation and None if it did not."""
        if isinstance(outcome.found, Snapshot):
            return outcome.found
        self.violated(case, f"a snapshot was expected, but {outcome.told}")
        return None

    def violated(self, case: Case, what: str) -> None:
        """Note that a law is broken."""
        self.report.violations.append(Violation(case, what))

    def tried(self, case: Case) -> Case:
        """Count a case."""
        self.report.tried[case.law] += 1
        return case

    def at(self, step: str, fault: Speaker, usual: Handler | None = None) -> Speaker:
        """Answer as in payloads/ok (or as usual), but with the fault at one operation."""
        return faults.at(step, self.wire.operation, usual or self.wire.ok, fault)

    def steps(self) -> list[str]:
        """The operations that a check of payloads/ok calls, in their order."""
        outcome = self.check(Case(2, "which operations are called"), self.wire.ok)
        return list(dict.fromkeys(self.wire.operation(made) for made in outcome.served.requests))

    def _try(
        self,
        case: Case,
        speak: Speaker,
        work: Callable[[Provider], Any],
        deadline: float,
        max_bytes: int,
    ) -> Outcome:
        with serving(speak) as served:
            with self._line(served.url + self.wire.path, deadline, max_bytes) as line:
                found, error = self._run(case, line, lambda: work(line), deadline)
            self.requests += [(case, request) for request in served.requests]
            if served.was_exhausted:
                self.violated(case, f"it did not stop after {len(served.requests)} requests")
        return Outcome(found, error, served)

    def _run(
        self, case: Case, line: Provider, work: Callable[[], Any], deadline: float
    ) -> tuple[Any, BaseException | None]:
        begun = monotonic()
        with overhearing() as heard:
            future = self._pool.submit(work)
            error = future.exception()
        if monotonic() - begun > deadline + PATIENCE:
            self.violated(case, f"it took {monotonic() - begun:.0f} s, with {deadline:g} s allowed")
        self.said += [(case, words) for words in heard]
        self.said.append((case, repr(line)))
        if error is not None:
            self.said.append((case, f"{error!r} {''.join(format_exception(error))}"))
            return None, error
        return future.result(), None

    @contextmanager
    def _line(self, url: str, deadline: float, max_bytes: int) -> Iterator[Provider]:
        client = open_client()
        try:
            connection = self._connection(url, deadline, max_bytes, lambda: client)
            self.said.append((Case(7, "the connection's repr"), repr(connection)))
            yield self.spec.connect(connection)
        finally:
            client.close()

    def _connection(
        self, url: str, deadline: float, max_bytes: int, clients: Callable[[], Any]
    ) -> Connection:
        spec, wire = self.spec, self.wire
        texts = {o.name: f"kit-{o.name}" for o in spec.options if o.kind is OptionKind.TEXT}
        return Connection(
            account=Account(
                wire.account,
                spec.name,
                spec.direction,
                "#billing",
                spec.timezone,
                wire.currency or spec.currency,
            ),
            url=url,
            texts={**texts, **wire.texts},
            lists=wire.lists,
            secrets={
                name: Secret(lambda value=value: value)  # type: ignore[misc]
                for name, value in made_up(spec).items()
            },
            clients=clients,
            now=lambda: NOW,
            deadline=deadline,
            max_bytes=max_bytes,
        )
