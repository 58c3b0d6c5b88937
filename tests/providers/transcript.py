"""A snapshot written so that a person can compare it with the payload beside it.

`DUEWATCH_WRITE_EXPECTED=1 pytest tests/providers` writes the expected files anew; read the
difference before committing it.
"""

import os
from pathlib import Path

from providers.conformance.transcript import transcript

__all__ = ["agrees", "transcript"]


def agrees(written: str, expected: Path) -> bool:
    """Whether a transcript is the expected one; writes it when asked to by the environment."""
    if os.environ.get("DUEWATCH_WRITE_EXPECTED") == "1":
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(written, encoding="utf-8")
    return written == expected.read_text(encoding="utf-8")
