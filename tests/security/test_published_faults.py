"""CI stops for a published fault in a package, and for nothing else; silence is said aloud."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOUND = {"name": "anyio", "version": "4.16.0", "vulns": []}
FAULTY = {"name": "oldlib", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1"}, {"id": "CVE-1"}]}
SKIPPED = {"name": "rare", "skip_reason": "Dependency not found on PyPI"}
NO_NETWORK = "Traceback ...\nrequests.exceptions.ConnectionError: Failed to resolve 'osv.example'\n"


def auditor(folder: Path, **answers: tuple[int, str, str]) -> Path:
    """A pip-audit of ours: for each service an exit code, an output and an error output."""
    folder.joinpath("pip_audit.py").write_text(
        "import sys\n"
        f"code, out, err = {answers!r}[sys.argv[sys.argv.index('--vulnerability-service') + 1]]\n"
        "sys.stdout.write(out); sys.stderr.write(err); sys.exit(code)\n"
    )
    return folder


def report(*rows: object) -> str:
    return json.dumps({"dependencies": rows, "fixes": []})


def run(folder: Path) -> tuple[int, str]:
    command = [sys.executable, str(ROOT / ".ci" / "advisories.py"), "requirements-dev.txt"]
    environ = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_published_fault_stops_the_build_and_names_the_package(tmp_path: Path):
    code, said = run(auditor(tmp_path, pypi=(1, report(SOUND, FAULTY), "Found 2 known\n")))
    assert code == 1
    assert "oldlib 1.0: PYSEC-2026-1, CVE-1" in said


def test_packages_without_faults_pass(tmp_path: Path):
    code, said = run(auditor(tmp_path, pypi=(0, report(SOUND), "No known\n")))
    assert (code, said.splitlines()[-1]) == (0, "no known faults")


def test_no_network_is_no_fault_and_is_said(tmp_path: Path):
    code, said = run(auditor(tmp_path, pypi=(1, "", NO_NETWORK), osv=(1, "", NO_NETWORK)))
    assert code == 0
    assert "pypi: could not be reached" in said
    assert "osv: could not be reached" in said
    assert "NOT CHECKED" in said


def test_a_service_that_knows_no_package_has_not_checked_them(tmp_path: Path):
    code, said = run(auditor(tmp_path, pypi=(0, report(SKIPPED), ""), osv=(1, "", NO_NETWORK)))
    assert code == 0
    assert "NOT CHECKED" in said
    assert "no known faults" not in said


def test_what_the_first_service_does_not_know_the_second_is_asked(tmp_path: Path):
    second = {"name": "rare", "version": "2", "vulns": [{"id": "GHSA-1"}]}
    folder = auditor(
        tmp_path, pypi=(0, report(SOUND, SKIPPED), ""), osv=(1, report(SOUND, second), "")
    )
    code, said = run(folder)
    assert code == 1
    assert "rare 2: GHSA-1" in said


def test_a_package_that_nobody_knows_is_named(tmp_path: Path):
    both = (0, report(SOUND, SKIPPED), "")
    code, said = run(auditor(tmp_path, pypi=both, osv=both))
    assert code == 0
    assert "NOT CHECKED: nobody knows rare" in said


@pytest.mark.parametrize("output", ["", "[]", "{}", "<html>"])
def test_an_audit_that_breaks_otherwise_stops_the_build(tmp_path: Path, output: str):
    code, said = run(auditor(tmp_path, pypi=(2, output, "error: unrecognized arguments: --x\n")))
    assert code == 2
    assert "unrecognized arguments" in said


def test_the_build_runs_both_searches():
    build = (ROOT / ".ci" / "run").read_text()
    makefile = (ROOT / "Makefile").read_text()
    assert "make --no-print-directory advisories" in build
    assert "make --no-print-directory lint" in build
    assert ".ci/advisories.py requirements-dev.txt" in makefile
    assert "-m bandit" in makefile.partition("\nlint:")[2].partition("\n\n")[0]


def test_what_bandit_leaves_out_is_judged_by_ruff_line_by_line():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    lint = tools["ruff"]["lint"]
    assert "S" in lint["select"]
    assert not [rule for rule in lint["ignore"] if rule.startswith("S") and rule[1:].isdigit()]
    skipped = set(tools["bandit"]["skips"]) - {"B404"}  # an import alone
    known = subprocess.run(
        [sys.executable, "-m", "ruff", "rule", "--all", "--output-format", "json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rules = {rule["code"] for rule in json.loads(known.stdout)}
    assert {name.replace("B", "S") for name in skipped} <= rules


def test_bandit_stops_the_build_for_what_it_finds(tmp_path: Path):
    (tmp_path / "worse.py").write_text("import yaml\n\nyaml.load(open('a'))\n")
    settings = ["--quiet", "--configfile", str(ROOT / "pyproject.toml"), "--recursive"]
    done = subprocess.run(
        [sys.executable, "-m", "bandit", *settings, tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "B506" in done.stdout
