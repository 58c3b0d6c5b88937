"""Credentials in the environment and in files: read when used, refused when open to all."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.app import plans
from bot.config.load import load
from bot.config.secrets import secret
from bot.demo.world import World
from providers.base import AuthRejected
from tests.stories.house import House, house


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text("one\n")
    path.chmod(0o600)
    return path


def reading(path: Path) -> str:
    return secret({"file": path.name}, path.parent, {}).reveal()


def test_the_environment_is_asked_at_each_use(tmp_path: Path) -> None:
    environ = {"KEY": " one "}
    found = secret({"env": "KEY"}, tmp_path, environ)
    assert found.reveal() == "one"
    environ["KEY"] = "two"
    assert found.reveal() == "two"
    del environ["KEY"]
    with pytest.raises(AuthRejected, match="the environment variable KEY is not set"):
        found.reveal()


def test_a_file_is_read_at_each_use(key: Path) -> None:
    found = secret({"file": "key"}, key.parent, {})
    assert found.reveal() == "one"
    key.write_text("two")
    assert found.reveal() == "two"
    key.unlink()
    with pytest.raises(AuthRejected, match=r"key cannot be read: No such file"):
        found.reveal()


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o440])
def test_a_file_for_its_owner_or_its_group_is_taken(key: Path, mode: int) -> None:
    key.chmod(mode)
    assert reading(key) == "one"


@pytest.mark.parametrize(
    ("mode", "deed"), [(0o644, "read"), (0o604, "read"), (0o602, "written"), (0o666, "read")]
)
def test_a_file_open_to_every_user_is_refused(key: Path, mode: int, deed: str) -> None:
    key.chmod(mode)
    with pytest.raises(AuthRejected, match=f"can be {deed} by every user.*chmod 600"):
        reading(key)


def test_a_link_is_judged_by_the_file_it_leads_to(key: Path) -> None:
    link = key.with_name("link")
    link.symlink_to(key)
    assert reading(link) == "one"
    key.chmod(0o644)
    with pytest.raises(AuthRejected, match="every user"):
        reading(link)


def test_what_is_no_credential_is_refused_without_quoting_it(key: Path) -> None:
    key.write_bytes(b"tops\xffecret")
    with pytest.raises(AuthRejected, match="not text") as caught:
        reading(key)
    assert "tops" not in str(caught.value)
    assert "0xff" not in str(caught.value)
    key.write_bytes(b" \n")
    with pytest.raises(AuthRejected, match="is empty"):
        reading(key)
    key.write_bytes(b"x" * 70_000)
    with pytest.raises(AuthRejected, match="too large"):
        reading(key)


def test_a_pipe_or_a_folder_is_no_file_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(AuthRejected, match=f"{name} is not a file"):
            secret({"file": name}, tmp_path, {}).reveal()


def test_a_key_that_is_rotated_between_two_checks_needs_no_restart(tmp_path: Path) -> None:
    names = ("acme", "shop", "identifier")
    files = {name: tmp_path / f"{name}-key" for name in names}

    def rotate(world: World, value: str) -> None:
        for name, option in (("acme", "password"), ("shop", "secret")):
            world.account(name).credentials[option] = value

    def furnish(world: World) -> None:
        world.add_account("acme", "interserver").add("7", "10.00", due=date(2026, 12, 1))
        world.add_account("shop", "whmcs").add("8", "10.00", due=date(2026, 12, 1))
        rotate(world, "first-key")

    def write(value: str) -> None:
        for name, path in files.items():
            path.write_text("demo-identifier" if name == "identifier" else value)
            path.chmod(0o600)

    write("first-key")
    with house(tmp_path, furnish) as home:
        path = home.folder / "duewatch.toml"
        _name_files(path, files)
        checked = _checker(home, path)
        assert checked() == [None, None]
        rotate(home.world, "second-key")
        assert all("refuse" in str(error) for error in checked())
        write("second-key")
        assert checked() == [None, None]


def _checker(home: House, path: Path) -> Callable[[], list[str | None]]:
    """Check every account by one plan each, made once, as the running bot does."""
    settings = load(path, {}, need_secrets=True)
    engine = replace(home.core.engine, plans=plans(settings, home.core.clients, home.clock))
    return lambda: [one.error for one in engine.check_now(settings.accounts)]


def _name_files(path: Path, files: dict[str, Path]) -> None:
    text = path.read_text()
    for variable, name in (
        ("DEMO_ACME_PASSWORD", "acme"),
        ("DEMO_SHOP_SECRET", "shop"),
        ("DEMO_SHOP_IDENTIFIER", "identifier"),
    ):
        text = text.replace(f'{{ env = "{variable}" }}', f'{{ file = "{files[name].name}" }}')
    path.write_text(text)
