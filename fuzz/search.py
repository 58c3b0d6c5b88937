"""One search by atheris, in a process of its own: `python -m fuzz.search TARGET SECONDS FOLDER`.

It begins with the payloads of the tests. What breaks the law is written to the folder and
ends the search with a status that is not zero.
"""

import logging
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["providers", "state"]):
    from fuzz.targets import TARGETS, tried

PAYLOADS = Path(__file__).parent.parent / "tests" / "providers"
SEEDS = {
    "soap": ("interserver", "*.xml"),
    "xml": ("voxel", "*.xml"),
    "json_whmcs": ("whmcs", "*.json"),
    "json_singlehop": ("singlehop", "*.json"),
    "json_linode": ("linode", "*.json"),
}
LONGEST = 8_192


def seeds(target: str, folder: Path) -> None:
    """Copy the payloads that this target understands."""
    provider, pattern = SEEDS[target]
    for number, path in enumerate(sorted((PAYLOADS / provider).rglob(pattern))):
        (folder / f"{number:04}").write_bytes(path.read_bytes()[:LONGEST])


def main(target: str, seconds: str, found: str) -> None:
    """Search until the time is over or something is found."""
    if target not in TARGETS:
        raise SystemExit(f"there is no target {target}; there are {', '.join(TARGETS)}")
    logging.disable()
    Path(found).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        seeds(target, Path(corpus))
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST}",
            "-timeout=10",
            "-rss_limit_mb=1024",
            f"-artifact_prefix={found}/",
            "-print_final_stats=1",
            "-verbosity=0",
        ]
        atheris.Setup([sys.argv[0], *options, corpus], lambda body: tried(TARGETS[target], body))
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
