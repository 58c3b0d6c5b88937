"""Every measurement there is: the modules of `benchmarks.measurements`."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from benchmarks import measurements
from benchmarks.rows import Row
from benchmarks.timing import Effort


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measurement by its name on the command line."""

    name: str
    title: str  # the first line of its module
    measure: Callable[[Effort], Sequence[Row]]
    on_request: bool = False  # too long for a run of everything
    draw: Callable[[Sequence[Row]], Mapping[str, str]] | None = None  # pictures by their names


def names() -> list[str]:
    """The names, in the order of the alphabet."""
    return sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(_folder()))


def load(name: str) -> Measurement:
    """Give a measurement; LookupError names the ones there are."""
    if name not in names():
        raise LookupError(f"no measurement {name!r}; there are {', '.join(names())}")
    module = importlib.import_module(f"benchmarks.measurements.{name.replace('-', '_')}")
    title = (module.__doc__ or name).strip().splitlines()[0]
    return Measurement(
        name,
        title,
        cast("Callable[[Effort], Sequence[Row]]", module.measure),
        on_request=getattr(module, "ON_REQUEST", False),
        draw=getattr(module, "draw", None),
    )


def _folder() -> Sequence[str]:
    return list(measurements.__path__)
