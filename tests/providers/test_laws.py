"""The ten laws, held by every provider that there is, over real sockets."""

from functools import cache

import pytest

from providers.conformance.finding import TESTS, find, ours
from providers.conformance.judge import judge
from providers.conformance.report import LAWS, Report

_judged = cache(lambda name: judge(find(name)))

PROVIDERS = ours()


@pytest.fixture(params=PROVIDERS)
def report(request: pytest.FixtureRequest) -> Report:
    """All cases of one provider; judged once, asked law by law."""
    found = _judged(request.param)
    assert isinstance(found, Report)
    return found


@pytest.mark.parametrize("law", LAWS, ids=lambda law: f"law {law}")
def test_every_provider_keeps_every_law(law: int, report: Report) -> None:
    broken = [str(violation) for violation in report.violations if violation.case.law == law]
    assert broken == []
    assert report.tried[law] > 0


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_has_a_test_folder_with_a_wire(name: str) -> None:
    assert (TESTS / name / "wire.py").is_file()


def test_the_providers_we_know_of_are_among_those_found() -> None:
    assert {"interserver", "linode", "singlehop", "voxel", "whmcs"} <= set(PROVIDERS)
