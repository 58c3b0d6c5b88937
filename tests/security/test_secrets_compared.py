"""Secrets are compared in a time that does not tell how much of them was right."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SECRET = re.compile(r"(?i)^_?(.*_)?(token|secret|signature|password|passwd|apikey|api_key|hmac)$")
# what is called like a secret and is none
NO_SECRET = {
    "bot/adopt.py": "tokens mark our messages, everybody in the workspace may read them",
    "bot/slack/lookup.py": "the same",
    "state/queue/standing.py": "the same",
    "bot/slack/http.py": "signatures that were verified, to see whether one came before",
    "bot/slack/inspection.py": "an error of Slack in a list of errors",
    "bot/demo/slack/files.py": "the demo is for everybody at this machine",
    "bot/demo/slack/web_api.py": "the demo's tokens are known to everybody",
}


def name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return ""


def comparisons(path: Path) -> Iterator[str]:
    """Where a file compares something that is called like a secret by `==`, `!=` or `in`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Compare):
            continue
        quick = any(isinstance(op, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)) for op in node.ops)
        if quick and any(SECRET.match(name(one)) for one in [node.left, *node.comparators]):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"


def test_no_secret_is_compared_letter_by_letter():
    folders = [ROOT / name for name in ("bot", "providers", "state")]
    sources = [path for folder in folders for path in folder.rglob("*.py")]
    found = [one for path in sources for one in comparisons(path)]
    assert {one.partition(":")[0] for one in found} == set(NO_SECRET)
    assert len(sources) > 200


def test_where_secrets_are_compared_it_is_by_compare_digest():
    for path in ("bot/web/app.py", "bot/web/calendar_feed.py", "bot/slack/http.py"):
        assert "hmac.compare_digest(" in (ROOT / path).read_text(encoding="utf-8")


def test_a_comparison_that_tells_would_be_found():
    path = ROOT / "tests" / "security" / "test_secrets_compared.py"
    assert list(comparisons(path)) == []
    for line in ("given == self.token", "secret in known", "row['signature'] != made"):
        tree = ast.parse(line, mode="eval").body
        assert isinstance(tree, ast.Compare)
        assert any(SECRET.match(name(one)) for one in [tree.left, *tree.comparators])
