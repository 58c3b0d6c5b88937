"""The Home tab over books of every sort, as people see it and as it is sent: golden/home.

GOLDEN=write python -m pytest tests/bot/slack/render/test_home_golden.py
"""

from collections.abc import Iterator

import pytest

from bot.slack.catalogue import languages
from bot.slack.language import speaking
from bot.slack.render.message import Message
from tests.bot.slack.answer_samples import Shelves
from tests.bot.slack.golden_files import FOLDER, require_same

NAMES = (
    *("ordinary", "many", "clear", "never_checked", "first_visit"),
    *("holder", "filtered", "nothing_late", "second_page", "looker_on"),
)


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelves]:
    made = Shelves.put_up(tmp_path_factory.mktemp("shelves"))
    yield made
    made.close()


@pytest.mark.parametrize("spoken", languages())
@pytest.mark.parametrize("name", NAMES)
def test_the_home_tab_is_the_golden_one(shelves: Shelves, name: str, spoken: str) -> None:
    with speaking(spoken):
        view = shelves.homes()[f"home_{name}"]
    blocks = tuple(view["blocks"])
    require_same(f"home_{name}", Message("The Home tab", blocks), FOLDER / "home" / spoken)


def test_every_home_tab_has_its_golden_files(shelves: Shelves) -> None:
    expected = {f"{name}{suffix}" for name in shelves.homes() for suffix in (".txt", ".json")}
    for spoken in languages():
        assert {path.name for path in (FOLDER / "home" / spoken).iterdir()} == expected
