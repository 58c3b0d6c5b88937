"""The provider of the guide, ready to be judged or spoiled."""

import shutil
from pathlib import Path

import pytest

from tests.providers.conformance.guide import WRITE, build, run


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the guide, and the expected file that its command writes."""
    folder = build(tmp_path_factory.mktemp("acme"))
    written = run(folder, WRITE)
    assert written.returncode == 0, written.stderr
    return folder


@pytest.fixture
def package(pristine: Path, tmp_path: Path) -> Path:
    """A copy for one test."""
    return shutil.copytree(
        pristine, tmp_path / "acme", ignore=shutil.ignore_patterns("__pycache__")
    )
