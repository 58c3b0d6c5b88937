"""Several lists at once: no more than agreed, in one session, by one client."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from providers.base import Provider, RateLimited, Unreachable
from providers.deadline import open_client
from providers.interserver import SPEC
from providers.interserver.line import AT_ONCE
from providers.interserver.operations import MODULES, full, unpaid
from tests.providers.interserver.till import PASSWORD, USERNAME, both, operation, row, till
from tests.providers.server import Connect, Handler, Loopback, Request, Response, StartServer

OWED = {name: body for module in MODULES for name, body in both(module, row(7)).items()}

Start = Callable[[Handler], tuple[Provider, Loopback]]


@pytest.fixture
def start(loopback: StartServer, connect: Connect) -> Start:
    def started(answer: Handler) -> tuple[Provider, Loopback]:
        server = loopback(answer)
        connection = connect(
            "interserver",
            f"{server.url}/api.php",
            texts={"username": USERNAME},
            secrets={"password": PASSWORD},
        )
        return SPEC.connect(connection), server

    return started


class Counter:
    """Lets lists wait until three are asked for, and remembers how many waited at once."""

    def __init__(self) -> None:
        self.most = 0
        self._now = 0
        self._three = threading.Event()  # once they have been there, or never came
        self._lock = threading.Lock()
        self._till = till(OWED)

    def __call__(self, request: Request) -> Response:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        if self.most >= AT_ONCE:
            self._three.set()
        if operation(request) != "api_login" and not self._three.wait(20):
            self._three.set()
        time.sleep(0.03)  # long enough for one more than agreed to be noticed
        with self._lock:
            self._now -= 1
        return self._till(request)


def test_at_most_three_lists_are_asked_for_at_once(start: Start) -> None:
    counter = Counter()
    provider, server = start(counter)
    answer = provider.fetch()
    assert counter.most == AT_ONCE == 3
    full_ones = [f"{module} full" for module in MODULES]
    assert [part.name for part in answer.parts] == [*MODULES, *full_ones], "in this order"
    assert len(server.requests) == 1 + 2 * len(MODULES)


def test_the_order_in_which_the_answers_come_changes_no_digest(start: Start) -> None:
    usual = till(OWED)
    digests = set()
    for slow in (unpaid("backups"), unpaid("webhosting"), full("backups"), full("mail")):

        def answer(request: Request, slow: str = slow) -> Response:
            time.sleep(0.05 if operation(request) == slow else 0)
            return usual(request)

        digests.add(start(answer)[0].fetch().digest)
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("refusal", "error"),
    [((503, {}, b""), Unreachable), ((429, {"Retry-After": "5"}, b""), RateLimited)],
)
def test_after_the_first_error_nothing_more_is_asked(
    start: Start, refusal: Response, error: type[Exception]
) -> None:
    usual, wrong = till({}), unpaid(MODULES[0])

    def answer(request: Request) -> Response:
        called = operation(request)
        time.sleep(0 if called in ("api_login", wrong) else 1.0)
        return refusal if called == wrong else usual(request)

    provider, server = start(answer)
    with pytest.raises(error):
        provider.fetch()
    assert len(server.requests) <= 1 + AT_ONCE + 1


def test_the_threads_of_a_check_end_with_it_and_use_the_client_of_their_caller(
    loopback: StartServer, connect: Connect
) -> None:
    asked: list[str] = []
    server = loopback(till(OWED))
    with open_client() as client:

        def clients() -> httpx.Client:
            asked.append(threading.current_thread().name)
            return client

        given = connect(
            "interserver",
            f"{server.url}/api.php",
            texts={"username": USERNAME},
            secrets={"password": PASSWORD},
        )
        before = set(threading.enumerate())
        for provider in [SPEC.connect(replace(given, clients=clients)) for _ in range(3)]:
            provider.fetch()
        ours = {thread for thread in threading.enumerate() if "Pool" in thread.name} - before
    assert ours == set()
    assert set(asked) == {threading.current_thread().name}


def test_checks_of_many_accounts_at_once_do_not_mix_their_sessions(start: Start) -> None:
    """Eight accounts, each with three threads, all through one description of the service."""
    pairs = [start(till(OWED)) for _ in range(8)]
    checks = [threading.Thread(target=provider.fetch) for provider, _ in pairs]
    for check in checks:
        check.start()
    for check in checks:
        check.join()
    for _, server in pairs:
        assert sorted(map(operation, server.requests)) == sorted(["api_login", *OWED])
