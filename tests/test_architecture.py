"""The rules of the house, held by reading the code itself."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("bot", "providers", "state")
SOURCES = [
    path for folder in (*OURS, "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")
]
PRODUCT = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in OURS]

PURE = (
    "state.model",
    "state.store",
    "state.messages",
    "state.log.chain",
    "state.changes",
    "state.clicks",
    "state.found",
    "state.recorded",
    "state.marks",
    "state.homes",
    "state.storms",
    "state.twins",
    "state.rules.calendar",
    "state.rules.suspension",
    "state.rules.severity",
    "state.rules.ladder",
    "state.totals",
    "state.log.past",
    "state.log.provenance",
    "state.search",
    "state.figures",
    "state.log.history",
    "providers.branches",
    "providers.remembered",
    "providers.room",
    "providers.values",
    "providers.*.parse",
    "bot.announce",
    "bot.drafts",
    "bot.slack.render",
    "bot.actions.cautions",
    "bot.actions.rules",
    "bot.actions.times",
    "bot.slack.amounts",
    "bot.slack.asked",
    "bot.slack.commands",
    "bot.slack.days",
    "bot.slack.deciding",
    "bot.slack.deeds",
    "bot.slack.filters",
    "bot.slack.language",
    "bot.slack.listing",
    "bot.slack.moments",
    "bot.slack.reports",
    "bot.slack.spans",
    "bot.slack.vain",
    "bot.slack.words",
)
# a pure module may import only these, and other pure modules
PURE_MAY_IMPORT = {
    *(
        "abc",
        "bisect",
        "collections",
        "contextlib",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "enum",
    ),
    *("functools", "hashlib", "html", "itertools", "json", "math", "operator", "re", "string"),
    *("types", "typing", "typing_extensions", "unicodedata", "urllib", "uuid", "zoneinfo"),
    *("babel", "moneyed", "lxml", "holidays"),
}
PURE_MAY_ALSO = {
    *("providers.base", "providers.envelope", "providers.phpjson"),  # and decoders
    "bot.slack.catalogue",  # and the texts of other languages, read once
}

HOMES = {
    "slack_bolt": ("bot.slack",),
    "slack_sdk": ("bot.slack", "bot.demo.slack"),
    "apscheduler": ("bot.app",),
    "httpx": ("providers",),
    "holidays": ("state.rules.calendar",),
    "zeep": ("providers.soap", "providers.interserver"),
    "sqlite_utils": ("state",),
    "sqlite3": ("state",),
    "PIL": ("bot.answers.charts",),
}


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                inner = ROOT / Path(*node.module.split("."), f"{alias.name}.py")
                whole = f"{node.module}.{alias.name}"
                package = inner.with_suffix("").is_dir()
                yield whole if inner.exists() or package else node.module


def within(name: str, homes: tuple[str, ...] | set[str]) -> bool:
    return any(name == home or name.startswith(f"{home}.") for home in homes)


def is_pure(name: str) -> bool:
    if name.startswith("providers.") and name.endswith(".parse"):
        return True
    return within(name, tuple(pattern for pattern in PURE if "*" not in pattern))


def test_no_file_has_more_than_300_lines():
    pages = [*(ROOT / "bot" / "demo" / "page").rglob("*.js")]
    long = {
        str(path.relative_to(ROOT)): count
        for path in [*SOURCES, *pages]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_no_function_is_longer_than_60_lines():
    long = [
        f"{module(path)}.{node.name}"
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= 60
    ]
    assert long == []


@pytest.mark.parametrize("path", [p for p in PRODUCT if is_pure(module(p))], ids=module)
def test_a_pure_module_imports_only_what_is_on_its_list(path: Path):
    strange = [
        name
        for name in imports(path)
        if name.split(".")[0] not in PURE_MAY_IMPORT
        and not is_pure(name)
        and not within(name, PURE_MAY_ALSO)
        and not _pure_sibling(name, module(path))
    ]
    assert strange == []


def _pure_sibling(name: str, own: str) -> bool:
    """A pure module may lean on the words beside it, which this test then judges in turn."""
    folder = own.rpartition(".")[0]
    if own.startswith("bot.slack"):
        folder = "bot.slack"
    beside = ROOT / Path(*name.split(".")).with_suffix(".py")
    return (
        within(name, (folder,))
        and beside.exists()
        and all(
            inner.split(".")[0] in PURE_MAY_IMPORT or is_pure(inner) or within(inner, PURE_MAY_ALSO)
            for inner in imports(beside)
        )
    )


def test_each_library_stays_in_its_home():
    strays = [
        f"{module(path)} imports {name}"
        for path in PRODUCT
        for name in imports(path)
        if (homes := HOMES.get(name.split(".")[0])) and not within(module(path), homes)
    ]
    assert strays == []


def test_providers_know_nothing_of_the_state_but_its_words():
    strays = [
        f"{module(path)} imports {name}"
        for path in PRODUCT
        for name in imports(path)
        if within(module(path), ("providers",))
        and within(name, ("state",))
        and name != "state.model"
    ]
    assert strays == []


def test_the_chat_edge_knows_only_the_pure_part_of_the_state():
    strays = [
        f"{module(path)} imports {name}"
        for path in PRODUCT
        for name in imports(path)
        if within(module(path), ("bot.slack",))
        and within(name, OURS)
        and not within(name, ("bot.slack",))
        and not is_pure(name)
    ]
    assert strays == []


def test_only_the_command_line_and_the_demo_itself_know_the_demo():
    strays = [
        f"{module(path)} imports {name}"
        for path in PRODUCT
        for name in imports(path)
        if within(name, ("bot.demo",)) and not within(module(path), ("bot.demo", "bot.cli"))
    ]
    assert strays == []


def test_nothing_is_called_utils_or_helpers():
    banned = {"utils", "helpers", "manager", "common", "misc"}
    assert [module(path) for path in PRODUCT if path.stem in banned] == []


def test_nothing_catches_everything_but_the_job_wrappers_and_the_error_handler():
    broad = [
        module(path)
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    allowed = {"bot.app", "bot.upkeep.chores", "bot.engine", "bot.slack.listening.errands"}
    assert set(broad) <= allowed


def test_python_is_new_enough_for_the_code():
    assert sys.version_info >= (3, 11)
