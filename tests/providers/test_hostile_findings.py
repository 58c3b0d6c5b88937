"""What the fuzzing found stays found; and the law it searches by can be broken."""

import random
from pathlib import Path

import pytest

from fuzz.targets import FINDINGS, TARGETS, TooSlow, findings, tried

FOUND = list(findings())
PAYLOADS = Path(__file__).parent
SEEDS = {
    "soap": ("interserver", "*.xml"),
    "xml": ("voxel", "*.xml"),
    "json_whmcs": ("whmcs", "*.json"),
    "json_singlehop": ("singlehop", "*.json"),
    "json_linode": ("linode", "*.json"),
}


@pytest.mark.parametrize(("target", "path"), FOUND, ids=[f"{t}-{p.name}" for t, p in FOUND])
def test_what_once_broke_a_decoder_is_borne_now(target: str, path: Path) -> None:
    tried(TARGETS[target], path.read_bytes())


def test_each_folder_of_findings_belongs_to_a_target() -> None:
    folders = {path.name for path in FINDINGS.iterdir() if path.is_dir()}
    assert folders <= TARGETS.keys()
    assert FOUND


@pytest.mark.parametrize("target", TARGETS)
def test_a_few_thousand_spoiled_payloads_are_borne(target: str) -> None:
    """A short search without atheris, the same each time: bytes cut, doubled and replaced."""
    chance = random.Random(target)
    provider, pattern = SEEDS[target]
    bodies = [path.read_bytes()[:4_000] for path in (PAYLOADS / provider).rglob(pattern)]
    assert len(bodies) > 3
    for _ in range(1_000):
        tried(TARGETS[target], spoiled(chance.choice(bodies), chance))


def spoiled(body: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(body) + 1)
        end = min(len(body), start + chance.choice((0, 1, 4, 40)))
        piece = body[start:end]
        instead = (b"", piece * 2, bytes(chance.randrange(256) for _ in piece), b"-1", b"1e9")
        body = body[:start] + chance.choice(instead) + body[end:]
    return body


def test_an_exception_that_is_no_value_error_is_a_finding() -> None:
    def careless(body: bytes) -> None:
        raise KeyError(body)

    with pytest.raises(KeyError):
        tried(careless, b"<a/>")


def test_slowness_is_a_finding() -> None:
    with pytest.raises(TooSlow, match="4 bytes took"):
        tried(TARGETS["xml"], b"<a/>", slowest=0.0)
