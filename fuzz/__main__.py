"""`python -m fuzz [SECONDS=60] [TARGET ...]`: search each target for so long, one after another."""

import subprocess
import sys
from importlib.util import find_spec

from fuzz.targets import FINDINGS, TARGETS


def main(arguments: list[str]) -> int:
    """Run the searches; the number of targets that something was found in."""
    seconds, chosen = "60", []
    for argument in arguments:
        if argument.startswith("SECONDS="):
            seconds = argument.removeprefix("SECONDS=")
        else:
            chosen.append(argument)
    if not seconds.isdecimal() or set(chosen) - TARGETS.keys():
        raise SystemExit(f"say SECONDS=60 and any of: {', '.join(TARGETS)}")
    if find_spec("atheris") is None:
        raise SystemExit("fuzzing needs atheris, which there is for Linux and Python 3.11 to 3.13")
    bad = 0
    for target in chosen or TARGETS:
        sys.stdout.write(f"== {target}, {seconds} s\n")
        sys.stdout.flush()
        folder = FINDINGS / target
        command = [sys.executable, "-m", "fuzz.search", target, seconds, str(folder)]
        bad += subprocess.run(command, check=False).returncode != 0  # noqa: S603 -- our own module
    words = f"{bad} targets with findings, now in {FINDINGS}" if bad else "nothing found"
    sys.stdout.write(f"== {words}\n")
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
