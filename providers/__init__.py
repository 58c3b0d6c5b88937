"""What do the billing providers say? One folder per provider; `load` finds them by name."""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points

from providers.base import ProviderSpec

GROUP = "duewatch.providers"
KIT = "conformance"  # a package beside the providers that is none


def own() -> list[str]:
    """The providers that come with Duewatch: one folder each."""
    return list(_folders())


@cache  # asked for each account, and folders do not come and go while a bot runs
def _folders() -> tuple[str, ...]:
    found = pkgutil.iter_modules(__path__)
    return tuple(sorted(one.name for one in found if one.ispkg and one.name != KIT))


def names() -> list[str]:
    """Every provider that can be loaded: our folders, then installed entry points."""
    return own() + sorted(point.name for point in entry_points(group=GROUP))


def load(name: str) -> ProviderSpec:
    """Return the spec of a provider; LookupError names the ones there are."""
    if name in own():
        return _spec(importlib.import_module(f"providers.{name}").SPEC)
    for point in entry_points(group=GROUP, name=name):
        return _spec(point.load())
    raise LookupError(f"no provider {name!r}; there are {', '.join(names())}")


def _spec(found: object) -> ProviderSpec:
    if not isinstance(found, ProviderSpec):
        raise LookupError(f"{found!r} is not a ProviderSpec")
    return found
