"""Finds wires: ours beside our tests, others by path, by name or by entry point."""

import importlib.util
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

import providers
from providers.conformance.wire import Wire

GROUP = "duewatch.wires"
TESTS = Path(__file__).parents[2] / "tests" / "providers"


def find(which: str) -> Wire:
    """The wire of a provider's name, a path, `module:name` or an entry point's name.

    LookupError says what was looked for.
    """
    if which in providers.own():
        return _at(TESTS / which / "wire.py")
    if ":" in which and not Path(which).exists():
        return _wire(EntryPoint("wire", which, GROUP).load(), which)
    for point in entry_points(group=GROUP, name=which):
        return _wire(point.load(), which)
    path = Path(which)
    return _at(path / "wire.py" if path.is_dir() else path)


def _at(path: Path) -> Wire:
    if not path.is_file():
        known = ", ".join(providers.own())
        raise LookupError(
            f"there is no wire at {path}; give the name of a provider ({known}),"
            f" the path of a wire.py, module:NAME, or an entry point of the group {GROUP}"
        )
    return _wire(getattr(_loaded(path), "WIRE", None), str(path))


def _loaded(path: Path) -> ModuleType:
    name = f"wire_of_{path.resolve().parent.name}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise LookupError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _wire(found: object, where: str) -> Wire:
    if not isinstance(found, Wire):
        raise LookupError(f"{where} holds no Wire under the name WIRE")
    return found
