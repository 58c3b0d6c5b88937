"""The guide works as it is written, and the kit sees each way to get it wrong."""

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


def test_an_installed_provider_is_judged_by_its_name(package: Path) -> None:
    info = package / "acme_billing-0.1.0.dist-info"
    info.mkdir()
    (package / "acme_wire.py").write_text(
        files()["tests/wire.py"].replace(
            "HERE = Path(__file__).parent", "HERE = Path(__file__).parent / 'tests'"
        )
    )
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-billing\nVersion: 0.1.0\n")
    (info / "entry_points.txt").write_text("[duewatch.wires]\nacme = acme_wire:WIRE\n")
    for name in ("acme", "acme_wire:WIRE"):
        judged = run(package, f"python -m providers.conformance {name}")
        assert judged.returncode == 0, judged.stdout + judged.stderr


@pytest.mark.parametrize("which", ["nobody", "nowhere/wire.py", "acme_billing:SPEC", "no.module:X"])
def test_what_is_no_wire_is_refused_with_a_hint(package: Path, which: str) -> None:
    judged = run(package, f"python -m providers.conformance {which}")
    assert judged.returncode == 2
    assert judged.stderr
    assert "Traceback" not in judged.stderr
