"""For all tests: no request is repeated by itself, and how busy the machine is never matters.

Where repeating is the matter, the test says so.
"""

from collections.abc import Iterator

import pytest
import stamina
from hypothesis import HealthCheck, settings

# Searches and replays that `make long` makes, and CI; the rest is `make test`.
LONG = (
    *("tests/bot/test_actions_laws.py", "tests/bot/test_care_laws.py"),
    *("tests/bot/test_rules_laws.py", "tests/bot/test_forecast.py", "tests/clicks/"),
    *("tests/bot/test_forecast_command.py", "tests/providers/test_secrets_stay_secret.py"),
    *("tests/providers/conformance/test_vices.py", "tests/replay/", "tests/soak/"),
    *("tests/state/queue/test_outbox_laws.py", "tests/state/rules/test_ladder_laws.py"),
    *("tests/stories/test_killed", "tests/stories/test_lasting.py", "tests/kills/"),
    *("tests/stories/test_an_empty_disk.py", "tests/stories/test_a_hostile_provider.py"),
    *("tests/providers/test_laws.py", "tests/providers/conformance/test_guide.py"),
    *("tests/bot/test_command_line_believe.py", "tests/state/log/test_audit_tampering.py"),
    *("tests/test_benchmarks.py", "tests/simulation/test_many.py"),
    *("tests/security/test_roles_everywhere.py", "tests/providers/test_hostile.py"),
    *("tests/bot/slack/render/test_hostile.py", "tests/stories/test_the_endpoints.py"),
    "tests/simulation/bugs/test_bugs.py::test_a_mistake_is_noticed",
    "tests/simulation/bugs/test_bugs.py::test_without_a_mistake",
)


# a law is broken by an example, not by the time that others leave us to try it
settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the long ones by where they stand, so that the list is in one place."""
    for item in items:
        if item.nodeid.startswith(LONG):
            item.add_marker(pytest.mark.long)


@pytest.fixture(autouse=True)
def _one_try() -> Iterator[None]:
    """A fault that a test sets up is met once, and nobody waits for it to pass."""
    with stamina.set_testing(True, attempts=1):
        yield
