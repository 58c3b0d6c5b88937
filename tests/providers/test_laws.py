"""The ten laws, held by every provider that there is, over real sockets."""

from functools import cache

import pytest

import providers
from providers.conformance.finding import TESTS, find
from providers.conformance.judge import judge
from providers.conformance.report import LAWS, Report

PROVIDERS = providers.own()
# one worker judges a provider and answers for all its laws
GROUPED = [pytest.param(name, marks=pytest.mark.xdist_group(f"laws {name}")) for name in PROVIDERS]


@cache
def _judged(name: str) -> Report:
    """All cases of one provider; judged once, asked law by law."""
    return judge(find(name))


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", GROUPED)
def test_every_provider_keeps_every_law(name: str, law: int) -> None:
    report = _judged(name)
    assert report.tried[law] > 0
    assert [str(found) for found in report.violations if found.case.law == law] == []


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_has_a_test_folder_with_a_wire(name: str) -> None:
    assert (TESTS / name / "wire.py").is_file()


def test_the_providers_we_know_of_are_among_those_found() -> None:
    assert {"interserver", "linode", "singlehop", "voxel", "whmcs"} <= set(PROVIDERS)
