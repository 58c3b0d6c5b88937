"""The ten laws, held by every provider that there is, over real sockets."""

from functools import cache

import pytest

from providers.conformance.finding import TESTS, find, ours
from providers.conformance.judge import judge
from providers.conformance.report import LAWS, Report

PROVIDERS = ours()

# What the kit has found and is not mended yet; an entry that is mended fails here.
ESCAPED = "a credential that the service quotes with HTML escapes is not recognized"
FOUND = {("singlehop", 7): ESCAPED, ("whmcs", 7): ESCAPED}


@cache
def _judged(name: str) -> Report:
    """All cases of one provider; judged once, asked law by law."""
    return judge(find(name))


def _cells() -> list[object]:
    return [
        pytest.param(
            name,
            law,
            id=f"{name}, law {law}",
            marks=[pytest.mark.xfail(reason=why, strict=True)] if why else [],
        )
        for name in PROVIDERS
        for law in LAWS
        for why in [FOUND.get((name, law))]
    ]


@pytest.mark.parametrize(("name", "law"), _cells())
def test_every_provider_keeps_every_law(name: str, law: int) -> None:
    report = _judged(name)
    assert report.tried[law] > 0
    assert [str(found) for found in report.violations if found.case.law == law] == []


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_has_a_test_folder_with_a_wire(name: str) -> None:
    assert (TESTS / name / "wire.py").is_file()


def test_the_providers_we_know_of_are_among_those_found() -> None:
    assert {"interserver", "linode", "singlehop", "voxel", "whmcs"} <= set(PROVIDERS)
