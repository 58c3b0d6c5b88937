"""The guide works as it is written, and the kit sees each way to get it wrong."""

import tomllib
from pathlib import Path

import pytest

from tests.providers.conformance.guide import JUDGE, WRITE, commands, files, run


def test_the_commands_of_the_guide_are_those_tried_here() -> None:
    assert commands() == [WRITE, JUDGE, "python -m providers.conformance"]


def test_the_provider_of_the_guide_keeps_all_laws(package: Path) -> None:
    judged = run(package, JUDGE)
    assert judged.returncode == 0, judged.stdout + judged.stderr
    cells = judged.stdout.splitlines()[1].split()
    assert cells[0] == "acme"
    assert all(int(cell) > 0 for cell in cells[1:11])


def test_what_was_read_is_written_for_people_and_its_changes_are_shown(package: Path) -> None:
    text = (package / "tests/expected/ok.txt").read_text(encoding="utf-8")
    assert "acme/1244  open (open)\n  open 48 EUR of 48 EUR\n" in text
    assert "acme/1245  unknown (in dispute)\n" in text
    payload = package / "tests/payloads/ok/page 1.json"
    payload.write_text(payload.read_text().replace("7.5", "8.5"))
    assert run(package, JUDGE).returncode == 1
    again = run(package, WRITE)
    assert "-  open unknown of 7.5 EUR\n+  open unknown of 8.5 EUR\n" in again.stdout
    assert run(package, JUDGE).returncode == 0


@pytest.fixture
def installed(package: Path) -> Path:
    """The package as pip would install it, its wire included."""
    info = package / "acme_billing-0.1.0.dist-info"
    info.mkdir()
    wire = files()["tests/wire.py"].replace("__file__).parent", "__file__).parent / 'tests'")
    (package / "acme_wire.py").write_text(wire)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-billing\nVersion: 0.1.0\n")
    project = tomllib.loads(files()["pyproject.toml"])["project"]
    groups = {**project["entry-points"], "duewatch.wires": {"acme": "acme_wire:WIRE"}}
    lines = [
        line
        for group, points in groups.items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in points.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return package


@pytest.mark.parametrize("which", ["acme", "acme_wire:WIRE", "tests"])
def test_an_installed_provider_is_judged_by_its_name(which: str, installed: Path) -> None:
    judged = run(installed, f"python -m providers.conformance {which}")
    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_an_installed_provider_can_be_used_like_any_other(installed: Path) -> None:
    loaded = run(installed, "python -c \"import providers; print(providers.load('acme').title)\"")
    assert loaded.stdout == "Acme Billing\n"


@pytest.mark.parametrize("which", ["nobody", "nowhere/wire.py", "acme_billing:SPEC", "no.module:X"])
def test_what_is_no_wire_is_refused_with_a_hint(package: Path, which: str) -> None:
    judged = run(package, f"python -m providers.conformance {which}")
    assert judged.returncode == 2
    assert judged.stderr
    assert "Traceback" not in judged.stderr
