"""Every text of the product, as Babel finds it in the sources, and as Python reads them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract

ROOT = Path(__file__).parents[4]
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
KEYWORDS = {"_": (1,), "_n": (1, 2)}
WIDTH = 96

Text = str | tuple[str, ...]


def gathered() -> Catalog:
    """The texts in the order of the sources, each with the files that use it."""
    found = Catalog(charset="utf-8")
    for path in SOURCES:
        with path.open("rb") as file:
            for _line, text, _comments, _context in extract("python", file, keywords=KEYWORDS):
                found.add(text, locations=[(str(path.relative_to(ROOT)), 0)])
    return found


def read_in_the_code() -> Iterator[tuple[Path, Text]]:
    """The same by Python's own reading: the argument of every call of `_` and `_n`."""
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                spec = KEYWORDS.get(node.func.id)
                if spec is not None:
                    texts = tuple(_literal(path, node.args[place - 1]) for place in spec)
                    yield path, texts if len(texts) > 1 else texts[0]


def _literal(path: Path, node: ast.expr) -> str:
    place = f"{path.relative_to(ROOT)}:{node.lineno}"
    assert isinstance(node, ast.Constant), f"{place}: a text must stand where it is used"
    assert isinstance(node.value, str), f"{place}: a text is words"
    return node.value


def places(text: str) -> list[str]:
    """The named places of a text, in the order of their names; what stands in them may be moved."""
    return sorted(re.findall(r"\{(\w*)[^{}]*\}", text))


def markup(text: str) -> list[str]:
    """What Slack would format or follow in a text of ours, and what people are to type."""
    return sorted(re.findall(r"`[^`]*`|[*~]|(?<!\w)_|_(?!\w)|<[^>]*>", text))
