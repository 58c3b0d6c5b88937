"""The ten laws, held by every provider that there is, over real sockets."""

import pytest

import providers
from providers.conformance.finding import TESTS, find
from providers.conformance.judge import judge
from providers.conformance.report import LAWS

PROVIDERS = providers.own()


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_keeps_every_law(name: str) -> None:
    report = judge(find(name))
    assert {law: str(found) for found in report.violations for law in [found.case.law]} == {}
    assert [law for law in LAWS if not report.tried[law]] == [], "a law that was never tried"


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_has_a_test_folder_with_a_wire(name: str) -> None:
    assert (TESTS / name / "wire.py").is_file()


def test_the_providers_we_know_of_are_among_those_found() -> None:
    assert {"interserver", "linode", "singlehop", "voxel", "whmcs"} <= set(PROVIDERS)
