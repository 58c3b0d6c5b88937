"""The gallery: a few samples, photographed and leafed through."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from docs.gallery.build import build
from docs.gallery.looks import LOOKS
from tests.browser.patience import settles

pytestmark = pytest.mark.browser
FEW = ["living_overdue", "answer_aging", "modal_snooze", "home_ordinary"]
FEW_LOOKS = [look for look in LOOKS if look.name in ("light-wide", "dark-narrow")]
BROKEN = "[...document.images].filter(one => one.complete && !one.naturalWidth).length"


@pytest.fixture(scope="module")
def built(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a gallery of a few samples."""
    return build(chromium, tmp_path_factory.mktemp("gallery"), FEW, FEW_LOOKS).parent


def test_every_sample_is_photographed_in_every_way(built: Path) -> None:
    pictures = {path.relative_to(built / "pictures") for path in built.rglob("*.png")}
    ways = [
        (language, name, look) for language in ("en", "de") for name in FEW for look in FEW_LOOKS
    ]
    assert pictures == {Path(f"{lang}/{name}-{look.name}.png") for lang, name, look in ways}


def test_a_sample_is_seen_in_the_language_theme_and_width_that_are_chosen(
    chromium: Browser, built: Path
) -> None:
    page = chromium.new_page()
    page.goto((built / "index.html").as_uri())
    shown = page.locator("img:visible")
    expect(shown).to_have_count(len(FEW))
    page.get_by_label("Deutsch").check()
    page.get_by_label("Dark").check()
    page.get_by_label("Narrow").check()
    page.get_by_label("Find a sample").fill("snooze")
    expect(shown).to_have_count(1)
    expect(shown).to_have_attribute("src", "pictures/de/modal_snooze-dark-narrow.png")
    page.wait_for_function("[...document.images].some(one => one.naturalWidth > 300)")
    settles(lambda: page.evaluate(BROKEN), 0)
    page.close()


def test_the_json_beside_the_pictures_is_that_of_the_golden_files(built: Path) -> None:
    golden = Path(__file__).parents[1] / "bot" / "slack" / "golden"
    for language, folder in (("en", golden), ("de", golden / "de")):
        made = built / "json" / language / "living_overdue.json"
        assert made.read_text("utf-8") == (folder / "living_overdue.json").read_text("utf-8")
