"""What happened, one line a step, so that a failure can be read."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

_NONE = "-"


@dataclass(slots=True)
class Trace:
    """Counts the faults always, and writes lines only where somebody wants to read them."""

    now: Callable[[], datetime]
    tell: Callable[[str], object] | None = None
    faults: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    def say(self, who: str, what: str, fault: str = "") -> None:
        """Note a step; `fault` is what went wrong in it."""
        self.steps += 1
        if fault:
            self.faults[fault] += 1
        if self.tell is not None:
            moment = f"{self.now():%a %Y-%m-%d %H:%M:%S}"
            self.tell(f"{self.steps:5} {moment}  {who:9} {what:60} {fault or _NONE}")
