"""What do the billing providers say? One folder per provider; `load` finds them by name."""

import importlib
import pkgutil
from importlib.metadata import entry_points

from providers.base import ProviderSpec

GROUP = "duewatch.providers"


def names() -> list[str]:
    """Every provider that can be loaded: our folders, then installed entry points."""
    own = [found.name for found in pkgutil.iter_modules(__path__) if found.ispkg]
    return sorted(own) + sorted(point.name for point in entry_points(group=GROUP))


def load(name: str) -> ProviderSpec:
    """Return the spec of a provider; LookupError names the ones there are."""
    for found in pkgutil.iter_modules(__path__):
        if found.ispkg and found.name == name:
            return _spec(importlib.import_module(f"providers.{name}").SPEC)
    for point in entry_points(group=GROUP, name=name):
        return _spec(point.load())
    raise LookupError(f"no provider {name!r}; there are {', '.join(names())}")


def _spec(found: object) -> ProviderSpec:
    if not isinstance(found, ProviderSpec):
        raise LookupError(f"{found!r} is not a ProviderSpec")
    return found
