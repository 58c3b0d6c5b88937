"""The documentation says what the program does: forgetting to document is a red test."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

import providers
from bot.cli import HOMES
from bot.config.load import load
from bot.config.settings import AccountTable, FileModel
from bot.manifest import EVENTS, SCOPES, manifest
from bot.slack.listening.shortcuts import CARE_FOR, FIND_ONE
from bot.slack.render.answer_help import help_page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "bot" / "config" / "example.toml").read_text(encoding="utf-8")
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG")),
    *(ROOT / "docs").glob("*.md"),
]

# methods of the Web API that the bot calls -> the scope each needs
METHODS = {
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_unfurl": "links:write",
    "conversations_history": "channels:history",
    "conversations_replies": "channels:history",
    "conversations_list": "channels:read",
    "conversations_open": "im:write",
    "files_upload_v2": "files:write",
    "usergroups_list": "usergroups:read",
    "usergroups_users_list": "usergroups:read",
    "users_list": "users:read",
    "users_lookupByEmail": "users:read.email",
    "auth_test": None,
    "bots_info": "users:read",
    "views_open": None,
    "views_publish": None,
    "views_update": None,
}


@pytest.mark.parametrize("command", HOMES)
def test_the_readme_names_every_command(command: str):
    assert f"`duewatch {command}" in README


def settings_of(model: type[BaseModel]) -> list[str]:
    """Every setting that a person writes, those of inner tables included."""
    names = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        names.append(name)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            names += settings_of(inner)
    return names


def test_the_starter_file_shows_every_setting():
    wanted = [*settings_of(FileModel), *settings_of(AccountTable)]
    named = [name for name in providers.names() if f'provider = "{name}"' in EXAMPLE]
    options = [o.name for name in named for o in providers.load(name).options]
    assert len(named) >= 4
    shown = set(re.findall(r"[a-z_]+", EXAMPLE))
    assert [name for name in [*wanted, *options] if name not in shown] == []


def test_the_starter_file_is_good_with_every_comment_taken_out(tmp_path: Path):
    whole = re.sub(r"^# ?((?:\[|[a-z_]+ = ).*)$", r"\1", EXAMPLE, flags=re.MULTILINE)
    (tmp_path / "duewatch.toml").write_text(whole)
    found = load(tmp_path / "duewatch.toml", {})
    assert {w.spec.name for w in found.accounts.values()} >= {"interserver", "whmcs", "voxel"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_toml_in_the_documentation_is_valid(path: Path):
    for block in re.findall(r"```toml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        table = tomllib.loads(block)
        if "project" not in table:  # somebody else's pyproject.toml
            FileModel.model_validate(table)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(path: Path):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them: `## A first duewatch.toml` is a place."""
    written = re.sub(
        r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    headings = re.findall(r"^#+ (.+)$", written, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_to_a_heading_leads_to_one(path: Path):
    links = re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", path.read_text(encoding="utf-8"))
    lost = [
        f"{page}#{name}"
        for page, name in links
        if name not in anchors(path.parent / page if page else path)
    ]
    assert lost == []


PATH_AND_TEST = re.compile(r"`((?:bot|state|providers|tests|docs|\.ci)/[\w/.-]+?\.\w+)(?:::(\w+))?")
OWN = [page for page in PAGES if page.name != "write-a-provider.md"]  # it names its reader's files


def is_there(name: str, test: str) -> bool:
    file = ROOT / name
    return file.is_file() and (not test or f"def {test}(" in file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_every_file_and_every_test_that_a_page_names_exists(path: Path):
    named = PATH_AND_TEST.findall(path.read_text(encoding="utf-8"))
    assert [(name, test) for name, test in named if not is_there(name, test)] == []


def test_every_make_target_in_the_documentation_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {t for path in PAGES for t in re.findall(r"`?make ([a-z]+)`", path.read_text())}
    assert named <= targets


def called() -> set[str]:
    sources = "".join(path.read_text() for path in (ROOT / "bot" / "slack").rglob("*.py"))
    known = "auth|bots|chat|conversations|views|users|usergroups|files|reactions|team"
    return set(re.findall(rf"\.((?:{known})_[a-zA-Z0-9_]+)\b", sources))


def test_the_manifest_asks_for_the_scopes_that_the_code_needs_and_no_more():
    used = called()
    assert used <= set(METHODS), "a new method: say which scope it needs"
    needed = {scope for method in used if (scope := METHODS[method])} | {"commands"}
    private = {scope.replace("channels", "groups") for scope in needed if "channels" in scope}
    direct = {"im:history"} if "conversations_open" in used else set()
    told = {"links:read"} if "link_shared" in EVENTS else set()
    assert set(SCOPES) == needed | private | direct | told


def test_direct_messages_are_sent_so_the_manifest_has_a_place_for_them():
    assert "conversations_open" in called()
    assert manifest("/invoices")["features"]["app_home"]["messages_tab_enabled"] is True


def test_the_manifest_subscribes_to_the_events_that_are_listened_to():
    listeners = (ROOT / "bot" / "slack" / "listeners.py").read_text()
    assert set(re.findall(r'app\.event\("(\w+)"\)', listeners)) == set(EVENTS)
    assert manifest("/invoices")["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)


def test_the_manifest_declares_the_shortcuts_that_are_listened_to():
    declared = manifest("/invoices")["features"]["shortcuts"]
    by_kind = {one["type"]: one["callback_id"] for one in declared}
    assert by_kind == {"message": CARE_FOR, "global": FIND_ONE}
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in declared)


def test_the_help_screen_names_every_word_of_the_readme():
    screen = help_page(command="/invoices").text
    for word in ("overdue", "due", "open", "show", "ack", "unack", "check", "accounts"):
        assert word in screen
        assert word in README
